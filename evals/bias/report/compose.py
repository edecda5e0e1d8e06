"""The report, and its short version for the public, from an evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from evals.bias.evaluation import Evaluation
from evals.bias.mitigations import findings as findings_by_kind
from evals.bias.report import words
from evals.bias.report.closing import limits, measures
from evals.bias.report.findings import findings
from evals.bias.report.further import further
from evals.bias.report.method import method
from evals.bias.report.pieces import Report
from evals.bias.report.plots import Plots
from evals.bias.report.subject import subject
from evals.bias.report.summary import summary
from evals.bias.texts import thousands
from evals.bias.verdicts import WORDS
from governance.classification.report.document import Bullets, Heading, Notice, Paragraph, Table

TITLE = "Informe de Evaluación de Sesgos"


def compose(evaluation: Evaluation, day: date, plots: Plots, most: int) -> Report:
    """Return the report, whose tables have up to `most` rows each."""
    return Report(
        TITLE,
        f"{_system(evaluation)}. {day:%d/%m/%Y}. Propuesta para revisión de personas.",
        f"{TITLE}. {_system(evaluation)}. {day:%d/%m/%Y}",
        (
            *summary(evaluation, most),
            *subject(evaluation, day),
            *method(evaluation),
            *findings(evaluation, plots, most),
            *further(evaluation, most),
            *measures(evaluation),
            *limits(evaluation),
        ),
    )


def compose_public(evaluation: Evaluation, day: date) -> Report:
    """Return the simplified version that the policy allows to publish: verdicts, and no rates."""
    columns = evaluation.columns
    judged = [one for one in evaluation.groups if one.size >= columns.minimo]
    small = len(evaluation.groups) - len(judged)
    return Report(
        "Resumen público de la evaluación de sesgos",
        f"{_system(evaluation)}. {day:%d/%m/%Y}.",
        f"Resumen público. {_system(evaluation)}. {day:%d/%m/%Y}",
        (
            Notice(
                words.HEADLINES[evaluation.outcome],
                f"Se compararon {thousands(len(evaluation.cases))} casos por "
                f"{words.joined(list(columns.grupos))}.",
            ),
            Heading("Qué se revisó"),
            Paragraph(
                "Se revisó si el sistema decide, y se equivoca, en la misma proporción con cada "
                "grupo de personas, y si los datos representan a la población de Ñuble."
            ),
            Table(
                "Qué se puede decir de cada grupo.",
                ("Grupo", "Veredicto"),
                tuple((f"{one.grouping}: {one.group}", WORDS[one.outcome]) for one in judged),
                (5, 6),
            ),
            Paragraph(
                f"{small} grupos tienen menos de {columns.minimo} casos y no se publican."
                if small
                else "Todos los grupos tienen casos suficientes para mostrarse."
            ),
            *_presence(evaluation),
            Heading("Qué se hará"),
            Bullets(
                tuple(one.medida for one in columns.medidas)
                or ("Medidas por acordar y publicar por el Responsable del Sistema.",)
            ),
            Heading("Cómo reclamar"),
            Paragraph(
                "Si crees que una decisión te trató de forma injusta, puedes pedir que la revise "
                "una persona, por los canales que indica la Ficha del sistema."
            ),
        ),
    )


def _presence(evaluation: Evaluation) -> Iterator[Paragraph]:
    told = dict(findings_by_kind(evaluation))
    for kind, more in (("subrepresentado", "menos"), ("sobrerrepresentado", "más")):
        if told[kind]:
            groups = "; ".join(told[kind])
            yield Paragraph(f"Están {more} en los datos que en la población: {groups}.")


def _system(evaluation: Evaluation) -> str:
    columns = evaluation.columns
    return " ".join(filter(None, (columns.id, columns.sistema))) or "Sistema por completar"
