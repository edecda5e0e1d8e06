"""Numbers as people read them in Chile: decimal comma, and dots between thousands.

They are never rounded to what they are not: a share of 99,96 % is not 100 %.
"""

from __future__ import annotations

from datetime import datetime

from evals.report.results import Figure

_MONTHS = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
).split()
RANKS = frozenset({"mrr_10", "ndcg_10"})
"""Metrics that are an index from 0 to 1, and not a share of anything."""


def decimal(value: float, places: int) -> str:
    """Return a number with a comma.

    >>> decimal(1234.5, 1), decimal(-0.04, 1)
    ('1.234,5', '0,0')
    """
    text = f"{value:,.{places}f}"
    if not text.strip("-0.,"):
        text = text.lstrip("-")
    return text.translate(str.maketrans(",.", ".,"))


def percent(share: float) -> str:
    """Return a share in percent, with as many decimals as it takes not to say 0 or 100 falsely.

    >>> percent(0.5), percent(1.0), percent(0.9996), percent(0.0002)
    ('50,0 %', '100 %', '99,96 %', '0,02 %')
    """
    value = round(100 * share, 9)
    if value in (0.0, 100.0):
        return f"{value:.0f} %"
    for places in (1, 2, 3):
        text = f"{value:.{places}f}"
        if 0 < float(text) < 100:
            return f"{decimal(value, places)} %"
    return "casi 100 %" if value > 50 else "casi 0 %"


def points(difference: float) -> str:
    """Return a difference of shares in percentage points, with its sign.

    >>> points(0.031), points(-0.2), points(0.0)
    ('+3,1 puntos', '−20,0 puntos', '0,0 puntos')
    """
    return f"{_signed(difference)} puntos"


def between(low: float, high: float) -> str:
    """Return both bounds of a difference in points, «de −1,0 a +2,5»."""
    return f"de {_signed(low)} a {_signed(high)}"


def _signed(difference: float) -> str:
    size = decimal(abs(100 * difference), 1)
    sign = "" if size == "0,0" else "+" if difference > 0 else "−"
    return f"{sign}{size}"


def value_of(metric: str, value: float | None) -> str:
    """Return the value of a metric; «sin dato» of nothing."""
    if value is None:
        return "sin dato"
    return decimal(value, 3) if metric in RANKS else percent(value)


def interval_of(metric: str, low: float | None, high: float | None) -> str:
    """Return both bounds, «de 90,1 % a 95,0 %»; empty of nothing."""
    if low is None or high is None:
        return ""
    return f"de {value_of(metric, low)} a {value_of(metric, high)}"


def count_of(figure: Figure) -> str:
    """Return how many of how many, or over how many when the metric is not all or nothing."""
    if figure.worst_failing is None or figure.mean is None:
        return f"{decimal(figure.cases, 0)} casos" if figure.cases != 1 else "1 caso"
    right = round(figure.mean * figure.cases)
    return f"{decimal(right, 0)} de {decimal(figure.cases, 0)}"


def whole(value: int) -> str:
    """Return a count, «1.234»."""
    return decimal(value, 0)


def day_of(text: str) -> str:
    """Return an ISO day or moment as it is said; what is not one, as it is.

    >>> day_of("2026-11-22"), day_of("2026-11-22T09:05:00+00:00")
    ('22 de noviembre de 2026', '22 de noviembre de 2026, 09:05 UTC')
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    day = f"{moment.day} de {_MONTHS[moment.month - 1]} de {moment.year}"
    if "T" not in text:
        return day
    return f"{day}, {moment:%H:%M} {moment.tzname() or ''}".strip()


def milliseconds(value: float) -> str:
    """Return a time as a person tells it.

    >>> milliseconds(0.05), milliseconds(17.3), milliseconds(2310.0)
    ('menos de 0,1 ms', '17,3 ms', '2,31 s')
    """
    if value >= 1000:
        return f"{decimal(value / 1000, 2)} s"
    return f"{decimal(value, 1)} ms" if value >= 0.1 else "menos de 0,1 ms"
