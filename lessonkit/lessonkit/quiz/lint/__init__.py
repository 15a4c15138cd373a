"""What makes a question teach, as far as a script can tell: ``lessonkit lint``.

A bank without a fault (`lessonkit.quiz.bank`) can still cue the answer, ask for trivia or explain nothing.
The rules follow the item-writing guidelines of Haladyna, Downing and Rodriguez (2002) and of the NBME (2020);
the limits are ours. They read an item by the names of its fields, not by its type, so that a new type of item
is covered at once.
"""

from lessonkit.quiz.lint.banks import objective_map
from lessonkit.quiz.lint.command import main
from lessonkit.quiz.lint.findings import ADVISORY, RULES, STRICT, Finding
from lessonkit.quiz.lint.judge import lint
from lessonkit.quiz.lint.strict import Survey

__all__ = ["ADVISORY", "RULES", "STRICT", "Finding", "Survey", "lint", "main", "objective_map"]
