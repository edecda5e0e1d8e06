"""The first page: what was observed, in words for whoever reads nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from evals.bias.evaluation import Evaluation, GroupVerdict
from evals.bias.mitigations import findings
from evals.bias.report import words
from evals.bias.texts import thousands
from evals.bias.verdicts import Outcome
from governance.classification.report.document import (
    Block,
    Bullets,
    Heading,
    Notice,
    Paragraph,
    Table,
    Tone,
)

_TONES: dict[Outcome, Tone] = {
    Outcome.DIFFERENCE: "alto",
    Outcome.HINT: "aviso",
    Outcome.INSUFFICIENT: "aviso",
    Outcome.NONE: "nota",
}
_TOLD = {
    "subrepresentado": "Están menos en los datos que en la población",
    "sobrerrepresentado": "Están más en los datos que en la población",
    "seleccion": "Reciben decisiones favorables en distinta proporción que los demás",
    "falsos_negativos": "Se les rechaza por error en distinta proporción que a los demás",
    "falsos_positivos": "Se les aprueba por error en distinta proporción que a los demás",
    "precision": "La aprobación acierta en distinta proporción que en los demás",
    "cruce": "La diferencia aparece al cruzar dos grupos",
    "extremos": "La misma persona inventada recibió otra decisión al cambiar solo",
    "indicio": "Hay un indicio que no se confirma",
    "insuficiente": "No alcanzan los datos para juzgar",
    "faltantes": "Falta el dato en muchos casos",
}


def summary(evaluation: Evaluation, most: int) -> Iterator[Block]:
    """Yield the summary; its table has up to `most` groups, the ones to look at first."""
    outcome = evaluation.outcome
    yield Heading("1. Resumen")
    yield Notice(words.HEADLINES[outcome], _meaning(outcome), _TONES[outcome])
    told = [
        f"{_TOLD[kind]}: {'; '.join(groups[:5])}"
        + (f"; y {len(groups) - 5} más." if len(groups) > 5 else ".")
        for kind, groups in findings(evaluation)
        if groups
    ]
    if told:
        yield Bullets(tuple(told))
    yield _verdicts(evaluation, most)
    yield Paragraph(
        "Este informe mide; no aprueba ni rechaza el sistema. La política no fija cuánta "
        "diferencia se acepta: lo resuelven las personas que firman al final, con el Subcomité.",
        "Quién decide.",
    )


def _meaning(outcome: Outcome) -> str:
    return {
        Outcome.DIFFERENCE: (
            "Al menos un grupo es tratado o está presente de otra manera que los demás, más de lo "
            "que explica el azar. Una diferencia no prueba por sí sola que haya discriminación: "
            "obliga a buscar el motivo y a decidir qué se hace."
        ),
        Outcome.HINT: (
            "Alguna comparación se aparta de lo esperable, pero no lo bastante para las muchas "
            "que se hicieron. Repite la evaluación con más casos antes de descartarla."
        ),
        Outcome.INSUFFICIENT: (
            "En lo que se pudo comparar no se observó diferencia. En lo demás hay tan pocos casos "
            "que también cabe una diferencia importante: no se puede afirmar nada."
        ),
        Outcome.NONE: (
            "Los datos descartan diferencias mayores que el margen elegido en lo que se midió. "
            "No prueban que el sistema trate igual a todas las personas."
        ),
    }[outcome]


def _told(one: GroupVerdict) -> str:
    found = words.verdict(one.outcome)
    if one.outcome is Outcome.NONE or not one.measures:
        return found
    return f"{found}: {words.joined([words.MEASURES[m].lower() for m in one.measures])}"


def _verdicts(evaluation: Evaluation, most: int) -> Table:
    order = list(Outcome)
    groups = sorted(evaluation.groups, key=lambda one: order.index(one.outcome))
    rows = [
        (f"{one.grouping}: {one.group}", words.count(one.size), _told(one)) for one in groups[:most]
    ]
    left = len(groups) - len(rows)
    more = f" Los otros {left} están en medidas.json." if left else ""
    total = thousands(len(evaluation.cases))
    return Table(
        f"Veredicto por grupo, de {total} casos.{more}",
        ("Grupo", "Casos", "Qué se puede decir de las decisiones y los errores"),
        tuple(rows),
        (4, 2, 6),
    )
