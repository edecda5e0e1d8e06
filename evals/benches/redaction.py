"""Measures redaction on messages synthesized from outside data, which is read and never copied.

    python -m evals.benches.redaction --names PATH/names_cl --chitchat PATH/chitchat_es \
        --meddocan PATH/meddocan_dev

Recall is full coverage: every character of the value is masked. Each type is measured in four
styles, names also by sex and by origin of the surname; false positives on harmless small talk. The
gap between two groups is that of pairs of messages that differ in the name only, with its 95 %
interval by bootstrap.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean

from rich.console import Console
from rich.table import Table

from assistant.redaction import Kind, Redactor, build_redactor
from evals.suites.personal_data import (
    MAPUCHE,
    NAME_TEMPLATES,
    STYLES,
    VALUE_TEMPLATES,
    make_address,
    make_email,
    make_phone,
    make_rut,
)


@dataclass(frozen=True)
class Message:
    """A message and the stretch of it that must be masked."""

    text: str
    start: int
    end: int
    group: str


@dataclass(frozen=True)
class Count:
    """How many of `total` were fully masked."""

    covered: int
    total: int

    @property
    def share(self) -> float:
        """The share covered; nothing to cover is an error, never a number."""
        return self.covered / self.total


def main() -> None:
    """Measure and print; see the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--chitchat", type=Path, required=True)
    parser.add_argument("--meddocan", type=Path)
    parser.add_argument("--size", type=int, default=300, help="messages for each cell")
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--misses", type=int, default=0, help="misses of each cell to print")
    options = parser.parse_args()
    redactor = build_redactor()
    random.seed(options.seed)
    console = Console()
    recall = Table("tipo", "grupo", *STYLES, title="Cobertura completa")
    for kind, group, messages in _suites(options):
        cells = []
        for restyle in STYLES.values():
            missed = list(_missed(redactor, messages, restyle))
            cells.append(f"{Count(len(messages) - len(missed), len(messages)).share:.3f}")
            for text in missed[: options.misses]:
                console.print(f"  falta {kind}/{group}: {text}", highlight=False, markup=False)
        recall.add_row(kind, group, *cells)
    console.print(recall)
    _print_gaps(console, redactor, options)
    _print_small_talk(console, redactor, options)
    if options.meddocan:
        _print_meddocan(console, redactor, options.meddocan)


def _suites(options: argparse.Namespace) -> Iterator[tuple[str, str, list[Message]]]:
    given, surnames = read_names(options.names)
    chance = random.Random(options.seed)
    for group in ("F", "M"):
        for origin, family in (("castellano", surnames), ("mapuche", list(MAPUCHE))):
            names = [f"{given[group]()} {random.choice(family)}" for _ in range(options.size)]
            names = [n if i % 3 else f"{n} {random.choice(surnames)}" for i, n in enumerate(names)]
            yield (
                Kind.NAME,
                f"{group} {origin}",
                [_message(NAME_TEMPLATES, n, group) for n in names],
            )
    for kind, make in (
        (Kind.RUT, make_rut),
        (Kind.PHONE, make_phone),
        (Kind.EMAIL, make_email),
        (Kind.ADDRESS, make_address),
    ):
        yield (
            kind,
            "",
            [_message(VALUE_TEMPLATES[kind], make(chance), "") for _ in range(options.size)],
        )


def _print_gaps(console: Console, redactor: Redactor, options: argparse.Namespace) -> None:
    given, surnames = read_names(options.names)
    table = Table("brecha (puntos)", *STYLES, title="Diferencia entre pares e intervalo del 95 %")
    sexes, origins = [], []
    for i in range(2 * options.size):
        template = random.choice(NAME_TEMPLATES)
        spanish, mapuche = random.choice(surnames), random.choice(MAPUCHE)
        family = (spanish, mapuche)[i % 2]
        names = given["F"](), given["M"]()
        sexes.append([_message([template], f"{name} {family}", "") for name in names])
        name = names[i // 2 % 2]
        origins.append([_message([template], f"{name} {f}", "") for f in (spanish, mapuche)])
    for title, pairs in (("mujeres - hombres", sexes), ("castellano - mapuche", origins)):
        cells = []
        for restyle in STYLES.values():
            one, other = (
                [not list(_missed(redactor, [pair[side]], restyle)) for pair in pairs]
                for side in (0, 1)
            )
            gap = paired_gap(one, other, options.seed)
            cells.append(f"{gap.mean:+.1f} [{gap.low:+.1f}, {gap.high:+.1f}]")
        table.add_row(title, *cells)
    console.print(table)


@dataclass(frozen=True)
class Gap:
    """The mean difference of paired results and its 95 % interval, in points."""

    mean: float
    low: float
    high: float


def paired_gap(one: Sequence[bool], other: Sequence[bool], seed: int, resamples: int = 2000) -> Gap:
    """Return how many points `one` is ahead of `other`, whose results are those of the same cases.

    >>> paired_gap([True, True, True], [True, True, True], seed=1)
    Gap(mean=0.0, low=0.0, high=0.0)
    """
    differences = [100.0 * (a - b) for a, b in zip(one, other, strict=True)]
    chance = random.Random(seed)
    means = sorted(fmean(chance.choices(differences, k=len(differences))) for _ in range(resamples))
    return Gap(fmean(differences), means[int(0.025 * resamples)], means[int(0.975 * resamples)])


def read_names(folder: Path) -> tuple[dict[str, Callable[[], str]], list[str]]:
    """Return a maker of given names for each sex, by their frequency, and the surnames."""
    with (folder / "first_names_1940_2006.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    makers: dict[str, Callable[[], str]] = {}
    for sex in ("F", "M"):
        names = [row["name"] for row in rows if row["sex"] == sex]
        weights = [int(row["n"]) for row in rows if row["sex"] == sex]
        makers[sex] = partial(_choose, names, weights)
    surnames: list[str] = json.loads((folder / "surnames.json").read_text(encoding="utf-8"))
    return makers, surnames


def _choose(names: Sequence[str], weights: Sequence[int]) -> str:
    return random.choices(names, weights)[0]


def _message(templates: Sequence[str], value: str, group: str) -> Message:
    template = random.choice(templates)
    start = template.index("{}")
    return Message(template.format(value), start, start + len(value), group)


def _missed(
    redactor: Redactor, messages: Sequence[Message], restyle: Callable[[str], str]
) -> Iterator[str]:
    for message in messages:
        text = restyle(message.text)
        entities = redactor.redact(text).entities
        value = range(message.start, message.end)
        masked = {i for e in entities for i in range(e.start, e.end)}
        if any(i not in masked and text[i].isalnum() for i in value):
            yield redactor.redact(text).text


def _print_small_talk(console: Console, redactor: Redactor, options: argparse.Namespace) -> None:
    lines = (options.chitchat / "utterances.dev.jsonl").read_text(encoding="utf-8").splitlines()
    texts = sorted({json.loads(line)["text"] for line in lines})
    sample = random.sample(texts, min(len(texts), 8 * options.size))
    times, touched = [], []
    for text in sample:
        begin = time.perf_counter()
        redaction = redactor.redact(text)
        times.append(1000 * (time.perf_counter() - begin))
        if redaction.entities:
            touched.append(redaction.text)
    share = Count(len(touched), len(sample)).share
    console.print(f"Charla sin datos: {len(touched)} de {len(sample)} alteradas ({share:.2%})")
    for text in touched[: 5 * options.misses]:
        console.print("  sobra:", text, highlight=False, markup=False)
    console.print(f"Tiempo por mensaje: {_percentiles(times)}")
    planted = [message.text for _, _, messages in _suites(options) for message in messages]
    for title, pieces in (("sin datos", sample), ("con datos", planted)):
        texts = [" ".join(random.choices(pieces, k=12))[:200] for _ in range(options.size)]
        console.print(f"Tiempo, 200 caracteres {title}: {_percentiles(_timed(redactor, texts))}")


def _timed(redactor: Redactor, texts: Sequence[str]) -> list[float]:
    times = []
    for text in texts:
        begin = time.perf_counter()
        redactor.redact(text)
        times.append(1000 * (time.perf_counter() - begin))
    return times


def _percentiles(times: Sequence[float]) -> str:
    ordered = sorted(times)
    p50, p95 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    return f"p50 {p50:.1f} ms, p95 {p95:.1f} ms"


MEDDOCAN_TYPES = {
    "NOMBRE_SUJETO_ASISTENCIA": "pacientes",
    "NOMBRE_PERSONAL_SANITARIO": "personal",
    "CORREO_ELECTRONICO": "correos",
    "NUMERO_TELEFONO": "teléfonos",
    "CALLE": "calles",
}


def _print_meddocan(console: Console, redactor: Redactor, folder: Path) -> None:
    counts: dict[str, list[int]] = {}
    for labels in sorted((folder / "brat").rglob("*.ann"))[:60]:
        text = labels.with_suffix(".txt").read_text(encoding="utf-8")
        masked = {i for e in redactor.redact(text).entities for i in range(e.start, e.end)}
        for line in labels.read_text(encoding="utf-8").splitlines():
            kind, start, end = line.split("\t")[1].split()[:3]
            if line.startswith("T") and kind in MEDDOCAN_TYPES and ";" not in start + end:
                span = range(int(start), int(end))
                covered = all(i in masked or not text[i].isalnum() for i in span)
                counts.setdefault(MEDDOCAN_TYPES[kind], []).append(covered)
    for name, hits in counts.items():
        console.print(f"MEDDOCAN {name}: {sum(hits) / len(hits):.3f} ({len(hits)})")


if __name__ == "__main__":
    main()
