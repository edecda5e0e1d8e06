"""What redaction costs the search: `python -m evals.benches.redaction_cost`.

The questions of our answer cases, alone and among personal data, are searched in three forms: as
written, precise (what the search of a turn reads) and strict (what is kept and what a chat model
gets). A case counts when the best five passages hold every vital fact of its answer. The intervals
are of the paired difference to the question as written, by bootstrap over the cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from statistics import fmean

from rich.console import Console
from rich.table import Table

from assistant.bootstrap import build
from assistant.settings import day_in_chile, load_settings
from evals.suites.case import Case, load_cases

SUITES = ("ejemplos", "ciudadania", "funcionarios")
TOP, SAMPLES = 5, 2000
AROUND = (
    "{}",
    "Hola, soy Rosa Catrileo Pérez, rut 12.345.678-5. {}",
    "{} mi fono es 9 8765 4321 y vivo en Los Aromos 123",
)
"""The question alone, and among personal data of nobody."""


def main() -> None:
    """Measure and print; see the module."""
    assistant = build(load_settings())
    redactor, retriever = assistant.talks.redactor, assistant.knowledge()
    today = day_in_chile(assistant.clock())
    cases = [c for name in SUITES for c in load_cases(name) if c.key_facts]

    def found(case: Case, text: str) -> bool:
        evidence = retriever.search(retriever.read(text), case.audience, today)[:TOP]
        read = "\n".join(e.passage.text for e in evidence)
        return all(fact.is_in(read) for fact in case.key_facts if fact.vital)

    table = Table("", "forma", "n", "hechos en los 5 mejores", "diferencia", "intervalo 95 %")
    for around in AROUND:
        written = [around.format(c.question) for c in cases]
        hidden = [redactor.redact(text, retriever.mentions) for text in written]
        plain = [found(c, text) for c, text in zip(cases, written, strict=True)]
        for form, texts in (
            ("escrita", written),
            ("precisa", [r.query for r in hidden]),
            ("estricta", [r.text for r in hidden]),
        ):
            hits = [found(c, text) for c, text in zip(cases, texts, strict=True)]
            low, high = _interval([h - p for h, p in zip(hits, plain, strict=True)])
            gap = fmean(hits) - fmean(plain)
            table.add_row(
                around, form, str(len(hits)), f"{fmean(hits):.3f}", f"{gap:+.3f}",
                f"{low:+.3f} … {high:+.3f}",
            )  # fmt: skip
    Console().print(table)


def _interval(differences: Sequence[int]) -> tuple[float, float]:
    random = Random(1)
    means = sorted(fmean(random.choices(differences, k=len(differences))) for _ in range(SAMPLES))
    return means[int(0.025 * SAMPLES)], means[int(0.975 * SAMPLES)]


if __name__ == "__main__":
    main()
