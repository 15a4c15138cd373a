"""A class on one machine: learners who start at once, how long they wait, and how much memory they take.

Run it with the Python of the tests, on Linux: ``python benchmarks/hub.py [LEARNERS]``. A real hub starts on
the loopback address. Each learner asks for a server, opens a kernel through the hub's proxy and runs a
chapter from top to bottom, all at the same time. Waiting ends when the kernel shows its first widget; the
browser's own work comes on top, on the learner's machine. Memory is the proportional set size (PSS) of a
learner's server and kernel after the chapter: pages that programs share count once, divided among them.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import jupytext
import psutil

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / "deploy")]

from classroom import Classroom, open_classroom

from lessonkit.contents import read_contents

CHAPTER = "nmda-blockade"
LEARNERS = 10
CLASSES = (30, 300, 3000)
WIDGET = "application/vnd.jupyter.widget-view+json"
MB = 1e6


@dataclass(frozen=True)
class Visit:
    """What one learner saw: seconds to the first widget and to the end, errors, bytes of memory."""

    to_widget: float
    to_end: float
    errors: int
    memory: int


def visit(classroom: Classroom, learner: str, cells: list[str], all_done: threading.Barrier) -> Visit:
    """Be one learner: start a server, run the chapter, and stay until everybody has run it."""
    try:
        start = time.perf_counter()
        server = classroom.start_server(learner)
        to_widget, errors = float("nan"), 0
        with classroom.kernel(learner) as kernel:
            for cell in cells:
                for heard in kernel.run(cell):
                    errors += heard["msg_type"] == "error"
                    if to_widget != to_widget and WIDGET in heard["content"].get("data", {}):
                        to_widget = time.perf_counter() - start
            to_end = time.perf_counter() - start
            all_done.wait()
            return Visit(to_widget, to_end, errors, memory(psutil.Process(server)))
    except threading.BrokenBarrierError:
        raise
    except Exception as error:
        print(f"{learner}: {error}", file=sys.stderr)
        all_done.abort()  # the others would wait for this one for ever
        raise


def memory(process: psutil.Process) -> int:
    """Return the proportional set size of a process and of all that it started, in bytes."""
    return sum(one.memory_full_info().pss for one in (process, *process.children(recursive=True)))


def main(learners: int) -> None:
    """Print the waiting times, the memory of a learner, and what other classes would take by that."""
    pages = next(chapter.pages for chapter in read_contents(ROOT / "book") if chapter.id == CHAPTER)
    cells = [
        cell.source for page in pages for cell in jupytext.read(page.path).cells if cell.cell_type == "code"
    ]
    all_done = threading.Barrier(learners)
    with (
        tempfile.TemporaryDirectory() as folder,
        open_classroom(Path(folder), learners) as classroom,
        ThreadPoolExecutor(learners) as pool,
    ):
        names = [f"learner-{number}" for number in range(learners)]
        visits = list(pool.map(lambda name: visit(classroom, name, cells, all_done), names))
    waits = sorted(one.to_widget for one in visits)
    memories = [one.memory / MB for one in visits]
    each = statistics.median(memories)
    cores, has = psutil.cpu_count(), psutil.virtual_memory().total
    print(f"{learners} learners at once run {CHAPTER} on {cores} cores with {has / 1e9:.0f} GB of memory")
    print(f"  {sum(one.errors for one in visits)} errors")
    print(
        f"  {statistics.median(waits):6.1f} s to the first widget, median; {waits[-1]:.1f} s the last one's"
    )
    print(f"  {max(one.to_end for one in visits):6.1f} s until everybody had run the whole chapter")
    print(f"  {each:6.0f} MB a learner (server and kernel), median; {max(memories):.0f} MB most")
    for size in CLASSES:
        print(f"  {size * each / 1000:6.1f} GB for {size} learners who have all run it")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LEARNERS)
