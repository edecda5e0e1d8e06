"""The rest of what was found: crossings, scores, what is missing, invented people."""

from __future__ import annotations

from collections.abc import Iterator

from evals.bias.comparing import FEWEST_SHOWN, first_to_look_at
from evals.bias.evaluation import Evaluation
from evals.bias.extremes import Extremes
from evals.bias.report import words
from evals.bias.report.findings import comparison_row
from evals.bias.texts import thousands
from governance.classification.report.document import Block, Heading, Notice, Paragraph, Table


def further(evaluation: Evaluation, most: int) -> Iterator[Block]:
    """Yield the end of section 4."""
    yield from _crossing(evaluation, most)
    if evaluation.scores:
        yield from _scores(evaluation, most)
    yield from _missing(evaluation, most)
    yield Heading("4.6 Casos extremos: personas inventadas", 3)
    if evaluation.extremes:
        yield from _extremes(evaluation.extremes)
    else:
        yield Notice(
            "Falta el paso 3 de la política",
            "No se entregaron decisiones sobre personas inventadas. Crea el archivo con "
            "--crear-casos, pásalo por el sistema, escribe sus decisiones y repite con --extremos.",
            "aviso",
        )


def _crossing(evaluation: Evaluation, most: int) -> Iterator[Block]:
    crossing = evaluation.crossing
    yield Heading("4.4 Cruces de dos grupos", 3)
    if not crossing.pairs:
        yield Paragraph("Se entregó una sola agrupación: no hay nada que cruzar.")
        return
    yield Paragraph(
        f"Se cruzaron {words.joined(crossing.pairs)}. Cruces sin ningún caso: {crossing.empty}. "
        f"Con menos de {evaluation.columns.minimo} casos, que no se juzgan: {crossing.small}."
        + (f" No se cruzaron: {', '.join(crossing.left_out)}." if crossing.left_out else "")
    )
    found = [one for one in crossing.comparisons if one.difference is not None]
    ordered = sorted(found, key=first_to_look_at)[:most]
    if not ordered:
        yield Paragraph("Ningún cruce tiene casos suficientes para compararlo con los demás.")
        return
    rows = [
        (f"{group}. {words.MEASURES[one.measure]}", *cells)
        for one in ordered
        for group, *cells in [(one.group, *comparison_row(one)[1:])]
    ]
    yield Table(
        f"Cruces: los {len(rows)} que hay que mirar primero, de {len(found)} comparaciones.",
        ("Cruce y medida", "En el grupo", "En los demás", "Diferencia", "Qué se puede decir"),
        tuple(rows),
        (5, 5, 5, 5, 4),
    )


def _scores(evaluation: Evaluation, most: int) -> Iterator[Block]:
    yield Table(
        "Puntaje medio por grupo, con intervalo de 95 %. Se muestra, no se juzga.",
        ("Grupo", "Casos con puntaje", "Media", "Mediana"),
        tuple(
            (
                f"{one.grouping}: {one.group}",
                thousands(one.of),
                f"{_plain(one.mean)} ({_plain(one.low)} a {_plain(one.high)})",
                _plain(one.median),
            )
            for one in evaluation.scores[:most]
        ),
        (4, 3, 4, 3),
    )


def _plain(value: float) -> str:
    return f"{value:.4g}".replace(".", ",")


def _missing(evaluation: Evaluation, most: int) -> Iterator[Block]:
    missing = evaluation.missing
    yield Heading("4.5 Datos que faltan", 3)
    yield Table(
        "Casos cuyo grupo no se conoce, y qué se decidió sobre ellos.",
        ("Grupos", "Sin dato de grupo", "Favorables entre ellos", "Favorables entre los demás"),
        tuple(
            (
                one.grouping,
                words.share(one.unknown) if one.unknown.hits else "ninguno",
                words.share(one.selected) if one.unknown.hits else "—",
                words.share(one.selected_known),
            )
            for one in missing.silences
        ),
        (3, 5, 5, 5),
    )
    gaps = [
        one
        for one in missing.gaps
        if one.undecided.of >= FEWEST_SHOWN
        and (one.undecided.hits or (one.without_real and one.without_real.hits))
    ]
    if gaps:
        gaps.sort(key=lambda one: -(one.undecided.value or 0))
        yield Table(
            "Grupos con casos sin decisión o sin resultado real.",
            ("Grupo", "Sin decisión", "Sin resultado real"),
            tuple(
                (
                    f"{one.grouping}: {one.group}",
                    words.share(one.undecided),
                    words.share(one.without_real) if one.without_real else "no se entregó",
                )
                for one in gaps[: max(4, most // 2)]
            ),
            (4, 5, 5),
        )


def _extremes(extremes: Extremes) -> Iterator[Block]:
    yield Paragraph(
        f"El sistema decidió sobre {thousands(extremes.people)} personas inventadas en "
        f"{thousands(extremes.rows)} versiones, iguales en todo salvo en un grupo. "
        f"Sin decisión: {thousands(extremes.undecided)}. Una sola que cambie ya es un hallazgo."
    )
    yield Table(
        "Personas inventadas cuya decisión cambió al cambiar solo el grupo.",
        ("Grupo que cambia", "Personas que cambiaron", "Quién perdió la decisión", "Veredicto"),
        tuple(
            (
                one.grouping,
                words.share(one.people),
                "; ".join(f"{group}: {times}" for group, times in one.against if times) or "nadie",
                words.verdict(one.outcome),
            )
            for one in extremes.changes
        ),
        (3, 5, 5, 4),
    )
