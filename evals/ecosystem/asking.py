"""What an outside runner needs to ask our cases: a place prepared once, and scores on demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import RLock

from assistant.settings import load_settings
from evals.evaluation import DAY, Evaluation, hunted, scored
from evals.report.results import Result
from evals.running.bench import Bench
from evals.running.observation import Observation
from evals.running.workplace import Workplace
from evals.scorers.score import METRICS, Context, Score
from evals.suites.case import Case, Kind
from evals.suites.catalogue import load_suite, planted_cases
from evals.suites.gold import Shelf


class AskingError(Exception):
    """A case could not be asked; raised with what broke."""


@dataclass
class Ground:
    """The assistant of this installation, asked in `root` only.

    Cases go one after another, whatever thread brings them: it is one process with one database.
    """

    root: Path
    has_plants: bool
    _turn: RLock = field(default_factory=RLock)
    _results: dict[str, Result] = field(default_factory=dict)

    def cases(self, suite: Kind) -> list[Case]:
        """Return the cases of a suite, with their gold where the documents have it now.

        Raises:
            CaseError: a case cannot be used.
        """
        return load_suite(suite, self._context.shelf)

    def observe(self, case: Case) -> Observation:
        """Return what the assistant did with a case.

        Raises:
            AskingError: something broke.
        """
        with self._turn:
            seen = self._bench.observe(case)
        if seen.error:
            raise AskingError(seen.error)
        return seen

    def scores(self, case: Case, seen: Observation) -> Mapping[str, Score]:
        """Return the scores of a case, by metric; those of a case just scored are kept."""
        with self._turn:
            known = self._results.get(case.id)
            if known is None or known.seen != seen or known.case != case:
                known = scored(case, seen, self._context)
                if case.canaries:
                    (known,) = hunted([known], self._place)
                self._results[case.id] = known
        return {score.metric: score for score in known.scores}

    @cached_property
    def _place(self) -> Workplace:
        return Workplace(self.root, load_settings())

    @cached_property
    def _context(self) -> Context:
        plants = planted_cases() if self.has_plants else []
        passages = self._place.prepare(plants, lambda done, total: None)
        evaluation = Evaluation(self._place.settings, self.root, processes=1, day=DAY)
        return evaluation.context(Shelf.of(passages))

    @cached_property
    def _bench(self) -> Bench:
        return Bench(self._place, self._place.worker(2 if self.has_plants else 1), DAY)


def score_of(metric: str, scores: Mapping[str, Score]) -> Score | None:
    """Return the score of a metric; None when it does not apply to the case.

    A scorer that broke left its own name instead of its metrics: none of them could be scored.
    """
    if metric in scores:
        return scores[metric]
    broken = next((s for name, s in scores.items() if name not in METRICS), None)
    return broken and broken.model_copy(update={"metric": metric})
