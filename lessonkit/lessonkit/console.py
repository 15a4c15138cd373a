"""What the command lines print, on any terminal and into any file."""

from __future__ import annotations

import io
import sys


def print_anything() -> None:
    """Let a character that the encoding of the output lacks be printed as its code, not end the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
