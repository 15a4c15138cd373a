"""What a learner's browser keeps of a case: the way, and each ending that was reached, bound to ids alone.

Other words leave a record as it is. A way whose node or action is gone is cut there in the page (``way.js``).
"""

from __future__ import annotations

import hashlib

from lessonkit.cases.files import CaseFile

WAY = "way"


def ending(node_id: str) -> str:
    """Return what the record of an ending is called."""
    return f"end-{node_id}"


def kept_of(file: CaseFile) -> list[dict[str, str]]:
    """Return the id and hash of what is kept of a case: of its way, and of each ending."""
    return [
        {"id": id, "hash": hashlib.sha256(f"{file.id}/{id}".encode()).hexdigest()[:12]}
        for id in (WAY, *(ending(node.id) for node in file.case.ends))
    ]
