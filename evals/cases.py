"""Cases: one JSON object a line, read strictly; and the facts that a right answer must hold.

Facts are strings compared after folding accents, capitals and thousands dots, so that a case does
not depend on how a section is worded or split.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from knowledge_base.text import fold

CASES = Path(__file__).with_name("cases")


class KeyFact(BaseModel):
    """A fact that an answer must hold, in any of these words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    vital: bool
    any_of: tuple[str, ...]

    def is_in(self, text: str) -> bool:
        """Whether the text says it."""
        plain = comparable(text)
        return any(comparable(words) in plain for words in self.any_of)


class Case(BaseModel):
    """One question and what a good service does with it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    suite: Literal["answers", "abstention", "router"]
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
    groups: dict[str, str] = {}
    cluster_id: str = ""
    source: str = "own"
    licence: str = ""

    def vital_facts_in(self, text: str) -> bool:
        """Whether every vital fact is in the text, and nothing that must not be."""
        return all(f.is_in(text) for f in self.key_facts if f.vital) and not self.wrong_in(text)

    def wrong_in(self, text: str) -> list[str]:
        """Return what the text says and must not."""
        plain = comparable(text)
        return [words for words in self.must_not if comparable(words) in plain]


class DialogueTurn(BaseModel):
    """One turn of a dialogue case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str
    expected_action: str
    also_ok: tuple[str, ...] = ()
    key_facts: tuple[KeyFact, ...] = ()
    must_not: tuple[str, ...] = ()


def comparable(text: str) -> str:
    """Return the text as facts are compared: folded, numbers without thousands dots, one space.

    >>> comparable("Tope:  $2.500.000 (año 2025)")
    'tope: $2500000 (ano 2025)'
    """
    plain = re.sub(r"(?<=\d)[.](?=\d{3}(?!\d))", "", fold(text).replace("**", ""))
    return " ".join(plain.split())


def read_lines(name: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a case file of the repository."""
    for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def load_cases(name: str) -> list[Case]:
    """Return the cases of a file; a line that does not follow the schema stops everything."""
    return [Case.model_validate(line) for line in read_lines(name)]
