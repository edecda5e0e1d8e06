"""The document that a gap may become: a draft to review, and its Markdown once approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import yaml

from assistant.desk.gaps.courtesy import capitalised, has_hidden, plain_answer, plain_question
from assistant.desk.gaps.groups import GapGroup
from knowledge_base.markdown import slug

MOST_QUESTIONS = 12
LONGEST_TITLE = 90
_TITLE_WORDS = 12
_ID_CHARS = 60


@dataclass(frozen=True)
class Draft:
    """One section in the making, as a reviewer sees and corrects it."""

    title: str
    text: str
    questions: tuple[str, ...]
    """The ways people ask for it."""
    valid_until: date | None
    caveat: str = ""
    """Key of a caveat that travels with the answer, or nothing."""


def draft_section(group: GapGroup, today: date) -> Draft:
    """Return the draft of a group: the latest answer, and every way in which it was asked."""
    asked = (gap.question for gap in group.gaps if not has_hidden(gap.question))
    questions = tuple(dict.fromkeys(_line(plain_question(text)) for text in asked))
    title = _title(questions[0] if questions else plain_question(group.gaps[0].question))
    text = plain_answer(group.gaps[0].answer)
    return Draft(title, text, questions[:MOST_QUESTIONS], in_a_year(today))


def in_a_year(day: date) -> date:
    """Return the same day of the next year; the 28th of February for the 29th.

    >>> in_a_year(date(2028, 2, 29))
    datetime.date(2029, 2, 28)
    """
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def document_id(draft: Draft, number: int) -> str:
    """Return the id of the document; the case `number` tells apart two with the same title.

    It is seen by everybody, so that it does not say which case it came from.
    """
    mark = sha256(f"{draft.title}\0{number}".encode()).hexdigest()[:6]
    return f"respuesta-{slug(draft.title)[:_ID_CHARS].strip('-')}-{mark}"


def to_markdown(draft: Draft, id_: str, institution: str, post: str, today: date) -> str:
    """Return the draft in the format of the knowledge base, reviewed by `post` on `today`."""
    matter = {
        "id": id_,
        "title": draft.title,
        "source": f"Respuesta del {institution} a consultas de la ciudadanía, "
        f"aprobada el {today:%d-%m-%Y} ({post})",
        "audience": ["ciudadania", "funcionarios"],
        "valid_from": today,
        "valid_until": draft.valid_until,
        "confidence": "media-alta",
        "owner": post,
        "reviewed": today,
    }
    if draft.caveat:
        matter["caveat"] = draft.caveat
    notes = _yaml({"preguntas": list(draft.questions)})
    return (
        f"---\n{_yaml(matter)}---\n\n# {draft.title}\n\n"
        f"## {draft.title} {{#respuesta}}\n<!--\n{notes}-->\n{draft.text.strip()}\n"
    )


class _Plain(yaml.SafeDumper):
    """Writes a value each time it occurs: a person reads this file."""

    def ignore_aliases(self, data: Any) -> bool:
        """Never refer to another line."""
        return True


def _yaml(values: dict[str, object]) -> str:
    return str(yaml.dump(values, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=10_000))


def _title(question: str) -> str:
    line = _line(question).strip("¿?¡!. ")
    return capitalised(" ".join(line.split()[:_TITLE_WORDS])[:LONGEST_TITLE])


def _line(text: str) -> str:
    return " ".join(text.split())
