"""What was to be reached, and whether it was."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """One goal: what is measured, what was wanted, what was got."""

    what: str
    wanted: str
    got: str
    is_met: bool


def at_most(what: str, got: float | None, limit: float, unit: str) -> Goal:
    """Return a goal of not passing a limit; what could not be measured does not meet it.

    >>> at_most("sobrecosto", 40.04, 150, "ms")
    Goal(what='sobrecosto', wanted='≤ 150 ms', got='40 ms', is_met=True)
    """
    return Goal(
        what,
        f"≤ {_number(limit)} {unit}",
        "sin medir" if got is None else f"{_number(got)} {unit}",
        got is not None and got <= limit,
    )


def none_of(what: str, count: int, unreached: int = 0) -> Goal:
    """Return a goal of finding none, in states all of which could be looked at.

    >>> none_of("violaciones", 0, unreached=2).got
    '0; 2 vistas que no existen'
    """
    missing = f"; {unreached} vistas que no existen" if unreached else ""
    return Goal(what, "0", f"{count}{missing}", not count and not unreached)


def _number(value: float) -> str:
    """Return a number with a decimal comma where its decimals say something.

    >>> _number(2.951), _number(150)
    ('2,95', '150')
    """
    return (
        f"{value:.0f}" if value >= 10 else f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    )
