"""Whether a page is built: then there is no reader behind the kernel."""

import os

STATIC_BUILD = "LESSONKIT_STATIC"
"""Environment variable that the site build sets for the kernels which it runs."""


def is_static_build() -> bool:
    """Tell whether this kernel runs for the built site rather than for a reader."""
    return os.environ.get(STATIC_BUILD) == "1"
