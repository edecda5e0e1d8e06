"""Our Markdown: front matter says what a document is, each `##` section is a passage.

A section may open with an HTML comment holding YAML: the ways people ask for it, the facts it
states, its own caveat. Any Markdown without front matter is read too (title from the first
heading, one passage per section).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge_base.figures import missing, render
from knowledge_base.model import Confidence, Passage
from knowledge_base.text import fold

NO_CAVEAT = "ninguno"
_FRONT_MATTER = re.compile(r"\A---\s*\n(.*?)\n---\s*\n", re.DOTALL)
_SECTION = re.compile(
    r"^##+[ \t]+(?P<title>.+?)(?:[ \t]*\{#(?P<anchor>[\w-]+)\})?[ \t]*$", re.MULTILINE
)
_COMMENT = re.compile(r"\A\s*<!--(.*?)-->", re.DOTALL)
_TITLE = re.compile(r"^#[ \t]+(.+)$", re.MULTILINE)


class DocumentError(Exception):
    """A document cannot be ingested; raised when it is unreadable or breaks the format.

    The message says which file, what is wrong and what to do, in Spanish, every mistake at once.
    """


class FrontMatter(BaseModel):
    """What a document says about itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    source: str
    audience: tuple[Literal["ciudadania", "funcionarios"], ...] = ("ciudadania", "funcionarios")
    valid_from: date | None = None
    valid_until: date | None = None
    confidence: Confidence = "alta"
    caveat: str = ""
    owner: str = ""
    reviewed: date | None = None


class SectionNotes(BaseModel):
    """What a section says about itself, in the comment under its heading."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    preguntas: tuple[str, ...] = ()
    hechos: tuple[str, ...] = ()
    derivar: bool = False
    caveat: str = ""
    fuente: str = ""
    audience: tuple[Literal["ciudadania", "funcionarios"], ...] = ()


@dataclass(frozen=True)
class Rendering:
    """What placeholders and caveat keys stand for when documents are read."""

    values: Mapping[str, str] = field(default_factory=dict)
    caveats: Mapping[str, str] = field(default_factory=dict)

    def text(self, text: str) -> str:
        """Return `text` with its placeholders replaced."""
        return render(text, self.values)


def parse_markdown(
    text: str, path: str, rendering: Rendering, fallback: FrontMatter
) -> tuple[FrontMatter, list[Passage]]:
    """Return the front matter and the passages of a Markdown document, in order.

    Raises:
        DocumentError: front matter or section notes break the format.
    """
    problems: list[str] = []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    matter, body = _front_matter(text, fallback, problems)
    passages: list[Passage] = []
    anchors: set[str] = set()
    for position, (title, anchor, content) in enumerate(_sections(body, matter)):
        notes, content = _notes(content, title, problems)
        anchor = anchor or slug(title)
        if anchor in anchors:
            problems.append(f"la sección «{title}» repite el ancla «{anchor}»")
        anchors.add(anchor)
        for key in missing(f"{title}\n{content}", rendering.values):
            problems.append(f"la sección «{title}» usa {{{{{key}}}}}, que no está en los datos")
        caveat = notes.caveat or matter.caveat
        if caveat and caveat != NO_CAVEAT and caveat not in rendering.caveats:
            problems.append(f"la sección «{title}» usa el aviso «{caveat}», que no existe")
        content = render(content, rendering.values).strip()
        if not content:
            continue
        passages.append(
            with_version(
                Passage(
                    id=f"{matter.id}#{anchor}",
                    document_id=matter.id,
                    title=render(matter.title, rendering.values),
                    section=render(title, rendering.values),
                    text=content,
                    source=render(notes.fuente or matter.source, rendering.values),
                    audience=notes.audience or matter.audience,
                    valid_from=matter.valid_from,
                    valid_until=matter.valid_until,
                    confidence=matter.confidence,
                    caveat="" if caveat == NO_CAVEAT else rendering.caveats.get(caveat, ""),
                    owner=matter.owner,
                    reviewed=matter.reviewed,
                    questions=notes.preguntas,
                    facts=notes.hechos,
                    offer_person=notes.derivar,
                    position=position,
                )
            )
        )
    if problems:
        raise DocumentError(f"{path}:\n  " + "\n  ".join(problems))
    return matter, passages


def with_version(passage: Passage) -> Passage:
    """Return the passage with its version: a hash of everything that a reader could see."""
    seen = "\x1f".join(
        str(part)
        for part in (
            passage.id,
            passage.title,
            passage.section,
            passage.text,
            passage.source,
            passage.audience,
            passage.valid_from,
            passage.valid_until,
            passage.caveat,
            passage.questions,
            passage.offer_person,
            passage.confidence,
            passage.owner,
            passage.reviewed,
        )
    )
    return replace(passage, version=hashlib.sha256(seen.encode()).hexdigest()[:16])


def slug(text: str) -> str:
    """Return `text` as an anchor.

    >>> slug("¿Cuándo cierra el Concurso?")
    'cuando-cierra-el-concurso'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-") or "seccion"


def _front_matter(text: str, fallback: FrontMatter, problems: list[str]) -> tuple[FrontMatter, str]:
    match = _FRONT_MATTER.match(text)
    if match is None:
        title = _TITLE.search(text)
        named = fallback.model_copy(update={"title": title[1].strip()}) if title else fallback
        return named, text
    try:
        return FrontMatter.model_validate(yaml.safe_load(match[1])), text[match.end() :]
    except yaml.YAMLError as error:
        problems.append(f"la cabecera no es YAML válido: {error}")
    except ValidationError as error:
        problems += [_explain("cabecera", e) for e in error.errors()]
    return fallback, text[match.end() :]


def _sections(body: str, matter: FrontMatter) -> list[tuple[str, str, str]]:
    heads = list(_SECTION.finditer(body))
    first = body[: heads[0].start()] if heads else body
    intro = _TITLE.sub("", first).strip()
    found = [(matter.title, "inicio", intro)] if intro else []
    ends = [*(head.start() for head in heads[1:]), len(body)]
    for head, end in zip(heads, ends, strict=False):
        found.append((head["title"].strip(), head["anchor"] or "", body[head.end() : end]))
    return found


def _notes(content: str, title: str, problems: list[str]) -> tuple[SectionNotes, str]:
    match = _COMMENT.match(content)
    if match is None:
        return SectionNotes(), content
    try:
        data: Any = yaml.safe_load(match[1])
        if not isinstance(data, dict):
            return SectionNotes(), content[match.end() :]
        return SectionNotes.model_validate(data), content[match.end() :]
    except yaml.YAMLError as error:
        problems.append(f"la nota de la sección «{title}» no es YAML válido: {error}")
    except ValidationError as error:
        problems += [_explain(f"sección «{title}»", e) for e in error.errors()]
    return SectionNotes(), content[match.end() :]


def _explain(where: str, error: Any) -> str:
    return f"{where}: {'.'.join(map(str, error['loc']))}: {error['msg']}"
