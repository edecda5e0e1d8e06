"""What a turn is about, and whether it may be searched at all.

Rules first, for what must never be missed; then a classifier of how the message is written, fitted
on labelled examples (`route_examples.yaml`, `evals/fitting/router.py`). It needs no embedding: it
does not change with the model that the search uses. Labels that are answered from the knowledge
base are not told apart here but by what the search finds.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from zipfile import BadZipFile

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict, Field

from assistant.classifier import Classifier
from assistant.spelling import respell
from assistant.turn import Label, Turn
from knowledge_base.text import fold

ROUTES_FILE = Path(__file__).with_name("routes.yaml")
EXAMPLES_FILE = Path(__file__).with_name("route_examples.yaml")
CLASSIFIER_FILE = Path(__file__).with_name("router.npz")

RESUME_RULE = "resume"
"""The rule of a message that says only that the person goes on with the assistant."""

HUMAN_OR_MACHINE_RULE = "human-or-machine"
"""The rule of who asks whether a person answers; they are told in fixed words that none does."""

OWN_SITUATION = "own_situation"
SMALL_TALK = "small_talk"
KNOWLEDGE = "knowledge"
"""Examples that are answered from the knowledge base: what speaks against every other label."""


class RoutesError(Exception):
    """The routes cannot be used; raised when a file is missing or does not follow the schema."""


class Rule(BaseModel):
    """Text that decides a label; `unless` takes the match back."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    label: Label
    reason: str
    match: tuple[str, ...]
    unless: tuple[str, ...] = ()
    weight: float = Field(default=1.0, gt=0, le=1)
    """1 decides alone; less is added to the classifier's probability of the label."""

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
        unless = re.compile("|".join(self.unless)) if self.unless else None
        return re.compile("|".join(self.match)), unless

    def applies(self, folded: str) -> bool:
        """Whether the rule decides this folded text."""
        match, unless = self._patterns
        return bool(match.search(folded)) and not (unless and unless.search(folded))


class Routes(BaseModel):
    """The rules in force, in order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    in_force_from: date
    rules: tuple[Rule, ...]

    def matching(self, text: str) -> Iterator[Rule]:
        """Yield the rules that apply to `text`, in order.

        A rule for a life in danger also reads the words as somebody who writes by ear meant them.
        """
        folded = fold(text)
        meant = respell(folded)
        return (
            rule
            for rule in self.rules
            if rule.applies(folded)
            or (rule.label == Label.CRISIS and meant != folded and rule.applies(meant))
        )

    def deciding(self, text: str) -> Rule | None:
        """Return the first rule that decides `text` alone."""
        return next((rule for rule in self.matching(text) if rule.weight == 1), None)


def load_routes(path: Path = ROUTES_FILE) -> Routes:
    """Return the rules in `path`.

    Raises:
        RoutesError: the file is wrong, or a pattern is.
    """
    try:
        routes = Routes.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        for rule in routes.rules:
            rule.applies("")
    except (OSError, yaml.YAMLError, ValueError, re.error) as error:
        raise RoutesError(f"{path.name}: {error}") from error
    return routes


def load_examples(path: Path = EXAMPLES_FILE) -> dict[str, list[str]]:
    """Return the labelled examples, by label.

    Raises:
        RoutesError: the file is wrong or names a label that does not exist.
    """
    try:
        examples: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise RoutesError(f"{path.name}: {error}") from error
    known = {label.value for label in Label} | {OWN_SITUATION, SMALL_TALK, KNOWLEDGE}
    if unknown := sorted(set(examples) - known):
        raise RoutesError(f"{path.name}: etiquetas desconocidas: {', '.join(unknown)}")
    return examples


def examples_digest(path: Path = EXAMPLES_FILE) -> str:
    """Return the digest that ties a fitted classifier to its examples."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def load_classifier(path: Path = CLASSIFIER_FILE) -> Classifier:
    """Return the classifier that `evals/fitting/router.py` fitted.

    Raises:
        RoutesError: the file is missing or damaged.
    """
    try:
        with np.load(path, allow_pickle=False) as data:
            return Classifier(
                tuple(map(str, data["labels"])),
                data["weights"].astype(np.float32),
                data["bias"].astype(np.float32),
                str(data["examples"]),
            )
    except (OSError, EOFError, BadZipFile, ValueError, KeyError) as error:
        raise RoutesError(f"{path.name}: no se puede leer; ejecuta `make fit`.") from error


CARE: Mapping[str, float] = MappingProxyType(
    {Label.CRISIS: 1.5, Label.ASKS_HUMAN: 1.5, Label.PERSONAL_CASE: 1.1}
)
"""How much more a label counts because missing it does harm; every other label counts once."""

LEAST: Mapping[str, float] = MappingProxyType({Label.CRISIS: 0.35, Label.ASKS_HUMAN: 0.3})
"""Probability below which care alone does not decide: a false crisis frightens people too."""

FROM_KNOWLEDGE = frozenset(
    {KNOWLEDGE, OWN_SITUATION, Label.ABOUT_ASSISTANT, Label.COMPLAINT, Label.TRANSPARENCY}
)
"""Classes that are answered from the knowledge base."""


@dataclass(frozen=True)
class Route:
    """Fills `label`, `rule_id` and `route_scores` of a turn.

    Without a rule, the careful side has the lower bar: a message that may ask for a person, or be
    about someone's own case, goes to a person more easily than it is declined.
    """

    routes: Routes
    classifier: Classifier
    expand: Callable[[str], str]
    """Writes out abbreviations, as in the examples when the classifier was fitted."""

    def __call__(self, turn: Turn) -> Turn:
        """Return the turn with its label; a rule that decides alone needs no classifier."""
        hints: dict[str, Rule] = {}
        for rule in self.routes.matching(turn.query):
            if rule.weight == 1:
                return replace(turn, label=rule.label, rule_id=rule.id)
            hints.setdefault(rule.label, rule)
        if turn.language != "es":
            # The classifier reads Spanish; the search does not mind the language.
            return replace(turn, label=None, rule_id="foreign-language")
        # A follow-up is routed as it was written: what it was completed with was routed before.
        shares = [
            self.classifier.probabilities(self.expand(q)) for q in turn.said or turn.questions
        ]
        names = [self._likeliest(share, hints) for share in shares]
        # One question about someone's own case, or for a person, is enough to hand off; for the
        # rest, one that can be answered is enough to go on.
        handed = [n for n in CARE if n in names]
        name = handed[0] if handed else next((n for n in names if n in FROM_KNOWLEDGE), names[0])
        for text in self._plainer(turn, name):
            share = self.classifier.probabilities(self.expand(text))
            if (asked := self._likeliest(share, hints)) in FROM_KNOWLEDGE:
                name, shares = asked, [share]
                break
        source = hints[name].id if name in hints else f"classifier:{name}"
        if name in {KNOWLEDGE, OWN_SITUATION}:
            return replace(turn, label=None, rule_id=source, route_scores=shares[0])
        label = Label.GREETING if name == SMALL_TALK else Label(name)
        return replace(turn, label=label, rule_id=source, route_scores=shares[0])

    @staticmethod
    def _plainer(turn: Turn, name: str) -> tuple[str, ...]:
        """Return what else of the message may show that it is a question that we answer.

        Courtesy hides nothing; a story may hide danger or an attack, and is then not set aside.
        """
        if name in CARE or name in FROM_KNOWLEDGE or len(turn.questions) != 1 or any(turn.alone):
            return ()
        return (*turn.questions, *([turn.asks] if turn.asks and name != Label.UNSAFE else []))

    @staticmethod
    def _likeliest(share: Mapping[str, float], hints: Mapping[str, Rule]) -> str:
        def weight(name: str) -> float:
            likely = share[name] + (hints[name].weight if name in hints else 0.0)
            return likely * CARE.get(name, 1.0) if likely >= LEAST.get(name, 0.0) else 0.0

        return max(share, key=weight)
