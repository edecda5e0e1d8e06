"""The fixed words around an interview's questions, from one YAML file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

SPEECH_FILE = Path(__file__).with_name("speech.yaml")


@dataclass(frozen=True)
class Speech:
    """The words, by name."""

    words: dict[str, str]

    def text(self, name: str, **filled: str) -> str:
        """Return one of the texts, filled; what a person wrote is never read as a template."""
        pieces = self.words[name].split("{")
        text = pieces[0]
        for piece in pieces[1:]:
            slot, _, rest = piece.partition("}")
            text += filled[slot] + rest
        return text


def load_speech(path: Path = SPEECH_FILE) -> Speech:
    """Return the words of `path`."""
    return Speech(yaml.safe_load(path.read_text(encoding="utf-8")))
