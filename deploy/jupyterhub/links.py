"""Print a link for each page that fetches the course into a learner's server and opens the page there.

``python deploy/jupyterhub/links.py https://hub.example.org https://github.com/example/course --branch main``

The learner's server needs nbgitpuller, whose format this is:
https://nbgitpuller.readthedocs.io/en/latest/link.html
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).parents[2]


def pages() -> list[str]:
    """Return the pages' paths in the repository, in the order of the table of contents."""
    contents = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    return [f"{path}.md" for path in re.findall(r"^\s*- file: (\S+)", contents, re.MULTILINE)]


def link(hub: str, repository: str, branch: str, page: str) -> str:
    """Return the link that opens `page` in JupyterLab.

    Raises
    ------
    ValueError
        If `hub` or `repository` is not an address of the web.
    """
    for name, address in (("hub", hub), ("repository", repository)):
        if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc:
            raise ValueError(f"the {name} is {address!r}: give its whole address, with https:// in front")
    repository = repository.rstrip("/").removesuffix(
        ".git"
    )  # nbgitpuller names the folder as the address ends
    folder = repository.rpartition("/")[2]
    query = {"repo": repository, "urlpath": f"lab/tree/{folder}/{page}", "branch": branch}
    return f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{urlencode(query, safe='/')}"


def main() -> None:
    """Print one link a line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("hub", help="address of the hub, with https://")
    parser.add_argument("repository", help="address of your copy of the course")
    parser.add_argument("--branch", default="main")
    asked = parser.parse_args()
    try:
        for page in pages():
            print(link(asked.hub, asked.repository, asked.branch, page))
    except ValueError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
