"""The adapter to Presidio and spaCy, the only module that knows either.

Presidio's own recognizers are left out: in Spanish and for Chile they miss almost everything, and
one of them fetches a list from the network. Ours run through its extension point instead. spaCy
loads only what finding people needs, and forgets each message's words as soon as it was read.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

import spacy
import tldextract
from presidio_analyzer import (
    AnalyzerEngine,
    EntityRecognizer,
    RecognizerRegistry,
    RecognizerResult,
)
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from spacy.language import Language
from spacy.lookups import Lookups

from .lexicon import Lexicon, load_lexicon
from .model import Finding, Kind
from .recognizers import account, address, birth_date, card, document, email, phone, plate, rut, secret, web
from .recognizers.name import NameRecognizer, has_case
from .text import Span, Text

LANGUAGE = "es"
_MODEL = "es_core_news_sm"
_UNUSED = ("morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter")

Find = Callable[[Text], Iterable[Finding]]


class PresidioAnalyzer:
    """Finds personal data in one text; safe to share between threads."""

    def __init__(self, engine: AnalyzerEngine, nlp: SpanishNlp) -> None:
        self._engine = engine
        self._nlp = nlp
        self._lock = Lock()

    def find(self, text: Text) -> list[Finding]:
        """Return every finding of every recognizer, overlaps included."""
        with self._lock:
            results = self._engine.analyze(
                text.plain, language=LANGUAGE, nlp_artifacts=self._nlp.read(text)
            )
        return [Finding(Kind(r.entity_type), r.start, r.end, r.score) for r in results]


class SpanishNlp(NlpEngine):  # type: ignore[misc]
    """spaCy's Spanish model, reduced to finding people."""

    def __init__(self, model: Language, lexicon: Lexicon) -> None:
        self._model = model
        self._lexicon = lexicon

    def read(self, text: Text) -> TextArtifacts:
        """Return `text` with the people that the model sees in it."""
        with self._model.memory_zone():
            document = self._model(self._with_capitals(text))
            people = tuple((e.start_char, e.end_char) for e in document.ents if e.label_ == "PER")
        return TextArtifacts(replace(text, people=people), self)

    def _with_capitals(self, text: Text) -> str:
        """Return the text as a careful writer would capitalize it, position by position.

        The model leans on capitals, and most people write none or only capitals.
        """
        if has_case(text.plain):
            return text.plain
        return true_case(text, self._lexicon)

    def load(self) -> None:
        """Do nothing: the model comes loaded."""

    def is_loaded(self) -> bool:
        """Return that the model is loaded."""
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """Return the artifacts of a text of which nothing is masked."""
        return self.read(Text(text))

    def process_batch(self, *_: Any, **__: Any) -> Iterator[tuple[str, NlpArtifacts]]:
        """Refuse: messages are read one by one."""
        raise NotImplementedError

    def is_stopword(self, word: str, language: str) -> bool:
        """Return that no word is one: Presidio's context words are not used."""
        return False

    def is_punct(self, word: str, language: str) -> bool:
        """Return that no word is one: Presidio's context words are not used."""
        return False

    def get_supported_entities(self) -> list[str]:
        """Return nothing: the name recognizer reads the people itself."""
        return []

    def get_supported_languages(self) -> list[str]:
        """Return Spanish."""
        return [LANGUAGE]


class TextArtifacts(NlpArtifacts):  # type: ignore[misc]
    """What Presidio carries from the language model to the recognizers: our `Text`."""

    def __init__(self, text: Text, engine: NlpEngine) -> None:
        super().__init__([], [], [], [], engine, LANGUAGE)
        self.text = text


class _Recognizer(EntityRecognizer):  # type: ignore[misc]
    """One of our recognizers as one of Presidio's."""

    def __init__(self, name: str, kinds: Iterable[Kind], find: Find) -> None:
        self._find = find
        super().__init__([kind.value for kind in kinds], name=name, supported_language=LANGUAGE)

    def load(self) -> None:
        """Do nothing: there is nothing to load."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: TextArtifacts
    ) -> list[RecognizerResult]:
        """Return the recognizer's findings in Presidio's form."""
        return [
            RecognizerResult(found.kind.value, found.start, found.end, found.score)
            for found in self._find(nlp_artifacts.text)
        ]


class _NoContext(ContextAwareEnhancer):  # type: ignore[misc]
    """Leaves scores as they are: our recognizers look at the context themselves."""

    def __init__(self) -> None:
        super().__init__(0.0, 0.0, 0, 0)

    def enhance_using_context(
        self, text: str, raw_results: list[RecognizerResult], *_: Any, **__: Any
    ) -> list[RecognizerResult]:
        """Return the results unchanged."""
        return raw_results


def build_analyzer() -> PresidioAnalyzer:
    """Return an analyzer with every recognizer; takes a second or two, touches no network."""
    # Presidio's e-mail recognizer would make tldextract download a list; nobody else may either.
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")  # docs/adr/0003
        model = spacy.load(_MODEL, exclude=_UNUSED)
    lexicon = load_lexicon(_dictionary(model))
    nlp = SpanishNlp(model, lexicon)
    recognizers = [
        _Recognizer("rut", [Kind.RUT], rut.find),
        _Recognizer("phone", [Kind.PHONE], phone.find),
        _Recognizer("email", [Kind.EMAIL], email.find),
        _Recognizer("address", [Kind.ADDRESS], address.find),
        _Recognizer("birth_date", [Kind.BIRTH_DATE], birth_date.find),
        _Recognizer("plate", [Kind.PLATE], plate.find),
        _Recognizer("account", [Kind.ACCOUNT], account.find),
        _Recognizer("card", [Kind.CARD], card.find),
        _Recognizer("secret", [Kind.SECRET], secret.find),
        _Recognizer("document", [Kind.DOCUMENT], document.find),
        _Recognizer("web", [Kind.IP, Kind.URL], web.find),
        _Recognizer("name", [Kind.NAME], NameRecognizer(lexicon).find),
    ]
    engine = AnalyzerEngine(
        registry=RecognizerRegistry(recognizers, supported_languages=[LANGUAGE]),
        nlp_engine=nlp,
        supported_languages=[LANGUAGE],
        context_aware_enhancer=_NoContext(),
    )
    return PresidioAnalyzer(engine, nlp)


def true_case(text: Text, lexicon: Lexicon) -> str:
    """Return a text without case information with a capital on each word that may be a name."""
    lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text.plain)
    characters = list(lower)
    start = 0
    for position in range(len(lower) + 1):
        if position < len(lower) and lower[position].isalpha():
            continue
        word = text.folded[start:position]
        if word and (start == 0 or not lexicon.is_common(word) or word in lexicon.given):
            upper = characters[start].upper()
            characters[start] = upper if len(upper) == 1 else characters[start]
        start = position + 1
    return "".join(characters)


def _dictionary(model: Language) -> set[str]:
    """Return the base forms that the installed model knows, as its dictionary of common words."""
    tables = Lookups().from_disk(Path(model.path or ".") / "lemmatizer" / "lookups")
    index: dict[str, list[str]] = tables.get_table("lemma_index")
    return {word for words in index.values() for word in words}


def overlaps(a: Span, b: Span) -> bool:
    """Whether two stretches share a character."""
    return a[0] < b[1] and b[0] < a[1]
