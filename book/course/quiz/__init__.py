"""The question bank and the widget that asks its questions."""

from course.quiz.bank import Bank, BankError, Item, check_banks, find_bank, load_bank
from course.quiz.widget import Quiz

__all__ = ["Bank", "BankError", "Item", "Quiz", "check_banks", "find_bank", "load_bank"]
