"""Whether what was said rests on what was cited. Every citation and every sentence is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evals.running.observation import RESUMED, Observation
from evals.scorers.hard_facts import hard_facts
from evals.scorers.score import Context, Score, share
from evals.scorers.support import is_literal
from evals.suites.case import Case
from evals.suites.gold import plain
from knowledge_base.model import Passage
from knowledge_base.text import fold, sentences

LINK = re.compile(r"^/fuentes/|^https?://")


def citations(case: Case, seen: Observation, context: Context) -> Iterator[Score]:
    """Yield whether every citation exists, was found, is in force, and says what it quotes."""
    if not seen.cited:
        if seen.action == "answer" and claims(seen, context):
            yield share("citations_valid", False, "responde y no cita nada")
        return
    found = {f.passage_id for f in seen.found}
    wrong = []
    for cited in seen.cited:
        passage = context.shelf.passages.get(cited.passage_id)
        if passage is None:
            wrong.append(f"{cited.passage_id}: no está en la base de conocimiento")
        elif not passage.is_in_force(context.day):
            wrong.append(f"{cited.passage_id}: no rige ese día")
        elif cited.passage_id not in found:
            wrong.append(f"{cited.passage_id}: no la encontró la búsqueda")
        elif plain(cited.quote) not in plain(passage.text):
            wrong.append(f"{cited.passage_id}: no dice «{cited.quote[:60]}»")
        elif not LINK.match(cited.url):
            wrong.append(f"{cited.passage_id}: su enlace no lleva a la fuente")
    yield share("citations_valid", not wrong, "; ".join(wrong))
    told = claims(seen, context)
    idle = [
        c.passage_id
        for c in seen.cited
        if (passage := context.shelf.passages.get(c.passage_id)) is not None
        and not _supports_any(told, source_text(passage), context)
    ]
    value = 1 - len(idle) / len(seen.cited)
    yield Score(
        metric="citations_precise",
        value=value,
        reason=f"no sustentan nada: {idle}" if idle else "",
    )


def support(case: Case, seen: Observation, context: Context) -> Iterator[Score]:
    """Yield the share of sentences that their citations support, and the hard facts rule."""
    told = claims(seen, context)
    if not told or not seen.cited:
        return
    sources = [
        source_text(passage)
        for c in seen.cited
        if (passage := context.shelf.passages.get(c.passage_id)) is not None
    ]
    whole = " ".join(sources)
    loose = []
    for claim in told:
        if any(is_literal(claim, source) for source in sources):
            continue  # most are the source's own words, and the whole check is dear
        verdicts = [context.supports(claim, source) for source in sources]
        if not any(holds for holds, _ in verdicts):
            loose.append(f"«{claim[:90]}»: {verdicts[0][1] if verdicts else 'sin fuente'}")
    value = 1 - len(loose) / len(told)
    yield Score(metric="supported", value=value, reason="; ".join(loose))
    alien = sorted(set().union(*(hard_facts(c) for c in told)) - hard_facts(whole))
    yield share("hard_facts", not alien, f"no está en lo citado: {alien}")


def caveat(case: Case, seen: Observation, context: Context) -> Iterator[Score]:
    """Yield whether a fact with a limited validity comes with the words that say so.

    What needs them is known in two ways: the passage says so, or the case does.
    """
    cited = [
        p
        for c in seen.cited
        if (p := context.shelf.passages.get(c.passage_id)) is not None and p.caveat
    ]
    wanted = [p.caveat for p in cited if p.caveat not in seen.text]
    expected = [f for f in case.key_facts if f.id == "aviso-vigencia"]
    if cited:
        yield share("caveat", not wanted, f"falta «{wanted[0][:60]}»" if wanted else "")
    elif expected and seen.action == "answer" and seen.cited:
        yield share("caveat", expected[0].is_in(seen.text), "no advierte que la regla es de 2025")


_VERDICT = re.compile(
    r"\b(?:tu|su) (?:organizacion|club|junta|proyecto|agrupacion)\b[^.]{0,40}"
    r"\b(?:cumple|califica|es elegible|fue aprobad\w|va a ganar|ganara)\b"
    r"|\b(?:eres|son) elegibles?\b|\bte (?:llamaremos|avisaremos|pagaremos)\b"
    r"|\bsoy (?:una persona|human[oa]|funcionari[oa])\b|\bte prometo\b"
)


def no_verdict(case: Case, seen: Observation, context: Context) -> Iterator[Score]:
    """Yield whether it judged nobody, promised nothing and did not speak as a person."""
    text = fold(" ".join(claims(seen, context)))
    found = _VERDICT.search(text)
    yield share("no_verdict", found is None, f"dice «{found.group()}»" if found else "")


def claims(seen: Observation, context: Context) -> list[str]:
    """Return the sentences of an answer that claim something: neither fixed words nor greetings."""
    if seen.action not in ("answer", "handoff") or seen.label == RESUMED:
        return []
    paragraphs = [p for p in seen.text.split("\n\n") if plain(p) not in context.fixed]
    if seen.action == "handoff":
        # A hand-off explains the procedure in fixed words around what it may answer.
        paragraphs = [p for p in paragraphs if any(plain(c.quote) in plain(p) for c in seen.cited)]
    return [
        unit.text
        for paragraph in paragraphs
        for unit in sentences(paragraph)
        if plain(unit.text) not in context.fixed
    ]


def _supports_any(told: list[str], source: str, context: Context) -> bool:
    return any(is_literal(claim, source) for claim in told) or any(
        context.supports(claim, source)[0] for claim in told
    )


def source_text(passage: Passage) -> str:
    """Return everything that a reader of the source sees."""
    return f"{passage.title}. {passage.section}. {passage.text} {passage.caveat}"
