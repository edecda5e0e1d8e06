"""Section 10: what exactly was applied, how to check it by hand and what each citation is."""

from __future__ import annotations

from collections.abc import Iterator

from governance.classification.duties import checklist, obligations
from governance.classification.report.document import Block, Bullets, Heading, Paragraph, Table
from governance.classification.report.sheet import ClassificationSheet
from governance.classification.report.words import cite, cite_all, day, level_name
from governance.policy.base import Strict
from governance.policy.ids import citations


def provenance_blocks(sheet: ClassificationSheet) -> list[Block]:
    """Return versions and hashes, the six steps of a check by hand, and the citations."""
    return [
        _versions(sheet),
        Heading("Cómo comprobarlo a mano, en seis pasos", 3),
        Bullets(_steps(sheet), numbered=True),
        Heading("Artículos citados", 3),
        _articles(sheet),
        *_missing_inputs(sheet),
    ]


def _versions(sheet: ClassificationSheet) -> Table:
    version = sheet.policy.version
    rows = (
        ("Política", f"{version.policy}, codificación {version.encoding}"),
        ("En vigor desde", day(version.in_force_from)),
        ("Fuente", version.source),
        ("Aprobada por", version.approved_by),
        ("Huella del texto (SHA-256)", version.text_sha256),
        ("Huella de la política como datos (SHA-256)", sheet.policy.digest),
        ("Motor de clasificación", f"versión {sheet.engine_version}"),
        ("Fecha de la clasificación", day(sheet.on)),
        ("Huella del registro (SHA-256)", sheet.record_hash or "Todavía no se registra"),
    )
    return Table("Con qué se hizo", ("Dato", "Valor"), rows, (2, 5))


def _steps(sheet: ClassificationSheet) -> tuple[str, ...]:
    return (
        f"Toma el texto de la política {sheet.policy.version.policy} y confirma que su huella es "
        "la de la tabla anterior.",
        "Lee la frase de cada respuesta (sección 2) y decide si responde eso. Lo que no está "
        "probado aparece en la sección 8.",
        "Revisa P0: si una de las cinco letras del art. 6 se aplica, el resultado es prohibido y "
        "aquí termina.",
        "Lectura literal: desde P1, sigue en C.3 el salto de cada respuesta hasta un nivel. Debe "
        "ser el camino de la sección 2.",
        "Lectura prudente: mira, en la sección 3, que cada regla se cumpla con esas respuestas y "
        "que ninguna otra lo haga. El nivel más alto es el resultado; un ejemplo del art. 3 puede "
        "subirlo y nada lo baja.",
        f"Busca la columna «{level_name(sheet.policy, sheet.duty_level)}» del art. 4 y de C.6 y "
        "compárala con las secciones 6 y 7. Para probar que nadie cambió el registro, vuelve a "
        "calcular su huella.",
    )


def _articles(sheet: ClassificationSheet) -> Table:
    cited = set(cited_articles(sheet))
    rows = tuple(
        (cite(article.id), article.id, article.title)
        for article in sheet.policy.articles
        if article.id in cited
    )
    return Table("Dónde está cada cita", ("Cita", "Identificador", "De qué trata"), rows, (3, 2, 6))


def cited_articles(sheet: ClassificationSheet) -> Iterator[str]:
    """Yield every article that the document cites, as often as a piece of it does."""
    found, policy = sheet.assessment, sheet.policy
    pieces: tuple[Strict, ...] = (
        *(question for question in policy.questions if question.id in found.facts),
        *found.fired,
        *found.conditions,
        *(duty.obligation for duty in obligations(policy, sheet.duty_level)),
        *(criterion.item for criterion in checklist(policy, sheet.duty_level)),
        *policy.complements,
        *(reading for reading in policy.readings if reading.id in found.readings),
        *(example for example in policy.examples if example.id in sheet.examples),
        *(use for use in policy.prohibitions if use.letter == found.facts.get("P0")),
        *policy.missing_inputs,
    )
    for piece in pieces:
        yield from (article for _, article in citations(piece))


def _missing_inputs(sheet: ClassificationSheet) -> list[Block]:
    missing = sheet.policy.missing_inputs
    if not missing:
        return []
    return [
        Paragraph("", "La política cita esto y no lo tenemos:"),
        Bullets(
            tuple(
                f"{item.name}: {item.label} ({cite_all(item.cited_in)}; {item.needed_for})"
                for item in missing
            )
        ),
    ]
