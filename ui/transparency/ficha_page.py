"""/transparencia/ficha: the ficha as a page, as a document to keep and as data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from governance.classification.report.document import Block, Document, Heading, Notice, Table
from governance.registers.days import day_in_chile, written
from ui.transparency.facts import Facts
from ui.transparency.ficha import Part, answers, build_ficha, standing_words
from ui.transparency.frame import (
    Sheet,
    items,
    link,
    moment,
    notice,
    paragraph,
    section,
    sheet,
    table,
)
from ui.transparency.open_data import licence_words, load_dataset, to_json
from ui.transparency.standing import level_info, says_who

PATH = "/transparencia/ficha"
_TITLE = "Ficha del asistente"


def ficha(facts: Facts) -> Sheet:
    """Return the page."""
    return sheet(PATH, _TITLE, _parts(facts), facts.institution.institution.nombre)


def _parts(facts: Facts) -> Iterator[str]:
    yield notice(standing_words(facts))
    yield paragraph(f"Al {moment(facts.at)}. {_level(facts)}")
    for part in build_ficha(facts):
        rows = [(f"{one.campo}. {one.nombre}", one.shown, one.fuente) for one in part.answers]
        anchor = f"seccion-{part.title.partition('.')[0]}"
        head = ("Campo", "Respuesta", "De dónde sale")
        yield section(anchor, part.title, table(f"Lo pide: {part.article}.", head, rows))
    files = [
        link(f"{PATH}.docx", "Documento (Word)"),
        link(f"{PATH}.pdf", "Documento (PDF)"),
        link(f"{PATH}.md", "Texto (Markdown)"),
        link(f"{PATH}.json", "Datos (JSON)"),
    ]
    licence = paragraph(licence_words(load_dataset("ficha").licence))
    yield section("archivos", "Llévate la ficha", items(files), licence)


def ficha_data(facts: Facts) -> Sheet:
    """Return the ficha as data."""
    rows = answers(build_ficha(facts))
    name = facts.institution.institution.nombre
    return to_json("ficha.json", load_dataset("ficha"), rows, facts.at, name)


def ficha_files(facts: Facts, kind: str) -> Sheet:
    """Return the ficha as a document: one of `FORMATS`."""
    media_type, write = FORMATS[kind]
    return Sheet(write(_document(facts)), media_type, f"ficha.{kind}")


def _document(facts: Facts) -> Document:
    names, day = facts.institution.institution, written(day_in_chile(facts.at))
    blocks: list[Block] = [
        Notice("No es la Ficha SDA aprobada", standing_words(facts), "aviso"),
        Notice("Nivel de riesgo", _level(facts)),
    ]
    for part in build_ficha(facts):
        blocks += [Heading(part.title), _table(part)]
    return Document(
        title=f"{_TITLE}: {names.asistente}",
        subtitle=f"{names.nombre}, al {day}. Lo que el programa declara de sí mismo.",
        footer=f"Ficha declarada por el programa, {day}. No es la Ficha SDA aprobada.",
        blocks=tuple(blocks),
    )


def _table(part: Part) -> Table:
    rows = tuple((f"{one.campo}. {one.nombre}", one.shown, one.fuente) for one in part.answers)
    caption = f"Lo pide: {part.article}."
    return Table(caption, ("Campo", "Respuesta", "De dónde sale"), rows, (3, 5, 2))


def _level(facts: Facts) -> str:
    info = level_info(facts)
    return f"{info.name}. {says_who(facts)}" if info else says_who(facts)


# Each format is imported when somebody asks for it: two bring a library of their own.
def _markdown(document: Document) -> bytes:
    from governance.classification.report.to_markdown import to_markdown

    return to_markdown(document).encode()


def _pdf(document: Document) -> bytes:
    from governance.classification.report.to_pdf import to_pdf

    return to_pdf(document)


def _docx(document: Document) -> bytes:
    from governance.classification.report.to_docx import to_docx

    return to_docx(document)


FORMATS: Mapping[str, tuple[str, Callable[[Document], bytes]]] = MappingProxyType(
    {
        "md": ("text/markdown; charset=utf-8", _markdown),
        "pdf": ("application/pdf", _pdf),
        "docx": (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            _docx,
        ),
    }
)
"""Media type of each format and what writes it."""
