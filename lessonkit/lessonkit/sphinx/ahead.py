"""Runs the cells of the next pages while the build reads one.

MyST-NB runs a page's cells when it comes to them, so that the build waits for the kernel and the kernel for
the build. Here a thread starts each page's kernel and runs its cells before the page is read. A number in a
sentence is read from the kernel when all cells of its page have run.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import myst_nb.sphinx_
from jupyter_core.utils import ensure_event_loop
from myst_nb.core.config import NbParserConfig
from myst_nb.core.execute import ExecutionResult, NotebookClientBase, NotebookClientInline, create_client
from myst_nb.core.loggers import LoggerType
from myst_nb.core.read import create_nb_reader
from myst_nb.sphinx_ import SphinxEnvType
from nbformat import NotebookNode
from sphinx.application import Sphinx

MOST = 2  # pages that run while another is read


def register(app: Sphinx) -> None:
    """Let the build run the cells of the next pages ahead."""
    app.connect("env-before-read-docs", _begin, priority=900)  # after what the pages use was written
    app.connect("build-finished", _end)


def _begin(app: Sphinx, env: SphinxEnvType, docnames: list[str]) -> None:
    queue = _Queue(env, docnames)
    myst_nb.sphinx_.create_client = queue.create_client


def _end(app: Sphinx, error: Exception | None) -> None:
    queue = getattr(myst_nb.sphinx_.create_client, "__self__", None)
    if queue is not None:
        queue.close()
    myst_nb.sphinx_.create_client = create_client


class _Queue:
    """The pages that are still to be read, in their order, and those of them that run."""

    def __init__(self, env: SphinxEnvType, docnames: list[str]) -> None:
        self._env = env
        self._waiting = deque(env.doc2path(name) for name in docnames)
        self._running: dict[str, _Ahead] = {}

    def create_client(
        self,
        notebook: NotebookNode,
        source: str,
        nb_config: NbParserConfig,
        logger: LoggerType,
        read_fmt: dict[str, Any] | None = None,
    ) -> NotebookClientBase:
        """Return the client of a page, which has run already unless the page says more than its file."""
        ahead = self._running.pop(str(source), None)
        while str(source) in self._waiting:  # pages without code are passed by
            self._waiting.popleft()
        self._fill()
        if ahead is None:
            return create_client(notebook, source, nb_config, logger, read_fmt)
        if nb_config != ahead.nb_config or not _same(notebook, ahead.notebook):
            ahead.close_client()
            return create_client(notebook, source, nb_config, logger, read_fmt)
        ahead.give(notebook, logger)
        return ahead

    def _fill(self) -> None:
        while self._waiting and len(self._running) < MOST:
            path = self._waiting.popleft()
            with contextlib.suppress(Exception):  # what is wrong with a page is said when it is read
                self._run(path)

    def _run(self, path: str) -> None:
        text = Path(path).read_text(encoding="utf-8")
        config = self._env.mystnb_config
        reader = create_nb_reader(path, self._env.myst_config, config, text)
        if reader is not None:
            later = _Later()
            client = create_client(reader.read(text), path, config, cast(LoggerType, later), reader.read_fmt)
            if type(client) is NotebookClientInline:
                self._running[path] = _Ahead(client, later)

    def close(self) -> None:
        """End what runs and will not be asked for."""
        self._waiting.clear()
        for ahead in self._running.values():
            with contextlib.suppress(Exception):  # it did not come to its kernel
                ahead.close_client()


def _same(one: NotebookNode, other: NotebookNode) -> bool:
    return [(cell.cell_type, cell.source) for cell in one.cells] == [
        (cell.cell_type, cell.source) for cell in other.cells
    ]


class _Later:
    """Keeps what is said before the page is read."""

    def __init__(self) -> None:
        self.said: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def __getattr__(self, level: str) -> Callable[..., None]:
        return lambda *said, **options: self.said.append((level, said, options))


class _Ahead(NotebookClientBase):
    """A client whose kernel is spoken to by a thread of its own, which begins at once."""

    def __init__(self, client: NotebookClientInline, later: _Later) -> None:
        super().__init__(client.notebook, client.path, client.nb_config, client.logger)
        self._client = client
        self._later = later
        self._thread = ThreadPoolExecutor(1)  # a connection to a kernel belongs to the thread that made it
        self._ran = self._thread.submit(self._run)

    def _run(self) -> None:
        self._client.start_client()
        for k, cell in enumerate(self._client.notebook.cells):
            if cell.cell_type == "code":
                self._client.code_cell_outputs(k)

    def give(self, notebook: NotebookNode, logger: LoggerType) -> None:
        """Let `notebook` hold what has run, and `logger` say what there was to say."""
        self._logger = logger
        self._given = notebook

    def start_client(self) -> None:
        """Wait until the cells have run."""
        self._ran.result()
        for level, said, options in self._later.said:
            getattr(self.logger, level)(*said, **options)
        self._client._logger = self.logger
        self._given.update(self._client.notebook)
        self._notebook = self._given

    def code_cell_outputs(self, cell_index: int) -> tuple[int | None, list[NotebookNode]]:
        """Return the execution count and the outputs of a cell."""
        return self._client.code_cell_outputs(cell_index)

    def eval_variable(self, name: str) -> list[NotebookNode]:
        """Return what the kernel shows for a name; see `NotebookClientInline.eval_variable`."""
        return self._thread.submit(self._client.eval_variable, name).result()

    def finalise_client(self) -> None:
        """Note the state of widgets in the metadata."""
        self._client.finalise_client()

    def close_client(self, exc_type: Any = None, exc_val: Any = None, exc_tb: Any = None) -> None:
        """End the kernel, after what still runs."""
        ended = self._thread.submit(self._client.close_client, exc_type, exc_val, exc_tb)
        self._thread.submit(lambda: ensure_event_loop().close())
        self._thread.shutdown()
        ended.result()

    @property
    def glue_data(self) -> dict[str, NotebookNode]:
        """What the page keeps for other places, by its name."""
        return self._client.glue_data

    @property
    def exec_metadata(self) -> ExecutionResult | None:
        """How the page ran."""
        return self._client.exec_metadata
