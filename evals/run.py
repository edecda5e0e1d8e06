"""Everything that the repository can measure about itself, in one report.

Proportions come with their Wilson 95 % interval (Wilson 1927). Every case that is not right is in
the report with its reason, so that a reader can disagree.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from assistant.assistant import Assistant
from assistant.turn import Reply
from evals.cases import load_cases
from evals.dialogues import run_dialogues
from evals.run_answers import ANSWERED, Result, ask

ANSWER_FILES = ("ejemplos", "ciudadania", "funcionarios")
ROUTER_FILES = ("encaminar", "encaminar_ciego")


@dataclass(frozen=True)
class Share:
    """How many of how many, and between which bounds the true share lies (Wilson, 95 %)."""

    right: int
    total: int

    @property
    def value(self) -> float:
        """The share, in [0, 1]; NaN of nothing."""
        return self.right / self.total if self.total else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson interval."""
        if not self.total:
            return math.nan, math.nan
        z, n, p = 1.959964, self.total, self.value
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return middle - half, middle + half

    def __str__(self) -> str:
        """Return it as a reader wants it."""
        low, high = self.interval
        return f"{self.value:.1%} ({self.right}/{self.total}; {low:.1%}–{high:.1%})"


@dataclass(frozen=True)
class EvalReport:
    """The measures, by name, and what was not right."""

    measures: Mapping[str, str]
    failures: tuple[Result, ...]
    results: tuple[Result, ...]

    def write(self, folder: Path) -> Path:
        """Write `report.md` and `results.jsonl` under `folder`; return the report."""
        folder.mkdir(parents=True, exist_ok=True)
        lines = ["# Evaluación", "", "| medida | valor |", "|---|---|"]
        lines += [f"| {name} | {value} |" for name, value in self.measures.items()]
        lines += ["", "## Lo que no salió bien", ""]
        for failure in self.failures:
            lines.append(
                f"- `{failure.case.id}` {failure.case.question} — se esperaba "
                f"{failure.case.expected_action}; {failure.reason} "
                f"({failure.reply.outcome.value}, "
                f"{[c.passage_id for c in failure.reply.citations]})"
            )
        report = folder / "report.md"
        report.write_text("\n".join(lines) + "\n", encoding="utf-8")
        with (folder / "results.jsonl").open("w", encoding="utf-8") as file:
            for r in self.results:
                row = {
                    "id": r.case.id,
                    "question": r.case.question,
                    "expected": r.case.expected_action,
                    "outcome": r.reply.outcome.value,
                    "right": r.is_right,
                    "reason": r.reason,
                    "confidence": r.reply.confidence,
                    "text": r.reply.text,
                    "citations": [c.passage_id for c in r.reply.citations],
                }
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        return report


def run_all(
    assistant: Assistant, progress: Callable[[str], None] = lambda name: None
) -> EvalReport:
    """Ask every case of the repository and return the report."""
    times: list[float] = []

    def timed(name: str) -> list[Result]:
        progress(name)
        found = []
        for case in load_cases(name):
            started = perf_counter()
            found.append(ask(assistant, case))
            times.append((perf_counter() - started) * 1000)
        return found

    answers = {name: timed(name) for name in ANSWER_FILES}
    missing = timed("sin_respuesta")
    routed = {name: timed(name) for name in ROUTER_FILES}
    progress("dialogos")
    dialogues = list(run_dialogues(assistant))
    results = [
        r for part in (*answers.values(), missing, *routed.values(), dialogues) for r in part
    ]
    measures: dict[str, str] = {}
    for name, part in answers.items():
        asked = [r for r in part if r.case.expected_action.startswith("answer")]
        measures[f"respondidas bien · {name}"] = str(_right(asked))
        refused = [
            r for r in asked if r.reply.outcome not in ANSWERED and not r.reply.outcome.is_hand_off
        ]
        measures[f"rehusadas · {name}"] = str(Share(len(refused), len(asked)))
    for stratum, part in _by(missing, lambda r: r.case.stratum).items():
        measures[f"sin respuesta en la base · {stratum}"] = str(_right(part))
    for name, part in routed.items():
        for label, some in _by(part, lambda r: r.case.label).items():
            measures[f"{name} · {label}"] = str(_right(some))
    measures["diálogos, turno a turno"] = str(_right(dialogues))
    shown = [r.reply for r in results if r.reply.citations]
    measures["citas que existen y están en vigor"] = str(_cited(assistant, shown))
    measures["hechos de 2025 con su aviso"] = str(_with_caveat(assistant, shown))
    cuts = quantiles(times, n=100)
    measures["turno, un cliente en proceso: p50 · p95"] = f"{cuts[49]:.0f} ms · {cuts[94]:.0f} ms"
    return EvalReport(measures, tuple(r for r in results if not r.is_right), tuple(results))


def _right(results: Iterable[Result]) -> Share:
    found = list(results)
    return Share(sum(r.is_right for r in found), len(found))


def _by(results: Iterable[Result], key: Callable[[Result], str]) -> dict[str, list[Result]]:
    groups: defaultdict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[key(result)].append(result)
    return dict(groups)


def _cited(assistant: Assistant, replies: list[Reply]) -> Share:
    """Count citations whose passage is in force and holds the quoted sentence."""
    today = assistant.clock().date()
    passages = {p.id: p for p in assistant.knowledge().index.passages}
    citations = [c for reply in replies for c in reply.citations]
    good = [
        c
        for c in citations
        if c.passage_id in passages
        and passages[c.passage_id].is_in_force(today)
        and c.quote in " ".join(passages[c.passage_id].text.split())
    ]
    return Share(len(good), len(citations))


def _with_caveat(assistant: Assistant, replies: list[Reply]) -> Share:
    """Count the replies that use a passage with a caveat and say it, once."""
    passages = {p.id: p for p in assistant.knowledge().index.passages}
    total = good = 0
    for reply in replies:
        caveats = {passages[c.passage_id].caveat for c in reply.citations} - {""}
        if caveats:
            total += 1
            good += all(reply.text.count(caveat) == 1 for caveat in caveats)
    return Share(good, total)
