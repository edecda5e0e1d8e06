"""What a thousand labelled descriptions teach: how likely each answer is, and what follows of it.

The cues know why; this knows how people write. An answer of the cues that no similar description
has is left to be asked, and where the cues are silent a likely answer is suggested, at the sentence
that makes it likely. It needs no embedding. Fitted by `evals/fitting/describer.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from zipfile import BadZipFile

import numpy as np

from assistant.classifier import Classifier
from assistant.describe.cues import Evidence
from assistant.describe.guesses import Guesses, may_lower
from assistant.describe.verdicts import AGAINST, LETTERS, NEAR, NOTHING, Verdict, weigh
from knowledge_base.text import content_words

LEARNED_FILE = Path(__file__).with_name("learned.npz")
NOT_SETTLED = "_"
"""The label of a question that a description does not settle."""

LEARNED = "learned"
"""The «cue» of evidence that comes from here: its phrase is a whole sentence."""

LIKELY, SURELY = 0.6, 0.7
"""Probability from which an answer is suggested alone; the second where it may lower the level."""

TO_SETTLE = 0.1
"""What more it takes to suggest one of the answers that the cues contradict each other about."""

UNHEARD_OF = 0.2
"""Probability under which an answer of the cues is doubted."""

LEAST_WORDS = 4
"""Different words that say something, under which a text is not like any description."""

NEVER_LEARNED = frozenset({"P0:ninguna"})
"""That nothing prohibited is done must be said in words."""

DEPENDENT: Mapping[str, str] = MappingProxyType({"P2": "P1", "P3": "P1"})
"""Questions about a decision, and the question that says whether there is one."""


class LearnedError(Exception):
    """The weights cannot be used; raised when their file is missing or damaged."""


@dataclass(frozen=True)
class Learned:
    """The probability of each answer of each question, in one text."""

    classifiers: Mapping[str, Classifier]
    examples: str
    """Digest of the descriptions that it was fitted on."""

    def shares(self, text: str) -> dict[str, dict[str, float]]:
        """Return, for each question, the probability of each answer and of none."""
        return {name: c.probabilities(text) for name, c in self.classifiers.items()}


def load_learned(path: Path = LEARNED_FILE) -> Learned:
    """Return what `evals/fitting/describer.py` fitted.

    Raises:
        LearnedError: the file is missing or damaged.
    """
    try:
        with np.load(path, allow_pickle=False) as data:
            examples = str(data["examples"])
            classifiers = {
                name: Classifier(
                    tuple(map(str, data[f"{name}_labels"])),
                    data[f"{name}_weights"].astype(np.float32),
                    data[f"{name}_bias"].astype(np.float32),
                    examples,
                )
                for name in map(str, data["questions"])
            }
    except (OSError, EOFError, BadZipFile, ValueError, KeyError) as error:
        raise LearnedError(f"{path.name}: no se puede leer; ejecuta `make fit`.") from error
    return Learned(classifiers, examples)


def reconcile(
    verdicts: Mapping[str, Verdict],
    evidence: Iterable[Evidence],
    learned: Learned,
    text: str,
    parts: Sequence[tuple[str, int, int]],
) -> dict[str, Verdict]:
    """Return the verdicts of the cues beside what was learned.

    `parts` are the sentences of `text`, each with its place in the plain text.
    """
    says_something = len(set(content_words(text))) >= LEAST_WORDS
    shares = learned.shares(text) if says_something else {}
    pieces = list(evidence)
    weights = weigh(pieces)
    words = weigh(item for item in pieces if item.cue != NEAR)
    guesses = Guesses.of(text, pieces)
    prohibited = verdicts["P0"].is_prohibited if "P0" in verdicts else False
    joined: dict[str, Verdict] = {}
    for name, verdict in verdicts.items():
        likely = shares.get(name, {})
        if name in DEPENDENT and joined[DEPENDENT[name]].value != "si":
            joined[name] = NOTHING
        elif not likely:
            joined[name] = verdict
        elif verdict.is_conflict:
            found = _suggested(name, likely, {}, learned, parts, more=TO_SETTLE)
            if _is_only_denied(found.value, words.get(name, {})) or not guesses.allow(
                name, found.value
            ):
                found = NOTHING
            joined[name] = replace(found, is_conflict=True) if found.value else verdict
        elif verdict.value is None:
            found = _suggested(name, likely, weights.get(name, {}), learned, parts)
            # Beside a prohibited use nothing milder is guessed.
            is_barred = prohibited and may_lower(name, found.value)
            joined[name] = found if guesses.allow(name, found.value) and not is_barred else NOTHING
        else:
            joined[name] = verdict if _is_heard_of(verdict.value, likely) else NOTHING
    return joined


def _is_only_denied(value: str | None, words: Mapping[str, float]) -> bool:
    """Whether the words of the text are all for another answer."""
    against = max((w for v, w in words.items() if v != value), default=0.0)
    return value not in words and against >= AGAINST


def _is_heard_of(value: str, likely: Mapping[str, float]) -> bool:
    if value in LETTERS:
        return True  # a prohibited use that the words name is never taken back
    return max(likely, key=lambda v: likely[v]) == value or likely.get(value, 0.0) >= UNHEARD_OF


def _suggested(
    name: str,
    likely: Mapping[str, float],
    weights: Mapping[str, float],
    learned: Learned,
    parts: Sequence[tuple[str, int, int]],
    more: float = 0.0,
) -> Verdict:
    value = max(likely, key=lambda v: likely[v])
    answer = f"{name}:{value}"
    against = max((w for v, w in weights.items() if v != value), default=0.0)
    if value == NOT_SETTLED or answer in NEVER_LEARNED or not parts:
        return NOTHING
    least = (SURELY if may_lower(name, value) else LIKELY) + more
    if likely[value] < least or against >= AGAINST:
        return NOTHING
    classifier = learned.classifiers[name]
    _, start, end = max(parts, key=lambda part: classifier.probabilities(part[0])[value])
    return Verdict(value, Evidence(LEARNED, name, value, likely[value], start, end))
