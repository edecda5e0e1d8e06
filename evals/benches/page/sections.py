"""A report: sections of Markdown with their goals, and the file that they make together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evals.benches.load.machine import Machine
from evals.benches.page.goals import Goal
from governance.registers.days import CHILE


@dataclass(frozen=True)
class Section:
    """What one measurement found, in words, and the goals that it is held to."""

    title: str
    lines: tuple[str, ...]
    goals: tuple[Goal, ...]


def write_report(machine: Machine, sections: Sequence[Section]) -> str:
    """Return the report: the goals first, then what each section found."""
    goals = [goal for section in sections for goal in section.goals]
    at = machine.at.astimezone(CHILE).strftime("%d-%m-%Y %H:%M")
    lines = [
        "# La página de ciudadanía, en un navegador",
        "",
        f"Medido el {at}; navegador y servidor en la misma máquina: "
        + "; ".join(f"{name} {value}" for name, value in machine.parts.items())
        + ".",
    ]
    if machine.is_shared:
        busy = f"{machine.busy:.1f}".replace(".", ",")
        lines += [
            "",
            f"**La máquina no estaba libre** (carga {busy} en {machine.cores} núcleos): los "
            "tiempos son provisorios.",
        ]
    lines += ["", "## Metas", "", *table(["qué", "meta", "resultado", ""], map(_row, goals))]
    for section in sections:
        lines += ["", f"## {section.title}", "", *section.lines]
    return "\n".join(lines) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    r"""Return a table; what would end a cell is escaped.

    >>> table(["a"], [["b|c"]])
    ['| a |', '| --- |', '| b\\|c |']
    """
    lines = [list(head), ["---"] * len(head), *(map(_cell, row) for row in rows)]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").split())


def _row(goal: Goal) -> list[str]:
    return [goal.what, goal.wanted, goal.got, "cumple" if goal.is_met else "**no cumple**"]
