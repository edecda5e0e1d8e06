"""What is wrong with the documents before anyone is answered from them: `asistente kb check`.

Three readings of each document: as it is served, with its figures left blank (so that a number
that remains was written by hand), and raw (for the figures that it names). Errors are what must
not be served; warnings are what an author should look at. Rules about our way of writing (length,
figures as data) hold for our Markdown only: an official document is the source itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from knowledge_base.figures import PLACEHOLDER, Figure, contradictions, missing
from knowledge_base.ingest import find_files
from knowledge_base.loaders import MARKDOWN, load_document
from knowledge_base.markdown import DocumentError, Rendering
from knowledge_base.model import Document, Passage
from knowledge_base.planted import is_planted
from knowledge_base.text import fold, sentences, words

MAX_WORDS = 105
"""A section is an answer: longer ones are cut when they are shown."""

Severity = Literal["error", "warning"]
Kind = Literal[
    "format",
    "placeholder",
    "source",
    "validity",
    "owner",
    "reviewed",
    "caveat",
    "contradiction",
    "planted",
    "expired",
    "long",
    "literal",
    "duplicate_question",
    "unused_figure",
]
WARNINGS: frozenset[Kind] = frozenset(
    {"reviewed", "expired", "long", "literal", "duplicate_question", "unused_figure"}
)

_INSTRUCTIVO_2025 = re.compile(r"\binstructivo\b(?:\W+\w+){0,3}?\W+2025\b")
_MONTHS = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
_LITERAL = re.compile(
    rf"(?<![\w.,])(?:\$ ?\d[\d.,]*\d|\$ ?\d|\d+(?:[.,]\d+)* ?%"
    rf"|\d+(?:[.,]\d+)* (?:dias?|horas?|mes(?:es)?|anos?)\b"
    rf"|\d{{1,2}}[ºo°]? de (?:{_MONTHS})(?: (?:de|del) \d{{4}})?"
    rf"|\d{{1,2}}[-/]\d{{1,2}}[-/]\d{{2,4}})"
)
"""A number that says how much or when, in folded text."""


@dataclass(frozen=True)
class Finding:
    """Something to correct, and where. Without a section it concerns the whole document."""

    kind: Kind
    document: str
    section: str
    message: str

    @property
    def severity(self) -> Severity:
        """Whether it must be corrected before it is served."""
        return "warning" if self.kind in WARNINGS else "error"


@dataclass(frozen=True)
class CheckReport:
    """Everything that was found, errors first."""

    documents: int
    sections: int
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many findings must be corrected."""
        return sum(f.severity == "error" for f in self.findings)


@dataclass(frozen=True)
class Planted:
    """A sentence that gives orders to a machine, by where it is."""

    document_id: str
    section: str
    passage_id: str
    sentence: str


@dataclass(frozen=True)
class _Read:
    """A document in its readings."""

    path: Path
    document: Document
    blank: tuple[Passage, ...]
    """Its passages with every figure left blank; none when it is not our Markdown."""


def check_documents(
    paths: Sequence[Path],
    rendering: Rendering,
    figures: Mapping[str, Figure],
    today: date,
    is_whole: bool = True,
) -> CheckReport:
    """Return what is wrong with the documents under `paths`.

    `is_whole` says that these are all the documents there are: only then a figure that none of
    them names is unused.

    Raises:
        IngestError: a path does not exist or cannot be read.
    """
    findings: list[Finding] = []
    named: set[str] = set()
    read: list[_Read] = []
    for path, root in find_files(paths):
        raw = _raw(path)
        named.update(PLACEHOLDER.findall(raw))
        unknown = missing(raw, rendering.values)
        findings += [
            Finding("placeholder", str(path), "", f"«{{{{{key}}}}}» no está en los datos.")
            for key in unknown
        ]
        tolerant = Rendering({**rendering.values, **dict.fromkeys(unknown, "…")}, rendering.caveats)
        try:
            document = load_document(path, tolerant, root)
            read.append(_Read(path, document, _blank(path, root, tolerant)))
        except DocumentError as error:
            findings.append(Finding("format", str(path), "", _message(error, path)))
    findings += _shared_ids(read)
    stated = stated_by(figures)
    for one in read:
        findings += _about_document(one, today)
        for passage in one.document.passages:
            findings += _about_passage(one, passage, figures)
        findings += _about_writing(one, stated)
    findings += _shared_questions(read)
    if is_whole:
        findings += [
            Finding("unused_figure", figures[key].hecho, "", f"La cifra «{key}» no se usa.")
            for key in figures
            if key not in named
        ]
    findings.sort(key=lambda f: f.severity)
    count = sum(len(one.document.passages) for one in read)
    return CheckReport(len(read), count, tuple(dict.fromkeys(findings)))


def find_planted(passages: Iterable[Passage]) -> Iterator[Planted]:
    """Yield every sentence, heading or way of asking that gives orders to a machine."""
    for passage in passages:
        said = [unit.text for unit in sentences(passage.text)]
        for text in (passage.title, passage.section, *passage.questions, *said):
            if is_planted(text):
                yield Planted(passage.document_id, passage.section, passage.id, text)


def stated_by(figures: Mapping[str, Figure]) -> str:
    """Return everything that the figures state, for `find_literals` to look in."""
    return _plain("|".join(f"{f.texto}|{f.texto} {f.unidad}" for f in figures.values()))


def find_literals(text: str, stated: str) -> list[str]:
    """Return the amounts, shares, terms and dates of `text` that no figure states.

    >>> find_literals("Dura 8 meses y se paga el 5 de mayo de 2026.", stated="")
    ['8 meses', '5 de mayo de 2026']
    """
    found = [m[0] for m in _LITERAL.finditer(fold(text))]
    return [one for one in dict.fromkeys(found) if not _is_stated(_plain(one), stated)]


def _is_stated(literal: str, stated: str) -> bool:
    end = r"(?!\d)" if literal[-1].isdigit() else ""
    return bool(re.search(rf"(?<![\d,]){re.escape(literal)}{end}", stated))


def _plain(text: str) -> str:
    """Return what two ways of writing the same number have in common."""
    folded = re.sub(r"(?<=\d)\.(?=\d{3})", "", fold(text))
    folded = re.sub(r"\b(mes)es\b|\b(dia|hora|ano)s\b", lambda m: m[1] or m[2], folded)
    return re.sub(r"\s+|(?<=\d)[ºo°](?= de)", "", folded)


def _raw(path: Path) -> str:
    if path.suffix.lower() not in MARKDOWN:
        return ""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""  # reading it as a document says why


def _blank(path: Path, root: Path | None, rendering: Rendering) -> tuple[Passage, ...]:
    if path.suffix.lower() not in MARKDOWN:
        return ()
    blank = Rendering(dict.fromkeys(rendering.values, "…"), rendering.caveats)
    return load_document(path, blank, root).passages


def _message(error: DocumentError, path: Path) -> str:
    lines = [line.strip() for line in str(error).removeprefix(f"{path}:").splitlines()]
    return "; ".join(line for line in lines if line)


def _shared_ids(read: Sequence[_Read]) -> Iterator[Finding]:
    first: dict[str, Path] = {}
    for one in read:
        other = first.setdefault(one.document.id, one.path)
        if other != one.path:
            message = f"Su id «{one.document.id}» ya lo usa {other}. Cambia uno."
            yield Finding("format", str(one.path), "", message)


def _about_document(one: _Read, today: date) -> Iterator[Finding]:
    where, first = str(one.path), one.document.passages[0]
    if first.valid_from is None:
        yield Finding("validity", where, "", "No dice desde cuándo vale: escribe «valid_from».")
    if not first.owner.strip():
        yield Finding("owner", where, "", "No dice quién responde por él: escribe «owner».")
    if first.reviewed is None:
        yield Finding("reviewed", where, "", "No dice cuándo se revisó: escribe «reviewed».")
    if first.valid_until is not None and first.valid_until < today:
        message = f"Venció el {first.valid_until:%d-%m-%Y}: ya no se muestra. Revísalo o retíralo."
        yield Finding("expired", where, "", message)


def _about_passage(
    one: _Read, passage: Passage, figures: Mapping[str, Figure]
) -> Iterator[Finding]:
    where, section = str(one.path), passage.section
    if not passage.source.strip() or passage.source == one.path.name:
        message = "No dice de dónde viene: escribe «source», o «fuente» en la sección."
        yield Finding("source", where, section, message)
    if "{{" in f"{passage.title}{section}{passage.text}{passage.source}":
        message = "Quedó un «{{» sin reemplazar: las claves van en minúsculas, sin espacios."
        yield Finding("placeholder", where, section, message)
    if _INSTRUCTIVO_2025.search(fold(passage.source)) and not passage.caveat:
        message = "Viene del Instructivo 2025 y no lleva su aviso: escribe «caveat»."
        yield Finding("caveat", where, section, message)
    for key, found, expected in contradictions(passage.text, figures):
        message = f"Dice «{found}», y la cifra «{key}» es «{expected}»."
        yield Finding("contradiction", where, section, message)
    for planted in find_planted([passage]):
        message = f"Da órdenes a una máquina: «{_short(planted.sentence)}»."
        yield Finding("planted", where, section, message)


def _about_writing(one: _Read, stated: str) -> Iterator[Finding]:
    if not one.blank:
        return
    where = str(one.path)
    for passage in one.document.passages:
        length = len(passage.text.split())
        if length > MAX_WORDS:
            message = f"Tiene {length} palabras; el máximo es {MAX_WORDS}. Divídela."
            yield Finding("long", where, passage.section, message)
    for passage, shown in zip(one.blank, one.document.passages, strict=True):
        for literal in find_literals(passage.text, stated):
            message = f"«{literal}» está escrito a mano: ponlo en los datos y nómbralo."
            yield Finding("literal", where, shown.section, message)


def _shared_questions(read: Sequence[_Read]) -> Iterator[Finding]:
    first: dict[str, tuple[_Read, Passage]] = {}
    for one in read:
        for passage in one.document.passages:
            for question in passage.questions:
                key = " ".join(words(question))
                _, other = first.setdefault(key, (one, passage))
                if other.id != passage.id and set(other.audience) & set(passage.audience):
                    message = f"La pregunta «{question}» ya está en {other.id}."
                    yield Finding("duplicate_question", str(one.path), passage.section, message)


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
