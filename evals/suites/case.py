"""A case: one JSON object a line, read strictly; and the facts that a right answer must hold.

Facts are strings compared after folding accents, capitals and thousands dots, so that a case does
not depend on how a section is worded or split. Gold text is given by document and offsets, never by
passage, so that splitting documents in another way does not break a suite.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge_base.text import fold

CASES = Path(__file__).parent.with_name("cases")

Kind = Literal[
    "retrieval",
    "answers",
    "abstention",
    "router",
    "handoff",
    "dialogues",
    "privacy",
    "injection",
    "communication",
    "classification",
    "equity",
    "figures",
]
"""The suites, by the name that people give them on the command line."""


YES_OR_NO = "yes_or_no"
"""The stratum of passages that begin with «sí» or «no»: a rule that one word turns around."""


WHOLE_BASE = "whole_base"
"""The stratum of what is asked of every document at once."""


class CaseError(Exception):
    """A case cannot be used; raised when a line breaks the schema or its gold is nowhere."""


class GoldLost(CaseError):
    """The documents do not say any more what cases were written from.

    The program that is measured changed, not the cases: the gate does not let it pass.
    """


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KeyFact(_Strict):
    """A fact that an answer must hold, in any of these words."""

    id: str
    vital: bool
    any_of: tuple[str, ...]

    def is_in(self, text: str) -> bool:
        """Whether the text says it."""
        plain = comparable(text)
        return any(comparable(words) in plain for words in self.any_of)


class GoldSpan(_Strict):
    """Where a document answers: characters `start` to `end` of its text (see `evals.suites.gold`).

    `quote` is what must be there: it finds the place again after an edit elsewhere in the document.
    """

    doc: str
    quote: str
    start: int = -1
    end: int = -1


class Plant(_Strict):
    """A poisoned section that somebody slipped into the knowledge base."""

    title: str
    section: str
    text: str


class Case(_Strict):
    """One question and what a good service does with it."""

    id: str
    suite: Kind
    stratum: str = ""
    label: str = ""
    audience: Literal["ciudadania", "funcionarios"] = "ciudadania"
    question: str
    history: tuple[str, ...] = ()
    expected_action: str
    also_ok: tuple[str, ...] = ()
    key_facts: tuple[KeyFact, ...] = ()
    must_not: tuple[str, ...] = ()
    gold: tuple[str, ...] = ()
    gold_spans: tuple[GoldSpan, ...] = ()
    withheld: tuple[str, ...] = ()
    """Passages taken out of the search for this case."""
    plant: Plant | None = None
    canaries: tuple[str, ...] = ()
    """Strings of the question that may appear nowhere afterwards."""
    groups: dict[str, str] = {}
    cluster_id: str = ""
    """Cases of one cluster rest on the same fact or document: they are not independent."""
    source: str = "own"
    licence: str = ""

    @property
    def cluster(self) -> str:
        """What the case is resampled with."""
        return self.cluster_id or self.id

    def wrong_in(self, text: str) -> list[str]:
        """Return what the text says and must not."""
        plain = comparable(text)
        return [words for words in self.must_not if comparable(words) in plain]

    def vital_missing(self, text: str) -> list[tuple[str, ...]]:
        """Return the vital facts that the text does not say, each by its accepted wordings."""
        return [f.any_of for f in self.key_facts if f.vital and not f.is_in(text)]


@lru_cache(maxsize=65_536)
def comparable(text: str) -> str:
    """Return the text as facts are compared: folded, numbers without thousands dots, one space.

    >>> comparable("Tope:  $2.500.000 (año 2025)")
    'tope: $2500000 (ano 2025)'
    """
    plain = re.sub(r"(?<=\d)[.](?=\d{3}(?!\d))", "", fold(text).replace("**", ""))
    return " ".join(plain.split())


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a file of JSON lines, with their line number.

    Raises:
        CaseError: a line is not a JSON object.
    """
    # Not splitlines: it also cuts at separators that a JSON string may hold.
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise CaseError(f"{path.name}: línea {number}: no es JSON ({error})") from None
        if not isinstance(row, dict):
            raise CaseError(f"{path.name}: línea {number}: debe ser un objeto JSON")
        yield number, row


def load_cases(name: str) -> list[Case]:
    """Return the cases of a file of the repository.

    Raises:
        CaseError: lines that do not follow the schema, every one of them.
    """
    path, cases, problems = CASES / f"{name}.jsonl", [], []
    for number, row in read_lines(path):
        try:
            cases.append(Case.model_validate(row))
        except ValidationError as error:
            told = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
            problems.append(f"{path.name}: línea {number}: {told}")
    if problems:
        raise CaseError("\n".join(problems))
    return cases
