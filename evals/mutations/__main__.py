"""Plant each change in a copy of the repository and run the gate: `python -m evals.mutations`.

Printed: how many defects the gate stopped, by which rules, and how many harmless changes it
stopped too. A defect run stops at the first suite that cannot pass; a harmless one runs whole.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from evals.mutations.change import Change, load_changes
from evals.running.machine import REPOSITORY
from evals.statistics.shares import Share

COPIED = ("assistant", "governance", "knowledge_base", "ui", "evals", "pyproject.toml")
MINUTES = 20
BUILT = ("knowledge", "planted")
"""What a run builds from the documents; the vectors of what cases ask are kept."""
_NOT_ASKED = ("suites completas", "casos propios")
"""Rules that cannot hold in a run that stops at its first suite that does not pass; like those of
the suites that it did not reach."""


@dataclass(frozen=True)
class Outcome:
    """What the gate did with a change."""

    id: str
    kind: str
    what: str
    code: int
    seconds: float
    rules: tuple[str, ...]
    """The rules that did not pass."""

    @property
    def is_stopped(self) -> bool:
        """Whether the gate did not let it through; what could not run at all does not count."""
        return self.code in (1, 3)


def copy_repository(folder: Path) -> Path:
    """Return a copy of what the program is made of, always at the same path under `folder`."""
    root = folder / "repository"
    for name in COPIED:
        source, target = REPOSITORY / name, root / name
        if source.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    return root


def judge(change: Change, root: Path, data: Path) -> Outcome:
    """Return what the gate says of the copy with the change in it."""
    command = [sys.executable, "-m", "ui.cli", "eval", "run", "--gate"]
    if change.kind == "defect":
        command.append("--fail-fast")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ASISTENTE_")}
    environment |= {
        "ASISTENTE_DATA_DIR": str(data),
        "PYTHONPATH": str(root),
        "PYTHONDONTWRITEBYTECODE": "1",
        "COLUMNS": "240",
    }
    # As in a clean clone: an index that was built before the change would hide it.
    for folder in BUILT:
        shutil.rmtree(data / "evals" / folder, ignore_errors=True)
    started = perf_counter()
    with change.planted(root):
        done = subprocess.run(
            command,
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60 * MINUTES,
        )
    output = done.stdout + done.stderr
    found = re.findall(r"^(?:NO PASA|FALTAN DATOS) (.+)$", output, re.MULTILINE)
    rules = [r for r in found if not r.startswith(_NOT_ASKED) and not r.endswith("no se midió")]
    if done.returncode not in (0, 1, 3):
        rules = [output.strip()[-300:]]
    seconds = perf_counter() - started
    return Outcome(
        change.id, change.kind, change.what, done.returncode, round(seconds, 1), tuple(rules)
    )


def summary(outcomes: Iterable[Outcome]) -> str:
    """Return the table of a run and its totals, in Markdown."""
    found = list(outcomes)
    lines = ["| cambio | qué | salida | reglas que no pasan | s |", "|---|---|---|---|---|"]
    for o in found:
        rules = "; ".join(rule[:110] for rule in o.rules[:3]) or "—"
        lines.append(f"| `{o.id}` | {o.what} | {o.code} | {rules} | {o.seconds:.0f} |")
    defects = [o for o in found if o.kind == "defect"]
    harmless = [o for o in found if o.kind == "noop"]
    lines += [
        "",
        f"Defectos detenidos: {Share(sum(o.is_stopped for o in defects), len(defects))}",
        f"Falsas alarmas: {sum(o.code != 0 for o in harmless)} de {len(harmless)}",
    ]
    return "\n".join(lines)


def main(
    folder: Annotated[Path, typer.Argument(help="Carpeta de trabajo, fuera del repositorio.")],
    only: Annotated[str, typer.Option(help="Cambios, con comas; «defect» o «noop».")] = "",
) -> None:
    """Plant, judge and print; each outcome is kept as it comes in `outcomes.jsonl`."""
    root = copy_repository(folder)
    names = set(only.split(",")) - {""}
    outcomes = []
    for change in load_changes():
        if names and not names & {change.id, change.kind}:
            continue
        outcome = judge(change, root, folder / "data")
        outcomes.append(outcome)
        typer.echo(f"{outcome.code} {outcome.seconds:6.0f} s  {change.id}  {outcome.rules[:2]}")
        with (folder / "outcomes.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")
    typer.echo(summary(outcomes))


if __name__ == "__main__":
    typer.run(main)
