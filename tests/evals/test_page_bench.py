"""The parts of `python -m evals.benches.page` that need no server; some need a browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.settings import REPOSITORY
from evals.benches.load.machine import Machine
from evals.benches.page.__main__ import find_sizes
from evals.benches.page.axe import Finding, read_findings, run_axe
from evals.benches.page.breaks import SMALL_TARGET, WORDS, Break, find_breaks
from evals.benches.page.contact_sheet import write_sheet
from evals.benches.page.crowd import chatting
from evals.benches.page.goals import Goal, at_most, none_of
from evals.benches.page.keyboard import Task, keyboard_section
from evals.benches.page.keys import Keys, Press, write_keys
from evals.benches.page.looking import Seen
from evals.benches.page.network import FREE, SLOW, Request, total_bytes
from evals.benches.page.overhead import Compared, Turn, overhead_section, read_clock
from evals.benches.page.sections import Section, table, write_report
from evals.benches.page.seen_report import axe_section, matrix_section
from evals.benches.page.sizes import SIZES, ZOOMED, View, views
from evals.benches.page.states import STATES, find_states
from evals.benches.page.visits import CHROMIUM, NotThere, Visit, browsing, strangers, windows
from evals.benches.page.weight import Opening, weight_section

VIEW = View(SIZES[0], "light")
FIRST, ANSWER = STATES[0], STATES[1]
MACHINE = Machine(datetime(2026, 11, 22, 15, tzinfo=UTC), {"procesador": "uno"}, 2, 0.1)


def goals_of(section: Section) -> dict[str, bool]:
    return {goal.what: goal.is_met for goal in section.goals}


def test_what_could_not_be_measured_meets_no_goal() -> None:
    assert not at_most("espera", None, 3, "s").is_met
    assert at_most("espera", 3.0, 3, "s").is_met
    assert not at_most("espera", 3.004, 3, "s").is_met
    assert not none_of("quiebres", 0, unreached=1).is_met


def test_states_have_names_of_their_own_and_are_chosen_by_them() -> None:
    assert len({state.id for state in STATES}) == len(STATES)
    assert find_states("") == STATES
    assert [state.id for state in find_states("simple, primera")] == ["simple", "primera"]
    with pytest.raises(ValueError, match="--states nada: no existe. Los que hay: primera"):
        find_states("nada")


def test_sizes_are_chosen_by_their_width() -> None:
    assert find_sizes("", SIZES) == SIZES
    assert find_sizes("320", (*SIZES, ZOOMED)) == (SIZES[0], ZOOMED)
    with pytest.raises(ValueError, match="--widths 100: no se mide"):
        find_sizes("100", SIZES)


def test_each_size_is_seen_in_both_themes() -> None:
    assert [view.name for view in views((ZOOMED,))] == ["320×256 claro", "320×256 oscuro"]
    assert ZOOMED.is_zoomed and not any(size.is_zoomed for size in SIZES)


def test_a_request_to_another_host_is_a_stranger_even_if_it_begins_alike() -> None:
    asked = ["http://a:1/x", "http://a:12/y", "blob:http://a:1/z", "http://a:12/y"]
    assert strangers(asked, ("http://a:1",)) == ("http://a:12/y",)


def test_axe_tells_what_is_broken_apart_from_what_it_cannot_decide() -> None:
    rule = {"id": "color-contrast", "help": "Contraste", "nodes": [{"target": ["#a"]}]}
    found = read_findings({"violations": [rule], "incomplete": [rule]})
    assert [finding.is_violation for finding in found] == [True, False]
    section = axe_section([Seen(FIRST, VIEW, findings=found)])
    assert goals_of(section) == {"violaciones de axe-core, en todos los estados": False}
    only_undecided = axe_section([Seen(FIRST, VIEW, findings=found[1:])])
    assert all(goals_of(only_undecided).values())


def test_a_state_that_cannot_be_reached_fails_both_goals_and_is_told() -> None:
    missing = [Seen(FIRST, VIEW), Seen(ANSWER, VIEW, unreached="no aparece #charla")]
    for section in (axe_section(missing), matrix_section(missing, "capturas.html")):
        assert not section.goals[0].is_met
        assert "| con una respuesta | no aparece #charla | 320×640 claro |" in section.lines


def test_a_target_under_44_px_is_told_but_is_no_break() -> None:
    small = Break(SMALL_TARGET, "button#x", "40×40 px")
    section = matrix_section([Seen(FIRST, VIEW, breaks=(small,))], "capturas.html")
    assert all(goals_of(section).values())
    assert any("button#x" in line for line in section.lines)
    broken = replace(small, kind="tapado")
    section = matrix_section([Seen(FIRST, VIEW, breaks=(broken,))], "capturas.html")
    assert not section.goals[0].is_met


def test_a_request_to_another_host_in_any_state_fails_its_goal() -> None:
    seen = Seen(FIRST, VIEW, strangers=("https://cdn.example/x.js",))
    section = matrix_section([seen], "capturas.html")
    assert [goal.is_met for goal in section.goals] == [True, False]
    assert "- https://cdn.example/x.js" in section.lines


def test_one_finding_in_many_views_is_one_row() -> None:
    finding = Finding("label", "Sin nombre", ("#a",), True)
    seen = [Seen(FIRST, view, findings=(finding,)) for view in views(SIZES)]
    rows = [line for line in axe_section(seen).lines if line.startswith("| `label`")]
    assert len(rows) == 1 and "320×640 claro" in rows[0] and "1366×768 oscuro" in rows[0]


def test_the_contact_sheet_shows_each_picture_and_marks_the_broken_ones() -> None:
    seen = [
        Seen(FIRST, VIEW, picture="primera.png"),
        Seen(FIRST, View(ZOOMED, "dark"), unreached="<no aparece>"),
        Seen(ANSWER, VIEW, picture="b.png", breaks=(Break("tapado", "a", "b"),)),
    ]
    sheet = write_sheet(seen, "capturas")
    assert sheet.count("<img") == 2 and sheet.count('class="quiebre"') == 2
    assert 'src="capturas/primera.png"' in sheet
    assert "&lt;no aparece&gt;" in sheet


def opening(path: str, usable_ms: float | None, size: int = 1000, host: str = "a:1") -> Opening:
    times = {} if usable_ms is None else {"usable": usable_ms, "notice": usable_ms}
    requests = (
        Request(f"http://a:1{path}", "Document", size, False),
        Request(f"http://{host}/x.js", "Script", 500, True),
    )
    return Opening(path, SLOW, False, times, size, requests)


def test_the_first_screen_is_judged_by_its_median_on_the_slow_network() -> None:
    found = [opening("/", ms) for ms in (1000, 2900, 9000)]
    found += [opening("/simple", ms) for ms in (3100, 3200, 900)]
    goals = goals_of(weight_section(found))
    assert goals["primera pantalla, espera con 400 kbit/s y 400 ms"]
    assert not goals["/simple, espera con 400 kbit/s y 400 ms"]
    assert goals["/simple, bytes"] and goals["peticiones a otros equipos, al abrir"]


def test_a_visit_that_never_could_be_used_fails_however_fast_the_others_were() -> None:
    found = [opening("/", 900), opening("/", None), opening("/simple", 900, size=61_000)]
    goals = goals_of(weight_section(found))
    assert not goals["primera pantalla, espera con 400 kbit/s y 400 ms"]
    assert not goals["/simple, bytes"]


def test_a_script_of_another_host_fails_the_goal_of_the_visit() -> None:
    found = [opening("/", 900, host="cdn.example"), opening("/simple", 900)]
    assert not goals_of(weight_section(found))["peticiones a otros equipos, al abrir"]


def test_what_the_browser_kept_costs_no_bytes() -> None:
    assert total_bytes(opening("/", 900).requests) == 1000
    assert FREE.kbit_s == 0


def test_an_answer_that_is_drawn_again_was_whole_the_first_time_that_it_said_all() -> None:
    changes = [(110.0, ""), (130.0, "Hasta"), (150.0, "Hasta el 30"), (160.0, ""), (170.0, "Hasta")]
    assert read_clock(100, [*changes[:3], (160.0, ""), (170.0, "Hasta el 30")]) == (30, 50)
    with pytest.raises(NotThere):
        read_clock(100, [(110.0, "")])
    with pytest.raises(NotThere):
        read_clock(100, [])


def compared(others: int, more_ms: float, n: int = 30, failed: int = 0) -> Compared:
    return Compared(others, (Turn(40, 40 + more_ms / 2, 40 + more_ms),) * n, failed, 9, 0)


def test_the_overhead_is_the_median_of_the_differences_until_the_answer_is_whole() -> None:
    section = overhead_section([compared(0, 100), compared(50, 160)], 20)
    assert goals_of(section) == {
        "sobrecosto visible de un turno, a solas": True,
        "sobrecosto visible de un turno, con 50 más": False,
    }
    assert any("| 100 ms [100–100] |" in line for line in section.lines)


def test_too_few_turns_or_one_that_failed_prove_no_overhead() -> None:
    assert not overhead_section([compared(0, 1, n=10)], 20).goals[0].is_met
    assert not overhead_section([compared(0, 1, failed=1)], 20).goals[0].is_met


def test_nobody_chatting_is_a_crowd_that_ends() -> None:
    with chatting("http://127.0.0.1:9", 0, 1) as crowd:
        pass
    assert (crowd.answered, crowd.errors) == (0, 0)


def test_a_task_that_could_not_be_done_fails_loud_and_shows_its_keys() -> None:
    keys = (Press("Tab", "button#a", True), Press("Tab", "a#b", False))
    section = keyboard_section([Task("preguntar", "", keys), Task("derivar", "sin foco", keys)])
    assert section.goals == (Goal("tareas con el teclado", "2 de 2", "1 de 2", False),)
    assert any("**no se pudo**: sin foco" in line for line in section.lines)
    assert any("Tab ×2 → a#b" in line for line in section.lines)
    assert section.lines[-1].endswith("a#b.")
    assert write_keys([]) == ""


def test_the_report_tells_the_goals_first_and_that_the_machine_was_busy() -> None:
    section = Section("Uno", ("línea",), (Goal("algo", "0", "3", False),))
    report = write_report(replace(MACHINE, busy=3.0), [section])
    assert report.index("| algo | 0 | 3 | **no cumple** |") < report.index("## Uno")
    assert "La máquina no estaba libre" in report
    assert "La máquina no estaba libre" not in write_report(MACHINE, [section])


def test_no_cell_ends_a_table_or_becomes_a_tag() -> None:
    assert table(["a"], [["x|<b>\ny"]])[-1] == "| x\\|&lt;b> y |"


@pytest.fixture(scope="module")
def visit() -> Iterator[Visit]:
    if not CHROMIUM.exists():
        pytest.skip("falta /usr/bin/chromium")
    with browsing() as browser, windows(browser, VIEW) as context:
        yield Visit(context.new_page())


TINY = "width: 9px; height: 9px; padding: 0; min-width: 0; min-height: 0"
SOUND = """<!doctype html><html lang="es"><title>t</title><style>
body { margin: 0; font: 16px/1.5 sans-serif }
button { min-height: 44px; min-width: 44px; font: inherit }
.rueda { overflow: auto; height: 60px } .lector { position: absolute; width: 1px; height: 1px;
overflow: hidden; clip-path: inset(50%); font-size: 8px }</style><main><h1>Hola</h1>
<button id="bien">Enviar</button> <p>Con un <a href="/">enlace</a> en el texto.</p>
<div class="rueda" tabindex="0">
<p style="height: 300px">Se desplaza<br><br><br><br>hasta aquí</p></div>
<span class="lector">Solo para quien escucha</span></main>"""


def planted(visit: Visit, html: str, in_sight: tuple[str, ...] = ()) -> set[str]:
    visit.page.set_content(SOUND.replace("</main>", f"{html}</main>"))
    return {found.kind for found in find_breaks(visit.page.main_frame, in_sight)}


@pytest.mark.browser
def test_a_sound_page_has_no_breaks(visit: Visit) -> None:
    assert planted(visit, "", ("#bien",)) == set()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("kind", "html"),
    [
        ("pagina-ancha", '<div style="width: 500px; height: 9px"></div>'),
        ("fuera-de-la-ventana", '<div style="position: fixed; left: 300px; width: 90px">x</div>'),
        ("texto-cortado", '<p style="overflow: hidden; height: 10px">Cortado</p>'),
        ("texto-cortado", '<p style="overflow: hidden; white-space: nowrap">' + "Largo " * 30),
        ("texto-chico", '<p style="font-size: 13px">Chico</p>'),
        (
            "blanco-menor-que-24",
            f'<button style="{TINY}">a</button><button style="{TINY}">b</button>',
        ),
        (SMALL_TARGET, '<button style="min-width: 0; min-height: 0; width: 30px; height: 30px">'),
        (
            "tapado",
            '<button style="position: fixed; top: 500px; left: 9px">Uno</button>'
            '<a href="/" style="position: fixed; top: 505px; left: 9px">Dos, que lo tapa</a>',
        ),
    ],
)
def test_a_planted_break_is_found(visit: Visit, kind: str, html: str) -> None:
    assert kind in WORDS or kind == SMALL_TARGET
    assert kind in planted(visit, html)


@pytest.mark.browser
def test_what_must_be_in_sight_and_is_not_is_found(visit: Visit) -> None:
    low = '<button id="bajo" style="position: absolute; top: 900px">Lejos</button>'
    assert planted(visit, low, ("#bajo",)) == {"no-a-la-vista"}
    assert planted(visit, "", ("#nadie",)) == {"no-a-la-vista"}


@pytest.mark.browser
def test_a_small_target_with_room_around_and_a_link_to_skip_are_no_breaks(visit: Visit) -> None:
    alone = f'<p style="margin: 50px"><button style="{TINY}">a</button></p>'
    skip = '<a href="#x" style="position: absolute; left: -999px">Saltar</a>'
    assert planted(visit, alone + skip) == {SMALL_TARGET}


@pytest.mark.browser
def test_a_dialog_may_cover_what_is_behind_it(visit: Visit) -> None:
    dialog = '<div role="dialog" style="position: fixed; inset: 0; background: #fff">Opciones</div>'
    assert planted(visit, dialog) == set()


@pytest.mark.browser
def test_what_stays_in_place_may_cover_only_what_can_be_scrolled_out_from_under_it(
    visit: Visit,
) -> None:
    bar = (
        '<div style="position: fixed; inset: auto 0 0; height: 60px; background: #fff">Barra</div>'
    )
    low = '<p style="position: absolute; top: 600px"><a href="/">Uno que queda abajo, solo</a></p>'
    room = '<p style="position: absolute; top: 700px">Fin</p>'
    aside = "<style>html { scroll-padding-bottom: 70px }</style>"
    assert "tapado" in planted(visit, low + bar)
    assert "tapado" in planted(visit, low + room + bar)
    assert "tapado" not in planted(visit, low + room + bar + aside)
    assert visit.page.evaluate("scrollY") == 0


@pytest.mark.browser
def test_axe_looks_at_wcag_up_to_its_version_2_2(visit: Visit) -> None:
    visit.page.set_content(SOUND)
    assert [x for x in run_axe(visit.page.main_frame) if x.is_violation] == []
    planted_ones = f'<input><button style="{TINY}">a</button><button style="{TINY}">b</button>'
    visit.page.set_content(SOUND.replace("</main>", f"{planted_ones}</main>"))
    rules = {x.rule for x in run_axe(visit.page.main_frame) if x.is_violation}
    assert rules >= {"label", "target-size"}


@pytest.mark.browser
def test_a_focus_that_nothing_shows_is_noticed(visit: Visit) -> None:
    visit.page.set_content(
        "<style>#mudo:focus { outline: none }</style><a id='ve' href='/'>a</a><input id='mudo'>"
    )
    keys = Keys(visit)
    keys.reach("#ve")
    assert not keys.unseen
    keys.reach("#mudo")
    assert list(keys.unseen) == ["#mudo"]
    with pytest.raises(NotThere, match="con Tab no se llega a #nadie"):
        keys.reach("#nadie")


@pytest.mark.browser
@pytest.mark.parametrize(
    "style",
    [
        "#a { outline: 3px solid #0b4f6c } body { background: #0b4f6c }",
        "#a { outline: 3px solid #f8f8f8 }",
        "#tapa { position: fixed; inset: 0; background: #fff }",
    ],
    ids=["of the colour behind", "too pale", "with something in front"],
)
def test_a_ring_that_cannot_be_told_from_what_is_around_shows_no_focus(
    visit: Visit, style: str
) -> None:
    visit.page.set_content(f"<style>{style}</style><a id='a' href='/'>a</a><p id='tapa'></p>")
    keys = Keys(visit)
    keys.reach("#a")
    assert list(keys.unseen) == ["#a"]


def test_the_bench_is_told_in_the_documentation() -> None:
    told = (REPOSITORY / "docs" / "pagina.md").read_text(encoding="utf-8")
    for command in ("axe", "matrix", "weight", "overhead", "keyboard", "all"):
        assert f"evals.benches.page {command}" in told
