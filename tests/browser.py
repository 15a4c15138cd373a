"""Find a browser for the tests: one that the machine has, else the one that Playwright fetches."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from playwright.sync_api import Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def installed() -> str | None:
    """Return the path of a Chromium on this machine; ``COURSE_BROWSER`` names one to prefer."""
    named = os.environ.get("COURSE_BROWSER")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright):
    """Start the browser without a window."""
    return playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)


def main() -> int:
    if not installed():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            print(f"Browser for the tests: {installed() or 'of Playwright'}, version {browser.version}")
            browser.close()
    except Error as error:
        print(error, file=sys.stderr)
        print(
            "No browser could be started. Install Chromium or Chrome (on Debian and Ubuntu: "
            "apt-get install chromium), or name one in COURSE_BROWSER.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
