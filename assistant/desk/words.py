"""The fixed words of the desk, from one YAML file; a program says them, never a person."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from assistant.interviewing.speech import Speech, load_speech

WORDS_FILE = Path(__file__).with_name("words.es.yaml")


@lru_cache(maxsize=1)
def desk_words() -> Speech:
    """Return the words of the desk, read once."""
    return load_speech(WORDS_FILE)
