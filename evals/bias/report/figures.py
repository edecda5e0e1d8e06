"""Every number of the evaluation for programs, so that anybody can work the report out again."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from importlib.metadata import version

from evals.bias.comparing import FEWEST_SHOWN, Comparison
from evals.bias.evaluation import Evaluation
from evals.bias.rates import Rate


def figures_json(evaluation: Evaluation, day: date) -> str:
    """Return the measures as JSON. Groups of fewer than five cases have no figures here either."""
    columns = evaluation.columns
    content = {
        "esquema": "evaluacion-sesgos-1",
        "fecha": day.isoformat(),
        "archivo_sha256": evaluation.sha256,
        "versiones": {name: version(name) for name in ("fairlearn", "statsmodels", "numpy")},
        "mapa": columns.model_dump(mode="json"),
        "casos": len(evaluation.cases),
        "veredicto": evaluation.outcome.value,
        "grupos": [
            {
                "agrupacion": one.grouping,
                "grupo": one.group,
                "casos": _count(one.size),
                "veredicto": one.outcome.value,
                "medidas": [measure.value for measure in one.measures],
            }
            for one in evaluation.groups
        ],
        "comparaciones": [_comparison(one) for one in evaluation.comparisons],
        "cruces": [_comparison(one) for one in evaluation.crossing.comparisons],
        "presencia": [
            {
                "agrupacion": found.grouping,
                "grupo": one.group,
                "observado": _rate(one.observed, hide=one.observed.hits),
                "poblacion": one.expected,
                "p_holm": one.adjusted,
                "veredicto": one.outcome.value,
                "fuente": found.shares.source if found.shares else None,
                "confianza": found.shares.confidence if found.shares else None,
            }
            for found in evaluation.representations
            for one in found.presences
        ],
        "disparidades": [asdict(one) for one in evaluation.disparities],
        "puntajes": [asdict(one) for one in evaluation.scores],
        "casos_extremos": _extremes(evaluation),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _comparison(one: Comparison) -> dict[str, object]:
    return {
        "agrupacion": one.grouping,
        "grupo": one.group,
        "medida": one.measure.value,
        "tasa": _rate(one.rate, hide=one.rate.of),
        "demas": _rate(one.rest, hide=one.rest.of) if one.rate.of >= FEWEST_SHOWN else None,
        "diferencia": one.difference,
        "intervalo": None if one.difference is None else [one.low, one.high],
        "p": None if one.difference is None else one.p,
        "p_holm": None if one.difference is None else one.adjusted,
        "veredicto": one.outcome.value,
    }


def _rate(one: Rate, hide: int) -> dict[str, object] | None:
    return asdict(one) if hide == 0 or hide >= FEWEST_SHOWN else None


def _count(size: int) -> int | None:
    return size if size == 0 or size >= FEWEST_SHOWN else None


def _extremes(evaluation: Evaluation) -> dict[str, object] | None:
    return asdict(evaluation.extremes) if evaluation.extremes else None
