"""Figures as people read them: «2 h 15 min», «87 % (entre 79 % y 92 %, de 100)»."""

from __future__ import annotations

from ui.measures.rows import Row

_UNITS = (("día", "días", 86400), ("h", "h", 3600), ("min", "min", 60), ("s", "s", 1))


def spoken(row: Row) -> str:
    """Return the value of a row in words."""
    if row.value is None:
        return row.unknown
    if row.unit == "segundos":
        return duration(row.value)
    if row.unit == "proporción":
        assert row.low is not None and row.high is not None
        return f"{percent(row.value)} (entre {percent(row.low)} y {percent(row.high)}, de {row.of})"
    return f"{row.value:.0f}"


def duration(seconds: float) -> str:
    """Return a time with its two largest units.

    >>> duration(8100), duration(59.6), duration(90000), duration(0)
    ('2 h 15 min', '1 min', '1 día 1 h', '0 s')
    """
    rest, parts = round(seconds), []
    for one, many, size in _UNITS:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count} {one if count == 1 else many}")
    return " ".join(parts[:2]) or "0 s"


def percent(share: float) -> str:
    """Return a share as a percentage, with a decimal where it would round to all or nothing.

    >>> percent(0.874), percent(0.9996), percent(1), percent(0.004)
    ('87 %', '99,9 %', '100 %', '0,4 %')
    """
    if 0 < share < 0.01 or 0.99 < share < 1:
        return f"{min(max(share * 100, 0.1), 99.9):.1f} %".replace(".", ",")
    return f"{share * 100:.0f} %"
