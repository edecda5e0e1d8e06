"""The questionnaire of C.3 written a second time, by hand and without the data, to disagree with.

Literal: the boxes in the order that the policy prints them. Prudent: as the issue words it. Nothing
here reads the YAML, so that a mistake there cannot hide in both.
"""

from __future__ import annotations

from itertools import product

LEVELS = ("bajo", "limitado", "alto", "prohibido")
VALUES = {
    "P0": ("ninguna", "a", "b", "c", "d", "e"),
    "P1": ("si", "no"),
    "P2": ("si", "no"),
    "P3": ("efectiva", "nominal_o_no"),
    "P4": ("si_base", "si_auxiliar", "no"),
    "P5": ("si", "no"),
}


def literal(facts: dict[str, str]) -> str:
    if facts["P0"] != "ninguna":
        return "prohibido"
    if facts["P1"] == "no":
        return "limitado" if facts["P5"] == "si" else "bajo"
    if facts["P2"] == "si":
        return "alto"
    return "limitado" if facts["P3"] == "efectiva" else "alto"


def prudent(facts: dict[str, str]) -> str:
    if facts["P0"] != "ninguna":
        return "prohibido"
    reached = ["limitado" if facts["P5"] == "si" else "bajo"]
    if facts["P1"] == "si":
        reached.append(literal(facts))
    if facts["P4"] != "no":
        reached.append("limitado")
    if facts["P4"] == "si_base" and facts["P1"] == "si":
        reached.append("alto")
    return max(reached, key=LEVELS.index)


def possible(facts: dict[str, str]) -> tuple[list[str], list[str]]:
    """Return the literal and prudent levels over every value of what is not known."""
    ways = [
        dict(zip(VALUES, way, strict=True))
        for way in product(*([facts[n]] if n in facts else VALUES[n] for n in VALUES))
    ]
    return (
        sorted({literal(way) for way in ways}, key=LEVELS.index),
        sorted({prudent(way) for way in ways}, key=LEVELS.index),
    )


def routes() -> list[dict[str, str]]:
    """Return every combination of answers, «no sé» included."""
    each = product(*((*values, "no_se") for values in VALUES.values()))
    return [dict(zip(VALUES, way, strict=True)) for way in each]
