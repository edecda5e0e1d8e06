"""What is wrong with a draft before it may be published, and what its reviewer must look at.

The same check as `asistente kb check`, and what that cannot know: that the verifier would refuse
to show a sentence, or that something in it looks like personal data.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.desk.gaps.courtesy import has_hidden
from assistant.desk.gaps.draft import LONGEST_TITLE, MOST_QUESTIONS, Draft, to_markdown
from assistant.redaction import RedactionError, Redactor
from assistant.redaction.model import Kind
from assistant.verify import FORBIDDEN
from knowledge_base.check import check_documents, find_literals
from knowledge_base.figures import Figure
from knowledge_base.markdown import Rendering
from knowledge_base.planted import is_planted
from knowledge_base.text import fold, sentences

MAX_TEXT = 2000
MAX_QUESTION = 200

_LAW = re.compile(
    r"\b(?:ley|decreto|resoluci[oó]n|art(?:[ií]culo|\.)|glosa)s?(?: (?:n[.º°]*|supremo|exenta))*"
    r" *\d[\d.,/-]*\d|\b(?:ley|art(?:[ií]culo|\.)|glosa) *\d",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(\d[\d.,:/]*)(?: +[^\W\d_]+)?")
_MARKS = ("<!--", "-->", "\n#")
_DOUBTFUL = frozenset({Kind.NAME, Kind.ADDRESS, Kind.BIRTH_DATE, Kind.HEALTH, Kind.SOCIAL})
"""Kinds that are often something else (the name of a fund, «soy sorda» as anyone may ask): the
reviewer says which."""
_REFUSED: Mapping[str, str] = {
    "eligibility verdict": "dice si alguien cumple o puede postular",
    "promise": "promete algo",
    "human claim": "habla como una persona",
}


@dataclass(frozen=True)
class Findings:
    """What was found in a draft, in Spanish."""

    errors: tuple[str, ...]
    """What must be corrected: with any of them nothing is published."""
    notes: tuple[str, ...]
    """What would be better."""
    figures: tuple[str, ...]
    """Amounts, dates, laws and names that the reviewer must compare with their source."""


@dataclass(frozen=True)
class DraftChecker:
    """Checks drafts with the data of this installation."""

    rendering: Rendering
    figures: Mapping[str, Figure]
    redactor: Redactor

    @property
    def caveats(self) -> Mapping[str, str]:
        """The caveats that may travel with an answer, by key."""
        return self.rendering.caveats

    def check(self, draft: Draft, today: date) -> Findings:
        """Return everything that was found, at once."""
        errors, doubtful = list(_about_form(draft, today)), list[str]()
        try:
            for found in self._personal(draft):
                doubtful.append(found[1]) if found[0] in _DOUBTFUL else errors.append(
                    f"«{found[1]}» parece un dato personal o de contacto. Bórralo."
                )
        except RedactionError:
            errors.append("No se pudo comprobar si hay datos personales. Intenta de nuevo.")
        errors += _would_not_be_shown(draft)
        notes: list[str] = []
        if not errors:
            for is_error, message in self._as_document(draft, today):
                (errors if is_error else notes).append(message)
        said = f"{draft.title}\n{draft.text}"
        return Findings(tuple(errors), tuple(notes), (*_figures(said), *dict.fromkeys(doubtful)))

    def _personal(self, draft: Draft) -> Iterator[tuple[Kind, str]]:
        for text in (draft.title, draft.text, *draft.questions):
            for entity in self.redactor.redact(text).entities:
                yield entity.kind, text[entity.start : entity.end]

    def _as_document(self, draft: Draft, today: date) -> Iterator[tuple[bool, str]]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "borrador.md"
            path.write_text(
                to_markdown(draft, "respuesta-borrador", "Gobierno Regional", "Revisión", today),
                encoding="utf-8",
            )
            report = check_documents([path], self.rendering, self.figures, today, is_whole=False)
        for finding in report.findings:
            if finding.kind != "literal":  # those are listed as figures, with more besides
                yield finding.severity == "error", finding.message


def _figures(said: str) -> tuple[str, ...]:
    """Return every number of a text, with what it counts: amounts, dates and laws whole."""
    whole = [*find_literals(said, ""), *(m[0] for m in _LAW.finditer(said))]
    told = {_number(m) for one in whole for m in _NUMBER.finditer(one)}
    others = (m[0] for m in _NUMBER.finditer(said) if _number(m) not in told)
    return tuple(dict.fromkeys([*whole, *others]))


def _number(found: re.Match[str]) -> str:
    return found[1].rstrip(".,:/")


def _about_form(draft: Draft, today: date) -> Iterator[str]:
    if not draft.title:
        yield "Falta el título."
    elif len(draft.title) > LONGEST_TITLE or "\n" in draft.title:
        yield f"El título va en una línea de hasta {LONGEST_TITLE} letras."
    if not draft.text.strip():
        yield "Falta la respuesta."
    elif len(draft.text) > MAX_TEXT:
        yield f"La respuesta tiene {len(draft.text)} letras y el máximo es {MAX_TEXT}."
    if not draft.questions:
        yield "Falta al menos una forma de preguntar."
    elif len(draft.questions) > MOST_QUESTIONS:
        yield f"Hay {len(draft.questions)} formas de preguntar y el máximo es {MOST_QUESTIONS}."
    if any(len(question) > MAX_QUESTION for question in draft.questions):
        yield f"Cada forma de preguntar puede tener hasta {MAX_QUESTION} letras."
    if draft.valid_until is None:
        yield "Falta hasta cuándo vale."
    elif draft.valid_until <= today:
        yield "La fecha hasta la que vale ya pasó."
    everything = "\n".join(("", draft.title, draft.text, *draft.questions))
    if any(mark in everything for mark in _MARKS):
        yield "Ningún renglón puede empezar con «#» ni llevar marcas como «<!--» o «-->»."
    if has_hidden(everything):
        yield "Quedó un dato oculto, como [NOMBRE_1]. Bórralo o escríbelo de otro modo."


def _would_not_be_shown(draft: Draft) -> Iterator[str]:
    for unit in sentences(draft.text):
        folded = fold(unit.text)
        reasons = [_REFUSED[name] for name, pattern in FORBIDDEN if pattern.search(folded)]
        if is_planted(unit.text):
            reasons.append("da órdenes a una máquina")
        if reasons:
            yield (
                f"El asistente no mostraría «{unit.text}», porque {' y '.join(reasons)}. "
                "Escribe la regla general."
            )
