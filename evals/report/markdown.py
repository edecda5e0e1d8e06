"""The report in short, for a pull request: the verdict, the figures, what changed, what broke."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from evals.report.compare_page import ComparePage, TurnedCase
from evals.report.names import metric_name, stratum_name
from evals.report.numbers import between, count_of, interval_of, points, value_of
from evals.report.page import Page
from evals.report.plots_paired import change_name
from evals.report.results import Figure
from evals.suites.catalogue import TITLES

WORST = 10
"""New failures that are told; the page has them all."""

LONGEST = 280
"""Characters of a question or a reason."""

_SIGNS = {"pass": "✅", "fail": "❌", "not_enough": "⚠️", "none": "ℹ️"}


def to_markdown(page: Page) -> str:
    """Return the short report."""
    return "\n".join([*_verdict(page), *_figures(page), *_changes(page), *_closing(page)]) + "\n"


def _verdict(page: Page) -> Iterator[str]:
    yield f"## {_SIGNS[page.kind]} Evaluación: {page.verdict}"
    yield ""
    yield page.meaning
    yield ""
    for finding in (*page.failing, *page.lacking):
        yield f"- **{plain(finding.rule)}.** {plain(finding.text)}"
    if page.not_asked:
        yield f"- No se preguntó: {', '.join(page.not_asked)}."
    cut = [s.title for s in page.record.suites if not s.is_whole]
    if cut:
        yield f"- Preguntadas solo en parte: {', '.join(cut)}."
    for figure in page.unscored:
        yield (
            f"- No se pudo puntuar: {TITLES[figure.suite]}, {metric_name(figure.metric)}, "
            f"{figure.unscored} de {figure.unscored + figure.cases} casos."
        )
    yield ""


def _figures(page: Page) -> Iterator[str]:
    yield "### Cifras principales"
    yield ""
    yield "| Qué se mide | Resultado | Casos | Intervalo de 95 % |"
    yield "|---|--:|--:|---|"
    for f in page.headline:
        bounds = interval_of(f.metric, f.low, f.high) or "—"
        yield f"| {_name(f)} | {value_of(f.metric, f.mean)} | {count_of(f)} | {bounds} |"
    yield ""
    fitted = page.record.support
    yield (
        f"La comprobación de sustento tiene precisión {value_of('', fitted.precision)} y "
        f"exhaustividad {value_of('', fitted.recall)} en {fitted.pairs} pares juzgados a mano."
    )
    yield ""


def _name(figure: Figure) -> str:
    name = f"{TITLES[figure.suite]}: {metric_name(figure.metric)}"
    return f"{name}, {stratum_name(figure.stratum)}" if figure.stratum else name


def _changes(page: Page) -> Iterator[str]:
    compared = page.compared
    yield "### Frente a la línea base"
    yield ""
    if compared is None:
        yield "No se comparó con ninguna corrida anterior."
        yield ""
        return
    yield compared.summary
    yield ""
    for refusal in compared.comparison.refused:
        yield f"- No se compara: {plain(refusal)}"
    yield from _changed(compared)
    yield from _worst(compared.failing[:WORST], len(compared.comparison.newly_failing))


def _changed(compared: ComparePage) -> Iterator[str]:
    moved = [c for c in compared.comparison.primary if c.direction != "same"]
    if moved:
        yield "| Medida | Antes | Ahora | Cambio (95 %) | Qué se puede decir |"
        yield "|---|--:|--:|---|---|"
    for c in moved:
        found = c.paired.difference
        yield (
            f"| {change_name(c)} | {value_of(c.metric, c.before)} | {value_of(c.metric, c.now)} | "
            f"{points(found.mean)} ({between(found.low, found.high)}) | "
            f"{compared.direction(c)} |"
        )
    yield ""


def _worst(cases: Sequence[TurnedCase], total: int) -> Iterator[str]:
    if not cases:
        return
    yield f"<details><summary>Los {len(cases)} peores de {total} casos que dejaron de estar bien"
    yield "</summary>"
    yield ""
    for one in cases:
        reasons = {r.metric: r for r in one.case.reasons}
        told = "; ".join(
            f"{reasons[m].name}: {reasons[m].why}" if reasons[m].why else reasons[m].name
            for m in one.metrics
            if m in reasons
        )
        identity = re.sub(r"[^\w~.-]", "", one.case.id)
        yield f"- `{identity}` {plain(one.case.question)}"
        yield f"  - {plain(told)}"
    yield ""
    yield "</details>"
    yield ""


def _closing(page: Page) -> Iterator[str]:
    code = page.record.machine.get("código", "sin registrar")
    yield (
        f"{page.cases} casos, día {page.record.day}, código `{code}`. Todos los casos que "
        "fallaron, con sus fragmentos y motivos: `informe.html`. Para repetirla: `make evals`."
    )


def plain(text: str) -> str:
    r"""Return a text of a case so that it is only text: no tag, table, mention or link works.

    >>> plain("<b>hola</b> | @todos")
    '&lt;b&gt;hola&lt;/b&gt; \\| &#64;todos'
    """
    short = " ".join(text.split())
    if len(short) > LONGEST:
        short = f"{short[: LONGEST - 1]}…"
    marked = re.sub(r"([\\`*_\[\]|#~])", r"\\\1", escape(short, quote=False))
    return marked.replace("@", "&#64;").replace("://", ":&#47;&#47;")
