"""A run: every case asked once, by several processes, resumable at any moment.

Each observation is one line of `observations.jsonl`, written when it is made; a run that was cut
goes on with the cases that have no line. Cases are dealt in small batches, so that no process waits
for another at the end.
"""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from multiprocessing.pool import Pool
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Self

from ahocorasick_rs import BytesAhoCorasick

from evals.running.bench import Bench
from evals.running.observation import Observation
from evals.running.workplace import Workplace
from evals.suites.case import Case

BATCH = 8

Done = Callable[[int, int], None]
"""Called with (done, total) as cases are asked."""

_bench: Bench | None = None
"""The bench of this process; a pool gives its workers no other place to keep one."""


@dataclass
class Runner:
    """Asks cases in `processes` processes and keeps what was observed in `folder`.

    The processes start with the first case and live until the runner is closed.
    """

    workplace: Workplace
    folder: Path
    day: date
    processes: int
    _pool: Pool | None = None
    _seen: dict[tuple[str, str], Observation] | None = None
    _ahead: dict[str, Iterator[list[Observation]]] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        """Where the observations are."""
        return self.folder / "observations.jsonl"

    def begin(self, cases: Sequence[Case]) -> None:
        """Have the cases of a suite asked from now on, whatever is done until they are needed."""
        todo = self._todo(cases)
        if todo:
            self._ahead[todo[0].suite] = self._ask(todo)

    def observe(self, cases: Sequence[Case], done: Done) -> dict[tuple[str, str], Observation]:
        """Return what was observed of every case, by suite and id, asking those that have none."""
        todo, seen = self._todo(cases), self._known()
        asked = len(cases) - len(todo)
        done(asked, len(cases))
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf-8") as file:
            ahead = self._ahead.pop(cases[0].suite, None) if cases else None
            for fresh in ahead or self._ask(todo):
                for observation in fresh:
                    file.write(observation.model_dump_json() + "\n")
                    seen[observation.suite, observation.case_id] = observation
                file.flush()
                asked += len(fresh)
                done(asked, len(cases))
        return {key: seen[key] for key in ((case.suite, case.id) for case in cases)}

    def __enter__(self) -> Self:
        """Return the runner; its processes start when they are needed."""
        return self

    def __exit__(self, *raised: object) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.terminate()
            self._pool.join()
            self._pool = None

    def _known(self) -> dict[tuple[str, str], Observation]:
        if self._seen is None:
            self._seen = {key: o for key, o in self._kept() if not o.error}
        return self._seen

    def _todo(self, cases: Sequence[Case]) -> list[Case]:
        seen = self._known()
        return [case for case in cases if (case.suite, case.id) not in seen]

    def _ask(self, todo: Sequence[Case]) -> Iterator[list[Observation]]:
        if not todo:
            return iter(())
        if self._pool is None:
            # One thread of arithmetic for each process, or they fight for the cores; the engine of
            # the embeddings reads this when it is loaded, so it is set before a process begins.
            os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
            context = multiprocessing.get_context("spawn")
            number = context.Value("i", 0)
            given = (self.workplace, self.day, number)
            self._pool = context.Pool(self.processes, _open, given)
        batches = [todo[n : n + BATCH] for n in range(0, len(todo), BATCH)]
        return self._pool.imap_unordered(_observe, batches)

    def _kept(self) -> Iterator[tuple[tuple[str, str], Observation]]:
        if not self.file.exists():
            return
        for line in self.file.read_text(encoding="utf-8").split("\n"):
            try:
                found = Observation.model_validate_json(line)
            except ValueError:
                continue  # the line that was being written when the run was cut
            yield (found.suite, found.case_id), found


def leaks(workplace: Workplace, canaries: Iterable[str]) -> set[str]:
    """Return which canaries are somewhere in what the processes wrote, byte by byte.

    Files copied from the knowledge base and not written since are left out.
    """
    wanted = sorted(canaries)
    forms = [f for canary in wanted for f in (canary.encode(), json.dumps(canary)[1:-1].encode())]
    hunter = BytesAhoCorasick(forms)
    found: set[str] = set()
    for folder in workplace.workers.glob("*/*"):
        original = workplace.root / ("planted" if folder.name == "planted" else "knowledge")
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            if not _is_same(path, original / path.relative_to(folder)):
                hits = hunter.find_matches_as_indexes(path.read_bytes())
                found |= {wanted[number // 2] for number, _, _ in hits}
    return found


def _is_same(path: Path, original: Path) -> bool:
    """Whether a file is an untouched copy (a copy keeps the time of its original)."""
    try:
        a, b = path.stat(), original.stat()
    except OSError:
        return False
    return (a.st_size, a.st_mtime_ns) == (b.st_size, b.st_mtime_ns)


def default_processes() -> int:
    """Return how many processes this machine runs at once."""
    return max(1, len(os.sched_getaffinity(0)))


def _open(workplace: Workplace, day: date, number: Synchronized[int]) -> None:
    """Prepare this process, with a data folder of its own."""
    global _bench
    with number.get_lock():
        number.value += 1
        mine = number.value
    _bench = Bench(workplace, workplace.worker(mine), day)


def _observe(batch: Sequence[Case]) -> list[Observation]:
    assert _bench is not None
    return [_bench.observe(case) for case in batch]
