"""What could be done, what this does not tell, and who decides."""

from __future__ import annotations

from collections.abc import Iterator

from evals.bias.evaluation import Evaluation
from evals.bias.mitigations import suggest
from evals.bias.report import words
from governance.classification.report.document import (
    Block,
    Bullets,
    Heading,
    Notice,
    Paragraph,
    Table,
)


def measures(evaluation: Evaluation) -> Iterator[Block]:
    """Yield section 5: what is suggested for what was found, and what was put in place."""
    yield Heading("5. Medidas de mitigación")
    yield Notice(
        "Son opciones, no órdenes",
        "Salen de lo que se encontró en estos datos. Cuáles se toman lo deciden personas: el "
        "Responsable del Sistema y el experto en IA las proponen, con quienes el sistema afecta si "
        "es posible, y quedan con fecha y responsable.",
    )
    for number, one in enumerate(suggest(evaluation), 1):
        yield Heading(f"5.{number} {one.finding}", 3)
        yield Bullets(one.options)
    blank = ("", words.DRAFT, words.DRAFT, words.DRAFT)
    rows = [
        (
            one.medida,
            one.responsable or words.DRAFT,
            one.fecha or words.DRAFT,
            one.evidencia or words.DRAFT,
        )
        for one in evaluation.columns.medidas
    ]
    if not rows:
        rows = [(f"{number}. {words.DRAFT}", *blank[1:]) for number in (1, 2, 3)]
    yield Table(
        "Medidas implementadas o acordadas (las pide la política).",
        ("Medida", "Responsable", "Fecha", "Evidencia"),
        tuple(rows),
        (6, 3, 2, 4),
    )


def limits(evaluation: Evaluation) -> Iterator[Block]:
    """Yield sections 6 and 7: what the figures do not say, references and signatures."""
    yield Heading("6. Lo que este informe no dice")
    yield Bullets(tuple(_limits(evaluation)))
    yield Heading("7. Decisión y firmas")
    yield Paragraph(
        "Este informe se anexa a la Ficha SDA y es la evidencia del criterio 3 de la lista de "
        "verificación previa al despliegue. Para publicar sirve el resumen público, después de "
        "revisar que ninguna cifra señale a una persona."
    )
    yield Table(
        "Quién decide y firma.",
        ("Rol", "Nombre", "Conclusión y condiciones", "Fecha y firma"),
        tuple(
            (role, name or words.DRAFT, words.DRAFT, words.DRAFT)
            for role, name in (
                ("Responsable del Sistema", evaluation.columns.responsable),
                ("Experto en IA", evaluation.columns.experto),
                ("Subcomité de IA (acta)", ""),
            )
        ),
        (3, 3, 5, 3),
    )
    yield Heading("8. Referencias")
    yield Bullets(
        (
            "Política de Uso Responsable de IA, Gobierno Regional de Ñuble, Anexo C: artículo 4, "
            "principio 4 y parte C.3, fase 2.",
            "Población: Censos 2017 y 2024, Instituto Nacional de Estadísticas, e indicadores de "
            "la Biblioteca del Congreso Nacional; la fuente va junto a cada tabla.",
            "Fairlearn (fairlearn.org), la biblioteca que nombra la política; statsmodels "
            "(statsmodels.org).",
            "Wilson, E. B. (1927); Clopper y Pearson (1934); Newcombe, R. G. (1998), método 10; "
            "Agresti y Caffo (2000); Holm, S. (1979).",
            "Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D), 1978: regla de "
            "los cuatro quintos, Estados Unidos.",
        )
    )


def _limits(evaluation: Evaluation) -> Iterator[str]:
    yield (
        "Una diferencia no prueba discriminación, y no observarla no prueba que no exista: depende "
        "de los grupos, las columnas y los casos que se entregaron."
    )
    if evaluation.cases.real is not None:
        yield (
            "Los errores se miden contra la columna del resultado real. Si ese resultado lo puso "
            "una persona o un proceso con sesgo, el informe lo hereda y no lo ve."
        )
    yield (
        "Las filas se tratan como independientes. Si una persona u organización aparece varias "
        "veces, los intervalos son más anchos que los que se muestran."
    )
    yield (
        "Solo ve los grupos entregados. Pobreza, discapacidad o pueblos originarios, que la "
        "política nombra, no se evalúan si el archivo no los trae; reunir ese dato es una decisión "
        "aparte, con el DPO."
    )
    yield (
        "La política no fija umbrales: el margen, el mínimo de casos y el 95 % son convenciones "
        "que el equipo puede cambiar y que quedan escritas aquí."
    )
    if evaluation.extremes is None:
        yield "No se probaron casos extremos: la evaluación de la política queda incompleta."
