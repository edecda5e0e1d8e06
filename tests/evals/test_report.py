"""The report says what the run says, to whoever opens it, and runs nothing of what it shows."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fairlearn.metrics import MetricFrame
from matplotlib.figure import Figure as Canvas

from evals.gates.baseline import make_baseline
from evals.gates.gate import Finding, GateReport, Verdict
from evals.report.compare import Comparison, Direction, compare_runs
from evals.report.drawing import draw
from evals.report.failures import failure, failures
from evals.report.fitting_in import fitting, weight
from evals.report.groups import FEWEST, table
from evals.report.headline import PRIMARY
from evals.report.names import ASKS
from evals.report.page import thresholds
from evals.report.results import Result, RunRecord, read_run, write_run
from evals.report.routing import confusion
from evals.report.sides import side_of_baseline, side_of_run
from evals.report.writing import write_comparison, write_reports
from evals.running.observation import Cited, Found, Observation
from evals.scorers.score import METRICS, Score
from evals.suites.case import Case, GoldSpan, Kind
from evals.suites.catalogue import TITLES
from knowledge_base.model import Passage
from tests.evals.builders import a_run

HOSTILE = "<script>alert(1)</script><img src=https://ejemplo.cl/x onerror=alert(2)> $x_1$ @todos"
PASSAGES = {
    "bases#plazo": Passage(
        id="bases#plazo",
        document_id="bases",
        title="Bases del concurso",
        section="Plazo para postular",
        text="Se postula hasta el 3 de marzo.",
        source="https://ejemplo.cl/bases",
        audience=("ciudadania",),
        caveat="Esto es según el Instructivo 2025.",
    ),
    "bases#montos": Passage(
        id="bases#montos",
        document_id="bases",
        title="Bases del concurso",
        section="Montos",
        text="Se financian hasta $2.500.000.",
        source="bases",
        audience=("ciudadania",),
    ),
}


def make_result(
    number: int,
    suite: Kind = "answers",
    values: Mapping[str, float | None] | None = None,
    stratum: str = "contest",
    reason: str = "no dice «3 de marzo»",
    **more: object,
) -> Result:
    case_fields: dict[str, object] = {
        "question": f"¿Hasta cuándo se postula? ({number})",
        "expected_action": "answer",
        "groups": {"style": "formal" if number % 2 else "informal"},
        "cluster_id": f"hecho-{number // 2}",
        "gold_spans": (GoldSpan(doc="bases", quote="hasta el 3 de marzo"),),
    }
    seen_fields: dict[str, object] = {
        "action": "answer",
        "text": "Se financian hasta $2.500.000.",
        "confidence": (number % 10) / 10,
        "cited": (Cited(passage_id="bases#montos", url="/fuentes/bases", quote="$2.500.000"),),
        "found": tuple(Found(passage_id=p, score=0.5) for p in PASSAGES),
        "is_recorded": True,
        "timings_ms": {"redact": 2.0 + number % 3, "retrieve": 30.0 + number % 7},
        "total_ms": 40.0 + number % 9,
    }
    case_fields |= {k: v for k, v in more.items() if k in Case.model_fields}
    seen_fields |= {k: v for k, v in more.items() if k in Observation.model_fields}
    identity = str(more.get("id", f"{suite[:2]}-{number:03}"))
    return Result(
        case=Case(**{**case_fields, "id": identity, "suite": suite, "stratum": stratum}),
        seen=Observation(**{**seen_fields, "case_id": identity, "suite": suite}),
        scores=tuple(
            Score(metric=name, value=value, reason="" if value == 1 else reason)
            for name, value in (values or {"right": 1.0}).items()
        ),
    )


def make_results() -> list[Result]:
    answers = [
        make_result(
            n,
            values={
                "right": float(n % 9 != 0),
                "supported": 0.5 if n % 7 == 0 else 1.0,
                "hard_facts": None if n == 5 else 1.0,
            },
            stratum="contest" if n % 3 else "law",
        )
        for n in range(60)
    ]
    silent = [
        make_result(
            n,
            "abstention",
            {"right": float(n % 4 != 0)},
            stratum=("chit_chat", "other_domain", "false_premise")[n % 3],
            action="abstain" if n % 4 else "answer",
            expected_action="abstain",
            confidence=(n % 7) / 20,
        )
        for n in range(30)
    ]
    routed = [
        make_result(
            n,
            "router",
            {"label": float(n % 6 != 0)},
            stratum="",
            id=f"ro-{n}",
            label="crisis" if n % 6 == 0 else "greeting",
            is_recorded=False,
        ).model_copy()
        for n in range(24)
    ]
    equal = [
        make_result(
            n,
            "equity",
            {"right": float(arm == "reference" or n % 10 != 0)},
            stratum=arm,
            id=f"eq-{n}~{arm}",
            groups={"arm": arm},
            cluster_id=f"eq-{n}",
        )
        for n in range(40)
        for arm in ("reference", "typos")
    ]
    return [*answers, *silent, *routed, *equal]


class Seen(HTMLParser):
    """What a browser would find: tags with their attributes, texts, and the cells of each row."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: dict[str, list[str]] = {}
        self.text = ""
        self._row: list[str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag == "tr":
            name = next((v for k, v in found.items() if k.startswith("data-") and v), None)
            self._row = self.rows.setdefault(name, []) if name else None
        if tag in ("td", "th") and self._row is not None:
            self._row.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr":
            self._row = None

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._row:
            self._row[-1] += data


def number(text: str) -> float:
    """Return a figure of the page as a number, read by itself and not by the code that wrote it."""
    found = re.search(r"[-−+]?\d[\d.]*(?:,\d+)?", text)
    assert found, text
    return float(found.group().replace("−", "-").replace(".", "").replace(",", "."))


def write(
    folder: Path,
    results: Sequence[Result],
    record: RunRecord | None = None,
    baseline: Comparison | None = None,
    gate: GateReport | None = None,
) -> tuple[Seen, str]:
    record = record or a_run(results)
    write_run(folder, record, list(results))
    write_reports(folder, record, results, baseline, gate, PASSAGES)
    page = (folder / "informe.html").read_text(encoding="utf-8")
    return Seen(page), (folder / "informe.md").read_text(encoding="utf-8")


def test_every_figure_of_the_page_is_that_of_run_json(tmp_path: Path) -> None:
    seen, short = write(tmp_path, make_results())
    record, _ = read_run(tmp_path)

    shown = {name: cells for name, cells in seen.rows.items() if name.count("/") == 2}
    wanted = {f"{f.suite}/{f.metric}/{f.stratum}": f for f in record.figures}
    checked = 0
    for name, cells in shown.items():
        if name not in wanted:
            continue  # A row of groups, checked below.
        figure = wanted[name]
        assert figure.mean is not None and figure.low is not None and figure.high is not None
        assert number(cells[1]) == pytest.approx(100 * figure.mean, abs=0.051)
        low, high = cells[3].split(" a ")[:2]
        assert number(low) == pytest.approx(100 * figure.low, abs=0.051)
        assert number(high) == pytest.approx(100 * figure.high, abs=0.051)
        checked += 1
    pooled = {n for n, f in wanted.items() if not f.stratum and n != "abstention/right/"}
    assert pooled <= shown.keys() and checked > 10
    for parity in record.parities:
        cells = seen.rows[f"{parity.contrast}/{parity.metric}"]
        assert number(cells[4]) == pytest.approx(100 * parity.difference, abs=0.051)
    for step in record.latencies:
        assert number(seen.rows[step.step][1]) == pytest.approx(step.p50, abs=0.051)
    right = record.figure("answers", "right")
    assert right is not None and right.mean is not None
    line = next(x for x in short.splitlines() if x.startswith("| Respuestas: hizo"))
    assert number(line.split("|")[2]) == pytest.approx(100 * right.mean, abs=0.051)


def test_strata_of_abstention_are_never_pooled(tmp_path: Path) -> None:
    seen, short = write(tmp_path, make_results())

    assert "abstention/right/" not in seen.rows
    assert "abstention/right/chit_chat" in seen.rows
    assert "| Abstención: hizo lo que debía |" not in short


def test_the_page_needs_no_network_and_runs_only_its_own_script(tmp_path: Path) -> None:
    results = [*make_results(), make_result(999, values={"right": 0.0}, reason=HOSTILE,
                                            question=HOSTILE, text=HOSTILE, id="x")]  # fmt: skip
    seen, short = write(tmp_path, results, baseline=compared(results))
    page = (tmp_path / "informe.html").read_text(encoding="utf-8")

    assert Counter(tag for tag, _ in seen.tags)["script"] == 1
    assert not {tag for tag, _ in seen.tags} & {"img", "iframe", "link", "object", "embed", "base"}
    for _, attributes in seen.tags:
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("src", "href", "action", "srcset", "poster", "xlink:href"):
            assert not re.match(r"(?:[a-z]+:)?//|javascript:", attributes.get(name) or "")
    assert not re.search(r"url\((?!#)|@import", page)
    policy = next(a["content"] for tag, a in seen.tags if a.get("http-equiv"))
    assert "alert(1)" in seen.text and (policy or "").startswith("default-src 'none'")
    assert "<script" not in short and "<img" not in short and "@todos" not in short


def test_ids_are_unique_and_every_plot_says_in_words_what_it_shows(tmp_path: Path) -> None:
    results = make_results()
    seen, _ = write(tmp_path, results, baseline=compared(results))

    ids = [a["id"] for _, a in seen.tags if a.get("id")]
    assert [name for name, times in Counter(ids).items() if times > 1] == []
    plots = [a for tag, a in seen.tags if tag == "svg" and a.get("role") == "img"]
    assert len(plots) >= 6
    for plot in plots:
        assert set((plot["aria-labelledby"] or "").split()) <= set(ids)
    targets = {a["href"] for _, a in seen.tags if (a.get("href") or "").startswith("#")}
    assert {t[1:] for t in targets if t} <= set(ids)


def test_a_failed_case_shows_all_that_its_reader_needs(tmp_path: Path) -> None:
    one = make_result(
        1,
        values={"right": 0.0},
        reason="hizo «abstain» y se esperaba «answer»",
        history=("Hola, soy de una junta de vecinos.",),
        text="No encontré nada.",
    )
    read = failure(one, PASSAGES)

    assert read.history == ("Hola, soy de una junta de vecinos.",)
    assert read.expected == "responder" and read.answer == "No encontré nada."
    assert read.reasons[0].why == "hizo «callar por falta de respaldo» y se esperaba «responder»"
    assert [s.is_reference for s in read.sources] == [False, True]
    seen, _ = write(tmp_path, [one])
    for text in (
        "Hola, soy de una junta de vecinos.",
        "Se postula hasta el 3 de marzo.",
        "Esto es según el Instructivo 2025.",
        "contiene el texto de referencia",
        "callar por falta de respaldo",
    ):
        assert text in seen.text


def test_a_run_with_no_failure_says_so(tmp_path: Path) -> None:
    seen, short = write(tmp_path, [make_result(n) for n in range(20)])

    assert "Ninguno: todos los casos están bien" in seen.text
    assert "Todos los casos se pudieron puntuar." in seen.text
    assert "No se pudo puntuar" not in short


def test_what_could_not_be_scored_is_apart_and_visible(tmp_path: Path) -> None:
    results = [make_result(n) for n in range(9)]
    broken = make_result(9, values={"right": None}, reason="no se pudo preguntar: KeyError")
    seen, short = write(tmp_path, [*results, broken])

    assert "1 sin puntuar" in seen.rows["answers/right/"][2]
    assert number(seen.rows["answers/right/"][1]) == 100
    assert "No se pudo puntuar" in seen.text
    assert "1 de 10 casos" in short


def test_a_partial_run_says_what_it_did_not_ask(tmp_path: Path) -> None:
    results = [
        make_result(n, "router", {"label": 1.0}, label="greeting", is_recorded=False)
        for n in range(5)
    ]
    seen, short = write(tmp_path, results, a_run(results, whole=False))

    assert "Esta corrida no preguntó:" in seen.text and "Datos personales" in seen.text
    assert "Suites preguntadas en parte:" in seen.text
    assert "Preguntadas solo en parte: Encaminamiento." in short
    assert "Sin veredicto" in seen.text


def test_an_empty_metric_is_told_as_having_no_data(tmp_path: Path) -> None:
    seen, _ = write(tmp_path, [make_result(n, values={"right": None}) for n in range(3)])

    assert seen.rows["answers/right/"][1].strip() == "sin dato"


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.PASS, "Pasó"),
        (Verdict.FAIL, "No pasó"),
        (Verdict.NOT_ENOUGH, "No hay datos suficientes"),
    ],
)
def test_the_verdict_comes_first_with_its_reasons(
    tmp_path: Path, verdict: Verdict, words: str
) -> None:
    gate = GateReport((Finding("answers.right.contest", verdict, "91.2% de 60; piso 95.0%"),))
    seen, short = write(tmp_path, make_results(), gate=gate)

    headings = re.findall(r"<h2[^>]*>([^<]+)", (tmp_path / "informe.html").read_text("utf-8"))
    assert headings[0] == words and short.splitlines()[0].endswith(words)
    assert "Respuestas: hizo lo que debía (concurso)" in seen.text
    assert "91,2\N{NO-BREAK SPACE}% de 60" in seen.text


def broken_before(results: Sequence[Result]) -> list[Result]:
    """Return the run before: some answers were right and are not, and two the other way."""
    turned = {"an-009": 1.0, "an-018": 1.0, "an-001": 0.0}
    return [
        r
        if r.case.id not in turned
        else r.model_copy(
            update={
                "scores": tuple(
                    s.model_copy(update={"value": turned[r.case.id]}) if s.metric == "right" else s
                    for s in r.scores
                ),
                "seen": r.seen.model_copy(update={"text": "Antes decía otra cosa."}),
            }
        )
        for r in results
    ]


def compared(results: Sequence[Result]) -> Comparison:
    before = broken_before(results)
    return compare_runs(side_of_run(a_run(before), before), a_run(results), results)


def test_two_runs_are_compared_case_by_case(tmp_path: Path) -> None:
    results = make_results()
    found = compared(results)

    assert {t.result.case.id for t in found.newly_failing} == {"an-009", "an-018"}
    assert [t.result.case.id for t in found.newly_passing] == ["an-001"]
    right = next(c for c in found.changes if (c.suite, c.metric) == ("answers", "right"))
    assert (right.paired.better, right.paired.worse, right.paired.pairs) == (1, 2, 60)
    assert right.paired.p == 1.0 and right.direction == Direction.UNCLEAR
    assert right.paired.difference.mean == pytest.approx(-1 / 60)
    assert {(c.suite, c.metric) for c in found.primary} <= set(PRIMARY)
    assert all(c.stratum for c in found.changes if c.suite == "abstention")
    seen, short = write(tmp_path, results, baseline=found)
    assert "Antes decía otra cosa." in seen.text and "an-009" in short
    write_comparison(tmp_path / "comparacion.html", found, PASSAGES)
    alone = Seen((tmp_path / "comparacion.html").read_text(encoding="utf-8"))
    assert "Dejaron de estar bien: 2" in alone.text
    assert number(alone.rows["answers/right/"][2]) == pytest.approx(-1.7)


def test_a_change_beyond_chance_is_called_one_and_a_repeated_run_is_not() -> None:
    now = [make_result(n, values={"right": float(n % 2)}) for n in range(60)]
    before = [make_result(n) for n in range(60)]

    worse = compare_runs(side_of_run(a_run(before), before), a_run(now), now)
    same = compare_runs(side_of_run(a_run(now), now), a_run(now), now)

    assert [c.direction for c in worse.changes] == [Direction.WORSE]
    assert [c.direction for c in same.changes] == [Direction.SAME]
    assert not same.newly_failing and not same.newly_passing


def test_the_accepted_baseline_compares_like_the_run_it_came_from() -> None:
    results = make_results()
    before = broken_before(results)
    baseline = side_of_baseline(make_baseline(a_run(before), before, "primera"))

    found = compare_runs(baseline, a_run(results), results)

    assert found.changes == compared(results).changes
    assert found.newly_failing[0].answer_before == ""


def test_other_cases_and_parts_of_a_suite_are_not_compared(tmp_path: Path) -> None:
    results = make_results()
    record = a_run(results)
    before = side_of_run(record, results)
    other = replace(
        before,
        suites={
            name: replace(suite, digest="otra") if name == "answers" else suite
            for name, suite in before.suites.items()
            if name != "router"
        },
    )
    partial = record.model_copy(
        update={
            "suites": tuple(
                s.model_copy(update={"is_whole": s.name != "equity"}) for s in record.suites
            )
        }
    )

    found = compare_runs(other, partial, results)

    assert {c.suite for c in found.changes} == {"abstention"}
    told = " ".join(found.refused)
    assert "«Respuestas»: los casos no son los mismos" in told
    assert "«Encaminamiento»: no está en la corrida anterior" in told
    assert "«Equidad»: en la corrida nueva se preguntó solo una parte" in told
    seen, short = write(tmp_path, results, partial, found)
    assert "los casos no son los mismos" in seen.text and "No se compara" in short


def test_groups_are_those_of_fairlearn_and_small_ones_conclude_nothing() -> None:
    rows = [("a", float(n % 4 != 0), f"c{n}") for n in range(FEWEST)]
    rows += [("b", float(n % 10 != 0), f"d{n}") for n in range(FEWEST + 10)]
    rows += [("c", 0.0, f"e{n}") for n in range(FEWEST - 1)]

    found = table("answers", "style", rows)
    frame = MetricFrame(
        metrics=lambda wanted, values: float(sum(values) / len(values)),
        y_true=[1.0] * len(rows),
        y_pred=[value for _, value, _ in rows],
        sensitive_features=[group for group, _, _ in rows],
        n_boot=60,
        ci_quantiles=[0.025, 0.975],
        random_state=8,
    )

    for group in found.groups:
        assert group.interval.mean == pytest.approx(frame.by_group[group.name])
        low, high = (quantile[group.name] for quantile in frame.by_group_ci)
        assert group.interval.low == pytest.approx(low, abs=0.06)
        assert group.interval.high == pytest.approx(high, abs=0.06)
    assert [(g.name, g.is_small) for g in found.groups] == [("c", True), ("a", False), ("b", False)]
    assert found.gap == pytest.approx(frame.by_group["b"] - frame.by_group["a"])


def test_the_confusion_matrix_counts_every_message_once() -> None:
    results = [
        make_result(0, "router", label="greeting"),
        make_result(1, "router", label="greeting"),
        make_result(2, "router", label="contest_question"),
    ]
    labels = ("greeting", "crisis", "policy_question")
    seen = [
        r.model_copy(update={"seen": r.seen.model_copy(update={"label": label})})
        for r, label in zip(results, labels, strict=True)
    ]

    found = confusion(seen)

    assert found is not None and found.labels == ("greeting", "knowledge", "crisis")
    assert found.counts == ((1, 0, 1), (0, 1, 0), (0, 0, 0))
    assert [(m.label, m.taken_for, m.cases) for m in found.mistakes] == [("greeting", "crisis", 1)]


def test_what_does_not_fit_is_counted_and_small_suites_are_whole() -> None:
    few = list(failures([make_result(n, "router", {"label": 0.0}) for n in range(3)], PASSAGES))
    many = list(failures([make_result(n, values={"right": 0.0}) for n in range(50)], PASSAGES))
    budget = sum(map(weight, few)) + 10 * weight(many[0]) + 200

    shown = fitting({"answers": many, "router": few}, budget)

    assert len(shown["router"]) == 3 and len(shown["answers"]) == 10
    assert sum(weight(f) for part in shown.values() for f in part) <= budget


def test_the_gravest_failures_come_first() -> None:
    mild = make_result(1, values={"readable": 0.0})
    grave = make_result(2, values={"citations_valid": 0.0})
    unscored = make_result(3, values={"right": None})

    read = list(failures([mild, grave, unscored], PASSAGES))

    assert [f.id for f in read] == ["an-003", "an-002", "an-001"]


def test_thresholds_that_are_others_now_are_not_marked() -> None:
    assert thresholds(a_run([make_result(1)])) is None


def test_a_picture_takes_the_colours_of_the_page_and_none_of_the_text_as_markup() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.subplots().set_title(HOSTILE)

    made = draw("uno", HOSTILE, HOSTILE, (2, 2), paint)

    assert "<script" not in made.svg and "<img" not in made.svg
    assert "var(--tinta)" in made.svg and "#010101" not in made.svg
    assert "http" not in re.sub(r"https://ejemplo\.cl", "", made.svg)


def test_every_suite_says_what_it_asks_and_every_primary_metric_exists() -> None:
    assert ASKS.keys() == TITLES.keys()
    assert {metric for _, metric in PRIMARY} <= METRICS.keys()


@pytest.mark.browser
def test_the_filter_works_in_a_browser_and_nothing_of_a_case_runs(tmp_path: Path) -> None:
    from playwright.sync_api import expect, sync_playwright

    hostile = make_result(999, values={"right": 0.0}, question=HOSTILE, reason=HOSTILE, id="x")
    write(tmp_path, [*make_results(), hostile])
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium")
        page = browser.new_page(viewport={"width": 360, "height": 740})
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: pytest.fail("something of a case ran"))
        page.goto((tmp_path / "informe.html").as_uri())
        page.fill("#buscar", "ALERT(1)")
        expect(page.locator("#cuantos")).to_contain_text("Se muestran 1 de")
        assert page.locator("#fallos .caso:visible").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        browser.close()
    assert len(asked) == 1


def test_run_json_is_what_anybody_can_recompute(tmp_path: Path) -> None:
    write(tmp_path, make_results())
    lines = (tmp_path / "results.jsonl").read_text(encoding="utf-8").split("\n")
    values = [
        score["value"]
        for line in lines
        if line and (row := json.loads(line))["case"]["suite"] == "answers"
        for score in row["scores"]
        if score["metric"] == "right"
    ]

    shown = Seen((tmp_path / "informe.html").read_text(encoding="utf-8")).rows["answers/right/"]
    assert number(shown[1]) == pytest.approx(100 * sum(values) / len(values), abs=0.051)
