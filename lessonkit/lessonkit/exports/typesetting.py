"""Typst with the fonts that the packages bring, so that a file is the same on each machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal


def typeset(
    template: Path, ending: Literal["pdf", "html", "png"], *, inputs: dict[str, Any], **options: Any
) -> bytes:
    """Return what a Typst template makes of `inputs`.

    Parameters
    ----------
    template : Path
        The template; it finds each input as JSON under its name in ``sys.inputs``, a text as it is.
    ending : {"pdf", "html", "png"}
        What to make.
    inputs : dict
        The inputs by name.
    **options
        Further arguments of ``typst.compile``.

    Raises
    ------
    typst.TypstError
        If Typst refuses the template or its inputs.
    """
    import matplotlib
    import typst  # not at the top: who reads the course does not need it

    return typst.compile(
        str(template),
        format=ending,
        sys_inputs={
            name: value if isinstance(value, str) else json.dumps(value) for name, value in inputs.items()
        },
        font_paths=[str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")],
        ignore_system_fonts=True,
        **options,
    )
