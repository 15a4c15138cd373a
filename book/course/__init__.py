"""What the chapters of the course import: widgets that run in the page as well as in a kernel."""

from course.explorer import Explorer, Map
from course.figures import Figure
from course.quiz import Exam, Progress, Quiz

__all__ = ["Exam", "Explorer", "Figure", "Map", "Progress", "Quiz"]
__version__ = "0.1.0"
