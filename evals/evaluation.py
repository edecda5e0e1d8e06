"""The evaluation, end to end: prepare, ask, score, summarise. Every entry point comes here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from time import perf_counter

from assistant.bootstrap import build_knowledge_base
from assistant.confidence import CONFIDENCE_FILE
from assistant.route import CLASSIFIER_FILE, ROUTES_FILE
from assistant.settings import Settings
from assistant.texts import TEXTS_FILE, load_texts
from evals.report.results import Result, RunRecord, SuiteRun, write_run
from evals.report.summary import extras, figures, latencies, parities
from evals.running.begun import Begun
from evals.running.machine import describe_machine, sources_digest
from evals.running.observation import Observation
from evals.running.runner import Runner, leaks
from evals.running.workplace import Workplace
from evals.scorers.context import build_context, build_support
from evals.scorers.score import Context, Score
from evals.scorers.scoring import score
from evals.scorers.support import FITTED, load_fitted
from evals.suites.case import Case, Kind
from evals.suites.catalogue import TITLES, digest, load_suite, planted_cases
from evals.suites.gold import Shelf
from knowledge_base.institution import load_institution
from knowledge_base.model import Passage
from knowledge_base.store import knowledge_version

DAY = date(2026, 11, 22)
"""The day on which the assistant is asked: what is in force then is what the gold says.

It is fixed, so that a run of tomorrow can be compared with one of today; change it with the gold.
"""

SUITES: tuple[Kind, ...] = tuple(TITLES)
Tell = Callable[[str, int, int], None]
"""Called with (what is being done, done, total)."""
After = Callable[[RunRecord, Sequence[Result]], bool]
"""Called with each suite when it was scored; says whether to go on."""


@dataclass(frozen=True)
class Evaluation:
    """Evaluates the assistant of `settings`, working under `root` only."""

    settings: Settings
    root: Path
    processes: int
    day: date = DAY

    def run(
        self,
        folder: Path,
        suites: Sequence[Kind] = SUITES,
        tell: Tell = lambda what, done, total: None,
        limit: int | None = None,
        after: After = lambda record, fresh: True,
        given: Mapping[Kind, list[Case]] | None = None,
    ) -> tuple[RunRecord, list[Result]]:
        """Ask the suites, score them and write the run in `folder`; what it holds is not re-asked.

        `given` are cases of other sets, instead of those of the repository.

        Raises:
            CaseError: a case cannot be used.
            BegunError: what `folder` holds was asked of something else.
            EmbeddingError: the embedding model cannot be loaded.
        """
        started = perf_counter()
        place = Workplace(self.root, self.settings)
        plants = planted_cases() if "injection" in suites else []
        passages = place.prepare(plants, partial(tell, "Preparando la base"))
        context = self.context(Shelf.of(passages))
        chosen: list[tuple[Kind, list[Case], list[Case]]] = []
        for name in suites:
            whole = given[name] if given else load_suite(name, context.shelf)
            chosen.append((name, whole, whole[:limit] if limit else whole))
        begun = Begun(
            day=self.day.isoformat(),
            configuration=self._configuration(knowledge_version(passages)),
            code=sources_digest(),
            digests={name: digest(whole) for name, whole, _ in chosen},
        )
        begun.keep(folder)
        results: list[Result] = []
        asked: list[SuiteRun] = []
        with Runner(place, folder, self.day, self.processes) as runner:
            for number, (name, whole, part) in enumerate(chosen, start=1):
                seen = runner.observe(part, partial(tell, TITLES[name]))
                for _, _, following in chosen[number : number + 1]:
                    runner.begin(following)  # asked while this one is scored
                fresh = [scored(case, seen[case.suite, case.id], context) for case in part]
                if name == "privacy":
                    fresh = hunted(fresh, place)
                results += fresh
                suite = SuiteRun(
                    name=name,
                    title=TITLES[name],
                    digest=digest(whole),
                    cases=len(part),
                    is_whole=len(part) == len(whole),
                )
                asked.append(suite)
                if not after(self._record((suite,), fresh, passages, started), fresh):
                    break
        record = self._record(tuple(asked), results, passages, started)
        write_run(folder, record, results)
        return record, results

    def _record(
        self,
        suites: tuple[SuiteRun, ...],
        results: Sequence[Result],
        passages: Sequence[Passage],
        started: float,
    ) -> RunRecord:
        return RunRecord(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            day=self.day.isoformat(),
            machine={**describe_machine(), "procesos": str(self.processes)},
            configuration=self._configuration(knowledge_version(passages)),
            support=load_fitted(),
            suites=suites,
            figures=tuple(figures(results)),
            latencies=tuple(latencies(results)),
            parities=tuple(parities(results)),
            extras=extras(results, perf_counter() - started),
        )

    def passages(self) -> dict[str, Passage]:
        """Return the passages of the knowledge base under test, poisoned ones too, by id."""
        place = Workplace(self.root, self.settings)
        found: dict[str, Passage] = {}
        for folder in (place.planted, place.knowledge):
            if folder.exists():
                base = build_knowledge_base(place.of(folder))
                found |= {p.id: p for p in base.store.passages()}
                base.engine.dispose()
        return found

    def context(self, shelf: Shelf) -> Context:
        """Return what the scorers look at beside each case."""
        texts = load_texts(load_institution(self.settings.institution_file))
        return build_context(texts, build_support(), shelf, self.day)

    def _configuration(self, knowledge: str) -> dict[str, str]:
        return {
            "base de conocimiento": knowledge,
            "modelo de incrustación": self.settings.embeddings,
            "modelo de chat": self.settings.chat_model or "ninguno (respuestas extractivas)",
            "textos": file_digest(TEXTS_FILE),
            "rutas": file_digest(ROUTES_FILE, CLASSIFIER_FILE),
            "umbrales": file_digest(CONFIDENCE_FILE),
            "comprobación de sustento": file_digest(FITTED),
        }


def scored(case: Case, seen: Observation, context: Context) -> Result:
    """Return a case with its scores."""
    return Result(case=case, seen=seen, scores=tuple(score(case, seen, context)))


def hunted(results: Sequence[Result], place: Workplace) -> list[Result]:
    """Return the results with the leaks that are anywhere in what the processes wrote."""
    canaries = {c for r in results for c in r.case.canaries}
    left = leaks(place, canaries)
    return [_leaked(r) if left & set(r.case.canaries) else r for r in results]


def _leaked(result: Result) -> Result:
    kept = tuple(s for s in result.scores if s.metric != "no_leak")
    leak = Score(metric="no_leak", value=0.0, reason="quedó escrito en la carpeta de datos")
    return result.model_copy(update={"scores": (*kept, leak)})


def file_digest(*paths: Path) -> str:
    """Return the start of the SHA-256 of files, in order."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]
