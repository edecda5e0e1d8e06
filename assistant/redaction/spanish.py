"""The adapter to spaCy's Spanish model: which stretches of a message it takes for people.

Only what finding people needs is loaded, and the model forgets the words of each message as soon
as it was read.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.lookups import Lookups

from .lexicon import Lexicon, load_lexicon
from .text import MASKED, Span, Text
from .words import has_case, read_words

_MODEL = "es_core_news_sm"
_UNUSED = ("morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter")


@dataclass(frozen=True)
class SpanishModel:
    """The language model and the lexicon; one thread at a time."""

    model: Language
    lexicon: Lexicon

    def read(self, text: Text) -> Text:
        """Return `text`, whose people the model will find when somebody asks for them."""
        return replace(text, find_people=self._people)

    def _people(self, text: Text) -> tuple[Span, ...]:
        """Return the people that the model sees.

        A text that is masked in part was read before: reading it again would cost as much and the
        model, whose guesses change with what is left, could find more at every redaction.
        """
        if MASKED in text.plain:
            return ()
        # The model leans on capitals, and most people write none or only capitals.
        written = text.plain if has_case(text.plain) else true_case(text, self.lexicon)
        with self.model.memory_zone():
            entities = self.model(written).ents
            return tuple((e.start_char, e.end_char) for e in entities if e.label_ == "PER")


def build_spanish() -> SpanishModel:
    """Return the installed Spanish model and the lexicon that leans on its dictionary."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")  # docs/adr/0003
        model = spacy.load(_MODEL, exclude=_UNUSED)
    tables = Lookups().from_disk(Path(model.path or ".") / "lemmatizer" / "lookups")
    index: dict[str, list[str]] = tables.get_table("lemma_index")
    return SpanishModel(model, load_lexicon({word for words in index.values() for word in words}))


def true_case(text: Text, lexicon: Lexicon) -> str:
    """Return the text in lower case with a capital on each word that may be a name."""
    characters = [c.lower() if len(c.lower()) == 1 else c for c in text.plain]
    for i, word in enumerate(read_words(text, lexicon)):
        if i == 0 or word.is_known or word.is_place or not word.is_common:
            upper = characters[word.start].upper()
            characters[word.start] = upper if len(upper) == 1 else characters[word.start]
    return "".join(characters)
