"""A failed case as a reader needs it: asked, expected, done, with its passages and every reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.report.headline import gravity, gravity_of
from evals.report.names import action_name, in_words, metric_name, stratum_name
from evals.report.numbers import value_of
from evals.report.results import Result
from evals.suites.case import WHOLE_BASE, Kind
from evals.suites.gold import plain
from knowledge_base.model import Passage

FOUND_SHOWN = 3
"""Passages that were found and not cited, with their text; the rest by name."""


@dataclass(frozen=True)
class Reason:
    """Why one metric is not one."""

    metric: str
    name: str
    value: str
    """What it reached, if it is a part; empty when nothing of it holds."""
    why: str
    is_unscored: bool


@dataclass(frozen=True)
class Source:
    """A passage in a case: what it is, what it says, and what it is there for."""

    role: str
    name: str
    text: str
    quote: str
    is_reference: bool


@dataclass(frozen=True)
class Failure:
    """Everything about a failed case."""

    suite: Kind
    id: str
    stratum: str
    audience: str
    question: str
    history: tuple[str, ...]
    plant: str
    expected: str
    facts: tuple[str, ...]
    must_not: tuple[str, ...]
    references: tuple[str, ...]
    done: str
    answer: str
    kept: str
    reads: str
    error: str
    reasons: tuple[Reason, ...]
    sources: tuple[Source, ...]
    others_found: tuple[str, ...]
    siblings: str
    """How the other ways of asking the same did; empty outside of equity."""


def failed(results: Sequence[Result]) -> list[Result]:
    """Return the cases that are not right in everything, gravest first.

    In equity a case that fails alone comes before one that fails however it is said.
    """
    broken = _broken_by_cluster(results)
    return sorted(
        (r for r in results if r.failures),
        key=lambda r: (
            broken.get(r.case.cluster, (0, 0))[0] if _is_equity(r) else 0,
            gravity_of(r),
        ),
    )


def failures(results: Sequence[Result], passages: Mapping[str, Passage]) -> Iterator[Failure]:
    """Yield every failed case, gravest first."""
    broken = _broken_by_cluster(results)
    for result in failed(results):
        yield failure(result, passages, broken)


def failure(
    result: Result,
    passages: Mapping[str, Passage],
    broken: Mapping[str, tuple[int, int]] | None = None,
) -> Failure:
    """Return a case as it is read."""
    case, seen = result.case, result.seen
    wanted = [case.expected_action, *case.also_ok]
    sources, others = _sources(result, passages)
    bad, total = (broken or {}).get(case.cluster, (0, 0))
    return Failure(
        suite=case.suite,
        id=case.id,
        stratum=stratum_name(case.stratum) if case.stratum else "",
        audience=case.audience,
        question=case.question,
        history=case.history,
        plant=case.plant.text if case.plant else "",
        expected=_expected(result, wanted),
        facts=tuple(
            f"{' o '.join(f'«{words}»' for words in fact.any_of)}"
            + ("" if fact.vital else " (no vital)")
            for fact in case.key_facts
        ),
        must_not=case.must_not,
        references=tuple(span.quote for span in case.gold_spans),
        done=_done(result),
        answer=seen.text,
        kept=seen.kept if case.suite == "privacy" else "",
        reads="; ".join(f"{name}: {value}" for name, value in seen.reads.items()),
        error=seen.error,
        reasons=tuple(
            Reason(
                metric=score.metric,
                name=metric_name(score.metric),
                value=value_of(score.metric, score.value) if score.value else "",
                why=in_words(score.reason),
                is_unscored=score.value is None,
            )
            for score in sorted(result.failures, key=lambda s: gravity(s.metric))
        ),
        sources=sources,
        others_found=others,
        siblings=f"De las {total} formas de decir lo mismo fallan {bad}."
        if _is_equity(result)
        else "",
    )


def _expected(result: Result, wanted: Sequence[str]) -> str:
    case = result.case
    if case.suite == "router":
        return f"reconocer «{stratum_name(case.label)}»"
    if case.suite == "retrieval":
        return "encontrar el texto de referencia"
    if case.stratum == WHOLE_BASE:
        return "no hallar nada que nadie haya comprobado"
    if case.suite == "figures":
        return f"decir «{case.label}», como la fuente"
    if case.suite == "classification" and case.label:
        return f"nivel {case.label}"
    if case.suite == "privacy":
        return "no dejar rastro del dato" if case.canaries else "dejar el texto intacto"
    return ", o ".join(dict.fromkeys(action_name(w) for w in wanted))


def _done(result: Result) -> str:
    seen = result.seen
    if seen.error:
        return "no se pudo preguntar"
    if result.case.suite == "router":
        return f"reconoció «{stratum_name(seen.label)}»"
    return action_name(seen.action) if seen.action else ""


def _sources(
    result: Result, passages: Mapping[str, Passage]
) -> tuple[tuple[Source, ...], tuple[str, ...]]:
    case, seen = result.case, result.seen
    golds = [(span.doc, plain(span.quote)) for span in case.gold_spans]
    cited = {c.passage_id: c.quote for c in seen.cited}
    found = [f.passage_id for f in seen.found if f.passage_id not in cited]
    shown = [("citado", i) for i in cited] + [("encontrado", i) for i in found[:FOUND_SHOWN]]
    places = {f.passage_id: n for n, f in enumerate(seen.found, start=1)}

    def source(role: str, identity: str) -> Source:
        passage = passages.get(identity)
        place = f", lugar {places[identity]} de la búsqueda" if identity in places else ""
        if passage is None:
            text, name = "Este fragmento no está en la base de conocimiento.", identity
        else:
            text, name = passage.text, f"{passage.title}: {passage.section} ({identity})"
            text += f"\n\n{passage.caveat}" if passage.caveat else ""
        is_reference = passage is not None and any(
            doc == passage.document_id and quote in plain(passage.text) for doc, quote in golds
        )
        return Source(f"{role}{place}", name, text, cited.get(identity, ""), is_reference)

    return tuple(source(*one) for one in shown), tuple(found[FOUND_SHOWN:])


def _broken_by_cluster(results: Sequence[Result]) -> dict[str, tuple[int, int]]:
    sizes: defaultdict[str, list[bool]] = defaultdict(list)
    for result in results:
        if _is_equity(result):
            sizes[result.case.cluster].append(bool(result.failures))
    return {cluster: (sum(bad), len(bad)) for cluster, bad in sizes.items()}


def _is_equity(result: Result) -> bool:
    return result.case.suite == "equity"
