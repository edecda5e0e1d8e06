"""How it was measured and how to read it: enough to do it again."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

from evals.bias.comparing import FEWEST_SHOWN
from evals.bias.evaluation import Evaluation
from evals.bias.rates import JUDGED, measured
from evals.bias.report import words
from evals.bias.texts import thousands
from governance.classification.report.document import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    Table,
)

_ASKS = {
    "seleccion": ("¿Qué parte recibe una decisión favorable?", "favorables / decididos"),
    "falsos_negativos": (
        "De quienes debían recibirla, ¿a cuántos se rechazó?",
        "rechazados / debían recibirla",
    ),
    "falsos_positivos": (
        "De quienes no debían recibirla, ¿a cuántos se aprobó?",
        "aprobados / no debían recibirla",
    ),
    "verdaderos_positivos": (
        "De quienes debían recibirla, ¿a cuántos se aprobó?",
        "aprobados / debían recibirla",
    ),
    "precision": (
        "De los aprobados, ¿cuántos debían recibirla?",
        "debían recibirla / aprobados",
    ),
}


def method(evaluation: Evaluation) -> Iterator[Block]:
    """Yield how it was measured and how to read it."""
    columns = evaluation.columns
    yield Heading("3. Metodología")
    yield Paragraph(
        "La evaluación sigue los cuatro pasos de la fase 2 de la parte C.3 de la Política de Uso "
        "Responsable de IA del Gobierno Regional de Ñuble."
    )
    yield Table(
        "Los pasos de la política y qué se hizo en cada uno.",
        ("Paso", "Qué pide la política", "Qué se hizo"),
        tuple(_steps(evaluation)),
        (2, 4, 6),
    )
    yield Heading("3.1 Qué se mide", 3)
    yield Table(
        "Medidas de cada grupo. «Debían recibirla» lo dice la columna del resultado real.",
        ("Medida", "Pregunta que responde", "Cómo se calcula"),
        tuple(
            (f"{words.MEASURES[one]} ({words.TECHNICAL[one]})", *_ASKS[one])
            for one in measured(evaluation.cases)
        ),
        (4, 5, 4),
    )
    yield Heading("3.2 Cómo se compara y qué significa cada veredicto", 3)
    yield Paragraph(
        "Cada grupo se compara con todas las demás personas cuyo grupo se conoce. Una diferencia "
        "de 5 puntos quiere decir, por ejemplo, 45 % contra 50 %."
    )
    yield Bullets(tuple(_verdicts(evaluation)))
    yield Heading("3.3 Cálculos, para quien los quiera repetir", 3)
    yield Bullets(tuple(_calculations(evaluation)))
    yield Paragraph(
        f"Fairlearn {version('fairlearn')}, statsmodels {version('statsmodels')}, numpy "
        f"{version('numpy')}; semilla {columns.semilla}. Con el mismo archivo y el mismo mapa se "
        "obtienen las mismas cifras; cada una está, con sus cuentas, en medidas.json.",
        "Herramientas.",
    )


def _steps(evaluation: Evaluation) -> Iterator[tuple[str, str, str]]:
    compared = [one.grouping for one in evaluation.representations if one.shares]
    yield (
        "1. Datos",
        "Si los grupos están representados como en la población de Ñuble.",
        f"Se comparó con cifras con fuente: {words.joined(compared)}."
        if compared
        else "No hay cifra de población de estos grupos: se muestra su presencia, sin comparar.",
    )
    yield (
        "2. Resultados por grupo",
        "Falsos positivos y negativos por grupo; paridad estadística.",
        "Se midieron decisiones y errores por grupo y al cruzar dos grupos."
        if evaluation.cases.real is not None
        else "Se midió la paridad de las decisiones. Los errores no: falta el resultado real.",
    )
    yield (
        "3. Casos extremos",
        "Personas inventadas de distintos perfiles.",
        f"Se probaron {evaluation.extremes.people} personas inventadas, iguales salvo en el grupo."
        if evaluation.extremes
        else "Pendiente. El archivo para hacerlo se crea con --crear-casos.",
    )
    yield (
        "4. Documentación",
        "Informe de 5 a 10 páginas, anexo a la Ficha SDA.",
        "Este informe, y un resumen público que puede publicarse con la Ficha.",
    )


def _verdicts(evaluation: Evaluation) -> Iterator[str]:
    columns = evaluation.columns
    margin = f"{columns.margen:g}".replace(".", ",")
    yield (
        "«Se observó una diferencia»: el intervalo de 95 % no incluye el cero, también después de "
        "corregir por el número de comparaciones (Holm, 5 %)."
    )
    judged = sum(one.difference is not None for one in evaluation.comparisons)
    yield (
        "«Hay un indicio, sin confirmar»: el intervalo no incluye el cero, pero al corregir por el "
        f"número de comparaciones puede ser azar: de las {judged} que se hicieron por grupo, cerca "
        f"de {max(1, round(judged / 20))} darían un indicio aunque no hubiera ninguna diferencia."
    )
    yield (
        f"«No se observó diferencia con estos datos»: el intervalo incluye el cero y queda entero "
        f"dentro de ±{margin} puntos. Ese margen es una convención de lectura, no está en la "
        "política. No significa que no exista sesgo."
    )
    yield (
        "«No hay datos suficientes»: el intervalo incluye el cero, pero también diferencias "
        "mayores que el margen, o alguna de las medidas tiene muy pocos casos."
    )
    yield (
        f"Grupos con menos de {columns.minimo} casos: se muestran y no se juzgan. Con menos de "
        f"{FEWEST_SHOWN} no se muestra su cifra, para no revelar qué se decidió sobre una persona."
    )


def _calculations(evaluation: Evaluation) -> Iterator[str]:
    columns = evaluation.columns
    judged = sum(one.difference is not None for one in evaluation.comparisons)
    crossed = sum(one.difference is not None for one in evaluation.crossing.comparisons)
    yield (
        f"Intervalos de cada tasa: Wilson, 95 %. Con menos de {columns.minimo} casos, los exactos "
        "de Clopper-Pearson, marcados con *."
    )
    yield (
        "Diferencia con los demás: intervalo de Newcombe y prueba de Agresti-Caffo. La corrección "
        f"de Holm reúne {judged} comparaciones de grupos ({len(JUDGED)} medidas a lo más por "
        f"grupo) y, aparte, {crossed} de cruces. De dos grupos que son todos, una es el reflejo "
        "de la otra y cuenta una vez."
    )
    yield (
        "Presencia en la población: prueba binomial exacta con corrección de Holm en cada "
        "agrupación, e intervalo de Wilson."
    )
    yield (
        "Diferencia y razón de paridad y diferencia de probabilidades igualadas: MetricFrame de "
        f"Fairlearn, con {thousands(columns.remuestras)} remuestras de los casos. Toman el grupo "
        "más alto y el más bajo, así que la diferencia nunca es cero y crece con el número de "
        "grupos: por eso el veredicto no sale de ellas."
    )
    yield (
        "Regla de los cuatro quintos: una razón menor que 0,8 es, en la guía de selección laboral "
        "de Estados Unidos (Uniform Guidelines, 29 CFR 1607.4 D, 1978), una señal de impacto "
        "adverso. Aquí es solo una referencia: no es norma en Chile ni está en la política."
    )
