"""The question bank and the widget that asks its questions."""

from course.quiz.bank import Bank, BankError, Item, check_banks, find_bank, load_bank
from course.quiz.exam import Exam
from course.quiz.progress import Progress
from course.quiz.widget import Quiz

__all__ = ["Bank", "BankError", "Exam", "Item", "Progress", "Quiz", "check_banks", "find_bank", "load_bank"]
