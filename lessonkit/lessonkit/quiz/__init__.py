"""The question bank and the widget that asks its questions."""

from lessonkit.quiz.bank import Bank, BankError, check_banks, find_bank, load_bank
from lessonkit.quiz.exam import Exam
from lessonkit.quiz.held import misconceptions_held
from lessonkit.quiz.item import Item, item_type
from lessonkit.quiz.progress import Progress
from lessonkit.quiz.retrieval import Retrieval
from lessonkit.quiz.widget import Quiz

__all__ = [
    "Bank",
    "BankError",
    "Exam",
    "Item",
    "Progress",
    "Quiz",
    "Retrieval",
    "check_banks",
    "find_bank",
    "item_type",
    "load_bank",
    "misconceptions_held",
]
