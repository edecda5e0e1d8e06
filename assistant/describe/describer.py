"""From a free description to facts to confirm: cues, labelled sentences and, if any, a model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from langchain_core.language_models import BaseChatModel

from assistant.describe.clauses import Sentence, sentences
from assistant.describe.cues import Cues, Evidence, load_cues
from assistant.describe.description import Description, ExampleMatch, Source, Suggestion, Warning_
from assistant.describe.examples import Examples, load_examples
from assistant.describe.findings import Findings
from assistant.describe.guesses import Guesses
from assistant.describe.learned import LEARNED, Learned, load_learned, reconcile
from assistant.describe.merge import merge
from assistant.describe.model import ModelReader
from assistant.describe.phrases import best_clause
from assistant.describe.questions import settle_all
from assistant.describe.reading import Reading, read
from assistant.describe.verdicts import NEAR, NOTHING, Verdict
from assistant.describe.warning_texts import load_warnings
from assistant.describe.warnings import Warner
from governance.policy.model import Policy
from knowledge_base.embeddings import Embedder

MAX_CHARS = 8000
"""Letters of a description that are read: more than anybody writes."""

WHOLE_TEXT = 0.6
"""Part of the nearness that is the whole text's; the rest is its nearest sentence's."""

SOURCES: Mapping[str, Source] = {NEAR: "examples", LEARNED: "learned"}
"""Where a suggestion comes from, by the cue of its evidence; any other is a cue."""

EXAMPLE = "example"
"""The «question» of the cues that match an example of article 3."""


@dataclass(frozen=True)
class Describer:
    """Reads descriptions of AI systems. Nothing it suggests counts until a person confirms it.

    Without an embedder there are fewer suggestions; without a chat model, none of the model's. With
    a chat model, the caller must have masked the personal data in the text.
    """

    policy: Policy
    embedder: Embedder | None = None
    model: BaseChatModel | None = None

    def describe(self, text: str) -> Description:
        """Return the facts that `text` supports, and what a person must look at."""
        text = text[:MAX_CHARS]
        reading = read(text, self._cues.vocabulary)
        parts = tuple(sentences(reading.plain))
        evidence = [*self._cues.find(reading, parts), *self._near(reading, parts)]
        evidence = Guesses.of(text, evidence).kept(evidence)
        settled = reconcile(
            settle_all(evidence),
            evidence,
            self._learned,
            text,
            [
                (reading.quote(p.start, p.start + len(p.text)), p.start, p.start + len(p.text))
                for p in parts
            ],
        )
        verdicts = {
            q: self._at_its_clause(reading, v) if self._is_answer(q, v) else NOTHING
            for q, v in settled.items()
        }
        plain = tuple(self._suggest(reading, verdicts))
        examples = tuple(self._match_examples(reading, evidence))
        found = Findings(reading, evidence, verdicts, _facts(plain), examples)
        warnings = self._warner.warn(found)
        suggestions = plain
        if self.model is not None and text.strip():
            answered = ModelReader(self.policy, self.model).read(text)
            suggestions, disputed = merge(plain, answered, verdicts, evidence)
            found = Findings(
                reading, evidence, verdicts, _facts(suggestions), examples, tuple(disputed)
            )
            warnings = _joined(warnings, self._warner.warn(found))
        return Description(self._questions, suggestions, warnings, examples)

    @cached_property
    def _cues(self) -> Cues:
        return load_cues()

    @cached_property
    def _examples(self) -> Examples | None:
        return load_examples(self.embedder) if self.embedder is not None else None

    @cached_property
    def _learned(self) -> Learned:
        return load_learned()

    @cached_property
    def _warner(self) -> Warner:
        return Warner(self.policy, load_warnings())

    @cached_property
    def _questions(self) -> tuple[str, ...]:
        return tuple(q.id for q in sorted(self.policy.questions, key=lambda q: q.order))

    def _near(self, reading: Reading, parts: tuple[Sentence, ...]) -> Iterator[Evidence]:
        """Yield what nearness to the labelled sentences supports, at its nearest sentence."""
        quotes = [(reading.quote(p.start, p.start + len(p.text)), p) for p in parts]
        quotes = [(quote, part) for quote, part in quotes if quote]
        if self._examples is None or not quotes:
            return
        texts = [quote for quote, _ in quotes]
        whole, *each = self._examples.points([reading.original, *texts] if texts[1:] else texts)
        each = each or [whole]
        for answer, points in whole.items():
            nearest = max(range(len(each)), key=lambda n: each[n][answer])
            weight = WHOLE_TEXT * points + (1 - WHOLE_TEXT) * each[nearest][answer]
            if weight > 0:
                question, value = answer.split(":")
                part = quotes[nearest][1]
                end = part.start + len(part.text)
                yield Evidence(NEAR, question, value, weight, part.start, end)

    def _at_its_clause(self, reading: Reading, verdict: Verdict) -> Verdict:
        """Return the verdict with its evidence at the clause that supports it."""
        item = verdict.evidence
        if item is None or item.cue not in SOURCES:
            return verdict

        def points(texts: list[str]) -> list[float]:
            if item.cue == LEARNED or self._examples is None:
                classifier = self._learned.classifiers[item.question]
                return [classifier.probabilities(text).get(item.value, 0.0) for text in texts]
            answer = f"{item.question}:{item.value}"
            return [near[answer] for near in self._examples.points(texts)]

        start, end = best_clause(reading, (item.start, item.end), points)
        return replace(verdict, evidence=replace(item, start=start, end=end))

    def _is_answer(self, question: str, verdict: Verdict) -> bool:
        """Whether the policy in force has this question and this answer."""
        return question in self._questions and (
            verdict.value is None
            or any(v.value == verdict.value for v in self.policy.question(question).values)
        )

    def _suggest(self, reading: Reading, verdicts: Mapping[str, Verdict]) -> Iterator[Suggestion]:
        for question, verdict in verdicts.items():
            if verdict.value is None or verdict.evidence is None:
                continue
            phrase = reading.quote(verdict.evidence.start, verdict.evidence.end)
            if phrase:
                source: Source = SOURCES.get(verdict.evidence.cue, "cues")
                yield Suggestion(question, verdict.value, phrase, source)

    def _match_examples(
        self, reading: Reading, evidence: Iterable[Evidence]
    ) -> Iterator[ExampleMatch]:
        known = {example.id for example in self.policy.examples}
        for item in evidence:
            if item.question == EXAMPLE and item.value in known:
                known.discard(item.value)
                yield ExampleMatch(item.value, reading.quote(item.start, item.end))


def _facts(suggestions: Iterable[Suggestion]) -> dict[str, str]:
    return {s.question: s.value for s in suggestions}


def _joined(first: tuple[Warning_, ...], second: tuple[Warning_, ...]) -> tuple[Warning_, ...]:
    """Return every warning without the model and, of those with it, the new ones."""
    return (*first, *(w for w in second if w not in first))
