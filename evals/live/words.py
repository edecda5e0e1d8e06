"""A night in words: for the terminal and for letters. Spanish of Chile, and no words of anybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from evals.live.bands import Verdict
from evals.live.night import Measure, Night, Subject
from governance.registers.days import written

VERDICTS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.IN: "dentro de lo esperado",
        Verdict.OUT: "fuera de lo esperado",
        Verdict.FEW: "faltan datos",
    }
)
SUBJECTS: Mapping[Subject, str] = MappingProxyType(
    {
        "scoring": "medición",
        "redaction": "datos personales sin enmascarar",
        "supported": "frases sustentadas por lo citado",
        "hard_facts": "cifras, fechas y direcciones que están en lo citado",
        "citations_valid": "citas que existen, rigen y dicen lo citado",
        "caveat": "advertencia de vigencia",
        "no_verdict": "sin veredictos ni promesas",
        "readable": "lenguaje claro",
        "abstention": "turnos sin respuesta",
    }
)


def rows(night: Night) -> Iterator[tuple[str, str, str, Verdict]]:
    """Yield each band: its subject, what was found, what is expected, and the verdict."""
    verdicts = {subject: verdict for subject, verdict, _ in night.verdicts}
    measures: dict[Subject, Measure] = {m.metric: m for m in night.measures}
    for subject, verdict in verdicts.items():
        found, expected = _said(night, subject, measures.get(subject))
        yield SUBJECTS[subject], found, expected, verdict


def outside(night: Night) -> list[str]:
    """Return a line for each band that the night left."""
    return [
        f"{subject}: {found} (se espera {expected})"
        for subject, found, expected, verdict in rows(night)
        if verdict == Verdict.OUT
    ]


def sample_line(night: Night) -> str:
    """Return how much was looked at."""
    line = f"{written(night.day)}: {night.turns} turnos, {night.sampled} revisados."
    if night.past:
        line += f" {night.past} no se pudieron comparar: cambiaron la base o los textos."
    return line


def percent(share: float | None) -> str:
    """Return a share as people write it.

    >>> percent(0.9731), percent(None)
    ('97,3 %', 'sin turnos')
    """
    return "sin turnos" if share is None else f"{share:.1%}".replace(".", ",").replace("%", " %")


def _said(night: Night, subject: Subject, measure: Measure | None) -> tuple[str, str]:
    if measure is not None:
        found = f"{percent(measure.mean)}, {measure.failed} de {measure.scored} con falta"
        return found, "ninguna falta" if measure.floor == 1 else f"{percent(measure.floor)} o más"
    if subject == "redaction":
        kinds = ", ".join(f"{kind} {count}" for kind, count in night.redaction.by_kind.items())
        return f"{night.redaction.failed} turnos" + (f" ({kinds})" if kinds else ""), "ninguno"
    if subject == "scoring":
        return f"{night.broken} turnos no se pudieron medir", "ninguno"
    seen = night.abstention
    share = percent(seen.silent / seen.asked if seen.asked else None)
    if seen.low is None:
        return f"{share} ({seen.silent} de {seen.asked})", "todavía no se sabe"
    expected = f"entre {percent(seen.low)} y {percent(seen.high)}"
    return f"{share} ({seen.silent} de {seen.asked})", expected
