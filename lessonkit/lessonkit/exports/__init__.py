"""What leaves the book: questions for Moodle, worksheets for paper, the site for a memory stick."""

from lessonkit.exports.archive import SiteError, zip_site
from lessonkit.exports.case_sheets import write_case_sheets
from lessonkit.exports.links import SheetLinks
from lessonkit.exports.moodle import MoodleError, MoodleFile, moodle_file, write_moodle
from lessonkit.exports.worksheets import SheetError, write_sheets

__all__ = [
    "MoodleError",
    "MoodleFile",
    "SheetError",
    "SheetLinks",
    "SiteError",
    "moodle_file",
    "write_case_sheets",
    "write_moodle",
    "write_sheets",
    "zip_site",
]
