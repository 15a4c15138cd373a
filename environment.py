"""Make the private environment of the course: ``python environment.py FOLDER``; `make` calls it.

It is made anew if another Python asks for it, or if its folder was moved, and left as it is otherwise.
Old Pythons have to read this file to be told that they are too old: it is written for 3.6 and later.
"""

import os
import shutil
import subprocess
import sys

OLDEST, NEWEST = (3, 10), (3, 13)

IDENTITY = (
    "import os, sys, sysconfig; "
    "print(sys.version_info[:2], sysconfig.get_platform(), os.path.realpath(sys.base_prefix))"
)
"""Prints what an environment shares with the Python that it was made with."""


def is_fit(folder: str) -> bool:
    """Tell whether the environment runs, is of this Python, and stands where it was made."""
    python, pip = (_program(folder, name) for name in ("python", "pip"))
    try:
        told = [
            subprocess.run([program, "-c", IDENTITY], stdout=subprocess.PIPE, check=True).stdout
            for program in (python, sys.executable)
        ]
        with open(pip, "rb") as file:
            # An installed program names in its first lines the Python that runs it.
            return told[0] == told[1] and os.fsencode(os.path.realpath(folder)) in file.read()
    except (OSError, subprocess.CalledProcessError):
        return False


def make(folder: str) -> int:
    """Make the environment anew, in place of what was there; returns the exit status."""
    if os.path.islink(folder):
        os.unlink(folder)
    elif os.path.isdir(folder):
        shutil.rmtree(folder)
    print(f"Making {folder} with Python {_dotted(sys.version_info[:3])}.", flush=True)
    return subprocess.call([sys.executable, "-m", "venv", folder])


def _program(folder: str, name: str) -> str:
    return os.path.join(folder, *(("Scripts", name + ".exe") if os.name == "nt" else ("bin", name)))


def _dotted(version: tuple) -> str:
    return ".".join(map(str, version))


def main(folder: str) -> int:
    """Make the environment if it is not fit; returns the exit status, 1 if this Python will not do."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        sys.stderr.write(
            f"The course needs Python {_dotted(OLDEST)} to {_dotted(NEWEST)}, and {sys.executable} is Python "
            f"{_dotted(sys.version_info[:3])}: install one of those, then name it, as in: "
            "make book PYTHON=python3.11\n"
        )
        return 1
    return 0 if is_fit(folder) else make(folder)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
