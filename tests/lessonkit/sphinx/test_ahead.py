"""The cells of the next pages run while one is read, and a page shows what it would have shown."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from myst_nb.core.config import NbParserConfig
from myst_nb.core.read import create_nb_reader
from myst_parser.config.main import MdParserConfig

from lessonkit.sphinx import ahead

PAGE = """---
file_format: mystnb
kernelspec: {{name: python3}}
---

# A page

```{{code-cell}}
from pathlib import Path
Path("{name}.ran").touch()
n = {value}
n
```
"""
CONFIG = NbParserConfig(execution_mode="inline", eval_name_regex="n", execution_show_tb=True)


class Book:
    """Pages in a folder, and what Sphinx does with each."""

    def __init__(self, folder: Path, **values: str) -> None:
        self.folder = folder
        for name, value in values.items():
            (folder / f"{name}.md").write_text(PAGE.format(name=name, value=value))
        (folder / "words.md").write_text("# Words alone\n")
        env = SimpleNamespace(
            doc2path=lambda name: str(folder / f"{name}.md"),
            mystnb_config=CONFIG,
            myst_config=MdParserConfig(),
        )
        self.queue = ahead._Queue(env, ["words", *values])

    def client(self, name: str, text: str = "", config: NbParserConfig = CONFIG):
        """Return a page's notebook and its client, to be entered."""
        path = str(self.folder / f"{name}.md")
        text = text or Path(path).read_text()
        notebook = create_nb_reader(path, MdParserConfig(), CONFIG, text).read(text)
        return notebook, self.queue.create_client(notebook, path, config, Logger())

    def read(self, *given) -> tuple[str, str]:
        """Return what a page's cell shows, and what a sentence reads from the kernel."""
        notebook, client = self.client(*given)
        with client:
            _, outputs = client.code_cell_outputs(1)
            value = (
                client.eval_variable("n")[0].data["text/plain"] if outputs[0].output_type != "error" else ""
            )
            client.finalise_client()
        assert notebook.cells[1].outputs == outputs  # what the notebook to take away holds
        assert notebook.metadata["language_info"]["name"] == "python"
        assert client.exec_metadata["succeeded"] == (outputs[0].output_type != "error")
        self.said = client.logger.said
        return outputs[0].get("data", {}).get("text/plain", ""), value


class Logger(logging.LoggerAdapter):
    """Keeps warnings."""

    def __init__(self) -> None:
        super().__init__(logging.getLogger("test"), {})
        self.said: list[str] = []

    def warning(self, text: str, **_: object) -> None:
        self.said.append(text)

    def info(self, text: str, **_: object) -> None:
        pass


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    book = Book(tmp_path, first="1", second="2", third="3", fourth="1 / 0", fifth="5")
    yield book
    book.queue.close()


def _running(book: Book) -> list[str]:
    return [Path(path).stem for path in book.queue._running]


def test_pages_run_ahead_in_their_order_and_show_the_same(book):
    assert book.read("first") == ("1", "1")
    assert _running(book) == ["second", "third"]
    assert book.read("second") == ("2", "2")
    assert _running(book) == ["third", "fourth"]
    assert not (book.folder / "fifth.ran").exists()


def test_a_fault_in_a_cell_is_said_by_the_page_that_has_it(book):
    book.read("third")
    assert book.read("fourth") == ("", "")
    assert len(book.said) == 1
    assert "ZeroDivisionError" in book.said[0]
    assert book.read("fifth") == ("5", "5")
    assert book.said == []


@pytest.mark.parametrize("change", ["text", "setting"])
def test_a_page_that_says_more_than_its_file_is_run_as_it_is_read(change, book):
    book.read("first")
    text = PAGE.format(name="second", value="22") if change == "text" else ""
    config = CONFIG.copy(execution_timeout=7) if change == "setting" else CONFIG
    assert book.read("second", text, config)[0] == ("22" if change == "text" else "2")


def test_what_runs_ends_with_the_build(book):
    book.read("first")
    managers = []
    for page in book.queue._running.values():
        page._ran.result()
        managers.append(page._client._client.km)
    assert [manager.has_kernel for manager in managers] == [True, True]
    book.queue.close()
    assert [manager.has_kernel for manager in managers] == [False, False]
