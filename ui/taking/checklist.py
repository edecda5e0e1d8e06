"""The sections of the knowledge base that make the checklist of documents to apply."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge_base.model import Passage

SECTIONS_FILE = Path(__file__).with_name("checklist.yaml")


class ChecklistError(Exception):
    """The sections cannot be used; raised when the file is wrong, with every mistake."""


class ChecklistSections(BaseModel):
    """Which sections have a list to tick, and which are read before."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    listas: tuple[str, ...]
    consejos: tuple[str, ...]


@dataclass(frozen=True)
class Ticks:
    """A list to tick: its items, and what its section says before (whom it is for) and after."""

    passage: Passage
    before: str
    items: tuple[str, ...]
    after: str


@dataclass(frozen=True)
class Checklist:
    """What the page shows."""

    lists: tuple[Ticks, ...]
    advice: tuple[Passage, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Return every section that it rests on."""
        return (*(one.passage for one in self.lists), *self.advice)


def load_sections(path: Path = SECTIONS_FILE) -> ChecklistSections:
    """Return which sections make the checklist.

    Raises:
        ChecklistError: the file cannot be read or says something else.
    """
    try:
        return ChecklistSections.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ChecklistError(f"{path.name}: {error}") from error


def find_checklist(
    sections: ChecklistSections, read: Callable[[str], Sequence[Passage]]
) -> Checklist:
    """Return the checklist of today; `read` gives the sections in force of a document."""
    read_once = cache(read)

    def find(ids: Sequence[str]) -> tuple[Passage, ...]:
        documents = (read_once(one.partition("#")[0]) for one in ids)
        found = {p.id: p for document in documents for p in document}
        return tuple(found[one] for one in ids if one in found)

    lists = (ticks(passage) for passage in find(sections.listas))
    return Checklist(tuple(one for one in lists if one.items), find(sections.consejos))


def ticks(passage: Passage) -> Ticks:
    r"""Return the list of a section, apart from the words around it.

    >>> from dataclasses import replace
    >>> empty = Passage("d#s", "d", "D", "S", "", "F", ())
    >>> found = ticks(replace(empty, text="Se pide:\n- RUT.\n- Carta.\nNada más."))
    >>> found.before, found.items, found.after
    ('Se pide:', ('RUT.', 'Carta.'), 'Nada más.')
    """
    lines = [line.strip() for line in passage.text.splitlines() if line.strip()]
    places = [place for place, line in enumerate(lines) if line.startswith("- ")]
    if not places:
        return Ticks(passage, " ".join(lines), (), "")
    first, last = places[0], places[-1]
    items = tuple(line.removeprefix("- ") for line in lines[first : last + 1])
    return Ticks(passage, " ".join(lines[:first]), items, " ".join(lines[last + 1 :]))
