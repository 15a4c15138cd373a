import math

import pytest

from node_tools import PACKAGES, NodeError, node_modules, run_node


def test_node_runs_and_the_pinned_packages_are_there():
    told = run_node("--print", "process.versions.node")
    assert told.stdout.split(".")[0] == "24", told.stderr
    assert (PACKAGES / "html-validate" / "package.json").is_file()
    assert (PACKAGES / "mystmd" / "package.json").is_file()


def test_a_module_is_asked_in_node(tmp_path):
    (tmp_path / "halves.js").write_text("export const half = (x) => x / 2;", encoding="utf-8")
    with node_modules(tmp_path / "halves.js") as evaluate:
        assert evaluate("given.map(lib.half)", [1, -4, "ü\u2028"])[:2] == [0.5, -2]
        assert math.isnan(evaluate("lib.half(NaN)"))
        assert evaluate("[-lib.half(Infinity), Float64Array.of(1e20)]") == [-math.inf, [1e20]]
        assert evaluate("undefined") is None
        with pytest.raises(NodeError, match=r"^TypeError: .*third"):
            evaluate("lib.third(1)")
        assert evaluate("lib.half(2)") == 1
