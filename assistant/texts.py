"""The fixed texts that people read, from one YAML file, filled with the institution's names."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from assistant.turn import Audience, Outcome
from knowledge_base.figures import missing, render
from knowledge_base.institution import Institution

TEXTS_FILE = Path(__file__).with_name("texts.es.yaml")


class TextsError(Exception):
    """The texts cannot be used; raised when one is missing or names an unknown placeholder."""


class Texts(BaseModel):
    """Every fixed text, with the institution's names in place."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    banner: str
    disclosure: str
    outcomes: dict[Outcome, str]
    variants: dict[str, str]
    lines: dict[str, str]
    contact: dict[str, str]
    suggestions: dict[Audience, tuple[str, ...]]
    contact_text: str
    """How to reach a person, from the verified contact points only."""
    ways_text: str
    """The contact points alone, without the hours."""
    emergency_lines: str
    """The help lines of the crisis text, one list item each."""

    def outcome(self, outcome: Outcome, **values: str) -> str:
        """Return the text of an outcome; values that it does not name are ignored."""
        filled = {
            "contact": self.contact_text,
            "ways": self.ways_text,
            "lines": self.emergency_lines,
            "answer": "",
            "expectation": "",
        } | values
        return _tidy(_fill(self.outcomes[outcome], filled))

    def emergency(self) -> str:
        """Return the help lines alone: what is left of the crisis text when nothing can be kept."""
        return f"{self.lines['emergency']}\n\n{self.emergency_lines}"

    def variant(self, name: str, **values: str) -> str:
        """Return one of the texts that stand for an outcome in a special case."""
        known = {
            "contact": self.contact_text,
            "lines": self.emergency_lines,
            "expectation": "",
        }
        return _tidy(_fill(self.variants[name], known | values))


def load_texts(institution: Institution, path: Path = TEXTS_FILE) -> Texts:
    """Return the texts for `institution`.

    Raises:
        TextsError: an outcome has no text, or a placeholder is unknown or not verified.
    """
    raw = path.read_text(encoding="utf-8")
    values = institution.placeholders()
    if unknown := missing(raw, values):
        raise TextsError(
            f"{path.name}: estos datos no están o no están verificados: {', '.join(unknown)}"
        )
    data = yaml.safe_load(render(raw, values))
    lines = [f"- {e.value}: {e.use}" for e in institution.emergency if e.verified]
    texts = Texts(
        **data,
        contact_text=_contact(institution, data["contact"]),
        ways_text=_ways(institution, data["contact"]),
        emergency_lines="\n".join(lines),
    )
    if without := [o.value for o in Outcome if o not in texts.outcomes]:
        raise TextsError(f"{path.name}: falta el texto de {', '.join(without)}")
    return texts


def _ways(institution: Institution, words: dict[str, str]) -> str:
    ways = []
    for name in ("web", "oficina", "telefono", "correo"):
        if point := institution.verified_contact(name):
            ways.append(words[name].format(value=point.value))
    return f"{words['intro']} {'; '.join(ways)}." if ways else ""


def _contact(institution: Institution, words: dict[str, str]) -> str:
    parts = [ways] if (ways := _ways(institution, words)) else []
    if hours := institution.hours_text():
        parts.append(words["hours"].format(value=hours))
    else:
        parts.append(words["hours_unknown"])
    return " ".join(parts)


def _fill(text: str, values: dict[str, str]) -> str:
    # Not str.format: an answer may hold braces, and a value must never be read as a template.
    parts = [text]
    for name, value in values.items():
        parts = [piece for part in parts for piece in _split(part, "{" + name + "}", value)]
    return "".join(parts)


class _Value(str):
    """A value already in place, which is not searched again."""


def _split(part: str, marker: str, value: str) -> list[str]:
    if isinstance(part, _Value):
        return [part]
    pieces: list[str] = []
    for number, piece in enumerate(part.split(marker)):
        if number:
            pieces.append(_Value(value))
        pieces.append(piece)
    return pieces


def _tidy(text: str) -> str:
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip()
