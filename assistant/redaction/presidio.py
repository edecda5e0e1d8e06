"""The adapter to Presidio, the only module that knows it.

Presidio's own recognizers are left out: in Spanish and for Chile they miss almost everything, and
one of them fetches a list from the network. Ours run through its extension point instead.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from threading import Lock
from typing import Any

import tldextract
from presidio_analyzer import (
    AnalyzerEngine,
    EntityRecognizer,
    RecognizerRegistry,
    RecognizerResult,
)
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

from .model import Finding, Kind
from .recognizers import (
    account,
    address,
    birth_date,
    card,
    coordinates,
    document,
    email,
    health,
    loose,
    mailbox,
    phone,
    plate,
    rut,
    secret,
    social,
    web,
)
from .recognizers.name import NameRecognizer
from .spanish import SpanishModel, build_spanish
from .text import Text, build_text

LANGUAGE = "es"

Find = Callable[[Text], Iterable[Finding]]


class PresidioAnalyzer:
    """Finds personal data in one text; safe to share between threads."""

    def __init__(self, engine: AnalyzerEngine, nlp: _Nlp) -> None:
        """Wrap an engine and the language engine that it was built with."""
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


def build_analyzer() -> PresidioAnalyzer:
    """Return an analyzer with every recognizer; takes a second or two, touches no network."""
    # Presidio's e-mail recognizer would make tldextract download a list; nobody else may either.
    offline = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    tldextract.extract = offline  # type: ignore[assignment]
    logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
    spanish = build_spanish()
    nlp = _Nlp(spanish)
    recognizers = [
        _Recognizer(account.find, Kind.ACCOUNT),
        _Recognizer(address.find, Kind.ADDRESS),
        _Recognizer(birth_date.find, Kind.BIRTH_DATE),
        _Recognizer(card.find, Kind.CARD),
        _Recognizer(coordinates.find, Kind.LOCATION),
        _Recognizer(document.find, Kind.DOCUMENT),
        _Recognizer(email.find, Kind.EMAIL),
        _Recognizer(health.find, Kind.HEALTH),
        _Recognizer(loose.find, Kind.RUT, Kind.PHONE, Kind.ACCOUNT, Kind.CARD),
        _Recognizer(mailbox.find, Kind.EMAIL),
        _Recognizer(NameRecognizer(spanish.lexicon).find, Kind.NAME),
        _Recognizer(phone.find, Kind.PHONE),
        _Recognizer(plate.find, Kind.PLATE),
        _Recognizer(rut.find, Kind.RUT),
        _Recognizer(secret.find, Kind.SECRET),
        _Recognizer(social.find, Kind.SOCIAL),
        _Recognizer(web.find, Kind.IP, Kind.DEVICE, Kind.URL, Kind.PROFILE),
    ]
    engine = AnalyzerEngine(
        registry=RecognizerRegistry(recognizers, supported_languages=[LANGUAGE]),
        nlp_engine=nlp,
        supported_languages=[LANGUAGE],
        context_aware_enhancer=_NoContext(),
    )
    return PresidioAnalyzer(engine, nlp)


class _Artifacts(NlpArtifacts):
    """What Presidio carries from the language model to the recognizers: our `Text`."""

    def __init__(self, text: Text, engine: NlpEngine) -> None:
        super().__init__([], None, [], [], engine, LANGUAGE)  # type: ignore[arg-type]
        self.text = text


class _Nlp(NlpEngine):
    """Our Spanish model as Presidio's language engine."""

    def __init__(self, spanish: SpanishModel) -> None:
        self._spanish = spanish

    def read(self, text: Text) -> _Artifacts:
        return _Artifacts(self._spanish.read(text), self)

    def load(self) -> None:
        pass

    def is_loaded(self) -> bool:
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        return self.read(build_text(text))

    def process_batch(
        self, texts: Iterable[str], language: str, *_: Any, **__: Any
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        return ((text, self.process_text(text, language)) for text in texts)

    def is_stopword(self, word: str, language: str) -> bool:
        return False

    def is_punct(self, word: str, language: str) -> bool:
        return False

    def get_supported_entities(self) -> list[str]:
        return []

    def get_supported_languages(self) -> list[str]:
        return [LANGUAGE]


class _Recognizer(EntityRecognizer):
    """One of our recognizers as one of Presidio's."""

    def __init__(self, find: Find, *kinds: Kind) -> None:
        self._find = find
        names = [kind.value for kind in kinds]
        super().__init__(names, name=names[0], supported_language=LANGUAGE)

    def load(self) -> None:
        pass

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts
    ) -> list[RecognizerResult]:
        assert isinstance(nlp_artifacts, _Artifacts)
        return [
            RecognizerResult(found.kind.value, found.start, found.end, found.score)
            for found in self._find(nlp_artifacts.text)
        ]


class _NoContext(ContextAwareEnhancer):
    """Leaves scores as they are: our recognizers look at the context themselves."""

    def __init__(self) -> None:
        super().__init__(0.0, 0.0, 0, 0)

    def enhance_using_context(
        self, text: str, raw_results: list[RecognizerResult], *_: Any, **__: Any
    ) -> list[RecognizerResult]:
        return raw_results
