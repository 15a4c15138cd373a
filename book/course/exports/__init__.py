"""What leaves the book: questions for Moodle, worksheets for paper, the site for a memory stick."""

from course.exports.archive import SiteError, zip_site
from course.exports.links import SheetLinks
from course.exports.moodle import MoodleError, MoodleFile, moodle_file, write_moodle
from course.exports.worksheets import SheetError, write_sheets

COURSE = "Magnesium and myoclonus"

__all__ = [
    "COURSE",
    "MoodleError",
    "MoodleFile",
    "SheetError",
    "SheetLinks",
    "SiteError",
    "moodle_file",
    "write_moodle",
    "write_sheets",
    "zip_site",
]
