"""One process's assistant, and what it observes of a case. The only module that asks anything."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from time import monotonic, perf_counter

from sqlalchemy import Engine

from assistant.assistant import Assistant
from assistant.bootstrap import build
from assistant.database import reading
from assistant.describe import Describer
from assistant.pipeline import Step, run
from assistant.redact import Redact
from assistant.retrieve import Retrieve
from assistant.route import Route
from assistant.settings import day_in_chile
from assistant.turn import Outcome, Turn
from assistant.understand import Understand
from evals.interviewing.cases import ConversationCase, load_conversations
from evals.interviewing.judge import judge as judge_interview
from evals.interviewing.talk import converse
from evals.running.kept_queries import KeptQueries, open_kept
from evals.running.machine import reference_ms
from evals.running.observation import RESUMED, TIMED, Cited, Found, Observation, action
from evals.running.whole_base import observe as observe_whole
from evals.running.workplace import Workplace
from evals.suites.case import WHOLE_BASE, YES_OR_NO, Case
from evals.suites.fixed_texts import fixed_texts
from evals.suites.gold import plain
from governance.classification.engine import assess
from governance.moments import Clock
from governance.policy.load import policy_on
from knowledge_base.figures import Figure, load_figures
from knowledge_base.ingest import HERE
from knowledge_base.model import Evidence
from knowledge_base.retrieval import Query, Retriever

DEPTH = 10
"""Passages that the retrieval suite looks at."""

REFERENCE_EVERY = 20
"""Cases between two looks at how fast the machine is."""


@dataclass
class Withholding(Retriever):
    """A search that cannot see some passages."""

    withheld: frozenset[str] = frozenset()

    def search(self, query: Query, audience: str, day: date, k: int = 8) -> tuple[Evidence, ...]:
        """Return what the search finds among the rest."""
        found = super().search(query, audience, day, k + len(self.withheld))
        return tuple(e for e in found if e.passage.id not in self.withheld)[:k]


@dataclass
class Bench:
    """Asks cases. Its clock starts at noon of the day of the run, whatever the day is."""

    workplace: Workplace
    folder: Path
    day: date
    _assistants: dict[str, Assistant] = field(default_factory=dict)
    _withholding: Withholding | None = None
    _describer: Describer | None = None
    _figures: dict[str, Figure] | None = None
    _asked: int = 0

    def observe(self, case: Case) -> Observation:
        """Return what the assistant did; what breaks is observed too."""
        self._asked += 1
        reference = reference_ms() if self._asked % REFERENCE_EVERY == 1 else None
        ask = _ASKS.get(case.suite, Bench._turn)
        started = perf_counter()
        try:
            seen = ask(self, case)
        except Exception as error:
            # Whatever breaks in a case is a result of the run, and a gate fails on it.
            return Observation(
                case_id=case.id, suite=case.suite, error=f"{type(error).__name__}: {error}"[:300]
            )
        total = (perf_counter() - started) * 1000
        return seen.model_copy(
            update={"total_ms": seen.total_ms or round(total, 2), "reference_ms": reference}
        )

    def engine(self) -> Engine:
        """Return the database of the plain assistant."""
        return self._assistant("plain").engine

    def _assistant(self, which: str) -> Assistant:
        if which not in self._assistants:
            settings = self.workplace.of(self.folder / which)
            built = build(settings, clock=clock_from(self.day))
            retriever = built.knowledge()
            retriever.embedder = KeptQueries(retriever.embedder, open_kept(self.workplace.queries))
            self._assistants[which] = built
        return self._assistants[which]

    def _turn(self, case: Case) -> Observation:
        """Ask as a person does: a conversation of its own, the whole turn, recorded."""
        assistant = self._assistant("planted" if case.plant else "plain")
        if case.withheld:
            assistant = self._without(assistant, case.withheld)
        kept = assistant.knowledge().embedder
        assert isinstance(kept, KeptQueries)
        kept.is_on = case.suite != TIMED
        begun = assistant.start(case.audience, "evals")
        for said in case.history:
            assistant.reply(begun.id, said, "evals")
        started = perf_counter()
        reply = assistant.reply(begun.id, case.question, "evals")
        total = (perf_counter() - started) * 1000
        seen = Observation(
            case_id=case.id,
            suite=case.suite,
            outcome=reply.outcome.value,
            action=action(reply),
            text=reply.text,
            opening=begun.messages[0].text if begun.messages else "",
            confidence=reply.confidence,
            cited=tuple(
                Cited(passage_id=c.passage_id, url=c.url, quote=c.quote) for c in reply.citations
            ),
            folio=reply.handoff.folio if reply.handoff else "",
            total_ms=round(total, 2),
        )
        if reply.decision_id is None:
            # Going on with the assistant is an event of the case, not a decision about a question.
            is_resumed = reply.outcome == Outcome.ABOUT_ASSISTANT
            return seen.model_copy(update={"label": RESUMED if is_resumed else ""})
        with reading(assistant.engine) as connection:
            logged = assistant.log.get(connection, reply.decision_id).decision
        if logged is None:
            return seen
        return seen.model_copy(
            update={
                "is_recorded": True,
                "label": logged.label or "",
                "kept": logged.question,
                "found": tuple(Found(passage_id=p.id, score=p.score) for p in logged.passages),
                "timings_ms": dict(logged.timings_ms),
            }
        )

    def _without(self, assistant: Assistant, withheld: Sequence[str]) -> Assistant:
        """Return the assistant as if the knowledge base lacked some passages."""
        if self._withholding is None:
            whole = assistant.knowledge()
            self._withholding = Withholding(
                whole.index, whole.embedder, whole.glossary, whole.spanish, whole.weights
            )
        blind = copy.copy(self._withholding)
        blind.withheld = frozenset(withheld)
        steps = [
            replace(s, retriever=lambda: blind) if isinstance(s, Retrieve) else s
            for s in assistant.steps
        ]
        return replace(assistant, steps=steps)

    def _routed(self, case: Case) -> Observation:
        """Run the opening steps only: what is the message about?"""
        turn = run(self._steps(Redact, Understand, Route), _begin(case))
        return Observation(
            case_id=case.id,
            suite=case.suite,
            label=turn.label.value if turn.label else "",
            outcome=turn.outcome.value if turn.outcome else "",
            kept=turn.redacted,
            timings_ms=dict(turn.timings_ms),
        )

    def _searched(self, case: Case) -> Observation:
        """Redact, understand and search, whatever the router would say."""
        assistant = self._assistant("plain")
        turn = run(self._steps(Redact, Understand), _begin(case))
        retriever, day = assistant.knowledge(), day_in_chile(assistant.clock())
        started = perf_counter()
        found = retriever.search(
            retriever.read(turn.questions[0] if turn.questions else turn.query),
            case.audience,
            day,
            k=DEPTH,
        )
        took = (perf_counter() - started) * 1000
        return Observation(
            case_id=case.id,
            suite=case.suite,
            found=tuple(Found(passage_id=e.passage.id, score=e.score) for e in found),
            timings_ms={**turn.timings_ms, "retrieve": round(took, 2)},
        )

    def _classified(self, case: Case) -> Observation:
        """Read a description, or hold a whole interview."""
        if case.stratum == "interview":
            conversation = _conversations()[case.question]
            verdict = judge_interview(converse(self._assistant("plain"), conversation))
            return Observation(
                case_id=case.id,
                suite=case.suite,
                text="; ".join(verdict.problems),
                reads={
                    "reaches": "sí" if verdict.reaches else "no",
                    "too_low": "sí" if verdict.too_low else "no",
                },
            )
        policy = policy_on(self.day)
        if self._describer is None:
            embedder = self._assistant("plain").knowledge().embedder
            self._describer = Describer(policy, embedder)
        description = self._describer.describe(case.question)
        levels = assess(description.facts, policy).prudente
        return Observation(
            case_id=case.id,
            suite=case.suite,
            reads={**description.facts, "levels": "/".join(levels)},
            text="; ".join(w.code for w in description.warnings),
        )

    def _fixed(self, case: Case) -> Observation:
        """Read a text that is always the same, by its name in the file of texts."""
        if case.stratum != "fixed_text":
            return self._turn(case)
        found = fixed_texts(self._assistant("plain").texts)
        return Observation(case_id=case.id, suite=case.suite, text=found[case.question])

    def _figure(self, case: Case) -> Observation:
        """Read a figure, how a rule begins, or all of it, as the knowledge base states it."""
        if self._figures is None:
            self._figures = load_figures(HERE / "data")
        passages = self._assistant("plain").knowledge().index.passages
        if case.stratum == WHOLE_BASE:
            text = observe_whole(case, passages, self._figures)
        elif case.stratum == YES_OR_NO:
            said = next((p.text for p in passages if p.id == case.question), "")
            text = plain(said)[: len(case.label)]
        else:
            found = self._figures.get(case.question)
            text = found.texto if found else ""
        return Observation(case_id=case.id, suite=case.suite, text=text)

    def _steps(self, *kinds: type) -> list[Step]:
        return [s for s in self._assistant("plain").steps if isinstance(s, kinds)]


_ASKS: dict[str, Callable[[Bench, Case], Observation]] = {
    "router": Bench._routed,
    "retrieval": Bench._searched,
    "classification": Bench._classified,
    "communication": Bench._fixed,
    "figures": Bench._figure,
}
"""The suites that exercise a part; every other one asks whole turns."""


@cache
def _conversations() -> dict[str, ConversationCase]:
    return {conversation.id: conversation for conversation in load_conversations()}


def clock_from(day: date) -> Clock:
    """Return a clock that stood at noon of `day` (UTC) when it was made, and runs."""
    began, noon = monotonic(), datetime.combine(day, time(12), UTC)
    return lambda: noon + timedelta(seconds=monotonic() - began)


def _begin(case: Case) -> Turn:
    return Turn(f"eval-{case.id}", case.audience, "evals", case.question)
