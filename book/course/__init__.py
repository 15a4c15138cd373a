"""What the chapters of the course import: widgets that run in the page as well as in a kernel."""

from course.explorer import Explorer
from course.figures import Figure
from course.quiz import Quiz

__all__ = ["Explorer", "Figure", "Quiz"]
__version__ = "0.1.0"
