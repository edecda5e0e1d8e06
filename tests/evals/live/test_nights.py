"""A night of real turns is measured, recorded once, and what leaves its band is told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from evals.live.bands import Verdict
from evals.live.night import Night
from governance.log.decision import Hashes
from tests.evals.live.place import ANSWER, CEILING, DAY, NOON, SILENCE, Place

ALARM = "ALARMA: la calidad del asistente salió de lo esperado (GORE)"
BACK = "Recuperado: la calidad del asistente está dentro de lo esperado (GORE)"
UNMEASURED = "ALARMA: no se pudo medir la calidad del asistente (GORE)"


def usual(place: Place) -> None:
    """Ten nights with a fifth of silence, and a day like them."""
    place.usual_nights(10, 20, 100)
    place.answers(40)
    place.silences(10)


def verdict_of(night: Night, subject: str) -> Verdict:
    return next(verdict for name, verdict, _ in night.verdicts if name == subject)


# good nights


def test_a_good_night_is_in_band_and_leaves_an_entry_in_the_chain_and_a_file(place: Place) -> None:
    usual(place)
    night = place.night()
    assert night.verdict == Verdict.IN and not night.outside
    assert (night.turns, night.sampled, night.past, night.broken) == (50, 50, 0, 0)
    assert (night.abstention.silent, night.abstention.asked) == (10, 50)
    assert (night.abstention.nights, night.abstention.mean) == (10, 0.2)
    event = place.events()[-1]
    assert (event.by, event.reason, event.retention) == ("assistant", "in_band", "limitado")
    copied = json.loads((place.folder / "2026-11-21.json").read_text())
    assert copied.pop("verdict") == "in_band" and copied == json.loads(event.text)
    assert place.is_log_whole() and place.box.subjects == []


def test_a_day_is_measured_once_whoever_asks_again(place: Place) -> None:
    usual(place)
    first = place.night()
    loaded = place.loaded
    place.answers(answer="Todo subió a $9.999.999.", at=NOON + timedelta(hours=1))
    again = place.night(most=5)
    assert again == first and place.loaded == loaded
    assert len(place.events()) == 10 + 1


def test_of_two_processes_that_measure_the_same_day_one_records_it_and_tells(
    place: Place,
) -> None:
    usual(place)
    place.answers(answer="Son $7.654.321 por proyecto.")
    slow = place.nightly()
    book = slow.open_book()
    measured = slow.build(book).measure(DAY, 200, book.before(DAY))
    fast = place.night()
    assert slow._record_new(book, measured, book.before(DAY)) == fast
    assert len(place.events()) == 10 + 1
    place.run()
    assert place.box.subjects == [ALARM]


def test_evaluations_and_other_days_are_nobodys_turns(place: Place) -> None:
    place.answers(3, channel="evals", answer="Son $5.555.555.")
    place.answers(2, at=NOON + timedelta(days=1))
    place.answers(1, at=NOON - timedelta(days=1))
    assert place.night().turns == 0


def test_a_day_begins_and_ends_at_midnight_in_chile(place: Place) -> None:
    midnight = NOON.replace(hour=3, minute=0)
    instant = timedelta(microseconds=1)
    place.answers(1, at=midnight - instant)
    place.answers(1, at=midnight)
    place.answers(1, at=midnight + timedelta(days=1) - instant)
    place.answers(1, at=midnight + timedelta(days=1))
    assert place.night().turns == 2


# groundedness


def test_one_figure_that_the_source_does_not_say_is_an_alarm(place: Place) -> None:
    usual(place)
    (entry,) = place.answers(answer=ANSWER.replace("1.800.000", "2.800.000"))
    night = place.night()
    assert night.verdict == Verdict.OUT and "hard_facts" in night.outside
    wrong = next(m for m in night.measures if m.metric == "hard_facts")
    assert (wrong.failed, wrong.failing) == (1, (entry,))
    assert place.box.subjects == [ALARM]
    assert "cifras, fechas y direcciones que están en lo citado" in place.box.bodies[0]
    assert "2.800.000" not in place.written()


def test_sentences_that_nothing_supports_lower_the_mean_under_its_floor(place: Place) -> None:
    usual(place)
    place.answers(10, answer="El proyecto se firma con una notaría. Después se archiva en Chillán.")
    night = place.night()
    assert verdict_of(night, "supported") == Verdict.OUT
    assert verdict_of(night, "hard_facts") == Verdict.IN


@pytest.mark.parametrize(
    ("planted", "metric"),
    [
        ({"answer": CEILING.text}, "caveat"),
        ({"answer": f"{ANSWER} Tu organización cumple los requisitos."}, "no_verdict"),
        ({"citations": ()}, "citations_valid"),
    ],
)
def test_each_promise_of_an_answer_has_zero_tolerance(
    small_place: Place, planted: dict[str, object], metric: str
) -> None:
    usual(small_place)
    small_place.answers(**planted)  # type: ignore[arg-type]
    assert metric in small_place.night().outside


def test_what_was_answered_from_a_knowledge_base_that_is_gone_is_counted_apart(
    place: Place,
) -> None:
    usual(place)
    place.publish(replace(CEILING, text="El tope ahora es de $2.000.000.", version="v2"))
    night = place.night()
    assert (night.past, night.verdict) == (40, Verdict.FEW)
    assert verdict_of(night, "supported") == Verdict.FEW
    assert verdict_of(night, "redaction") == Verdict.IN and place.box.subjects == []


def test_what_was_answered_with_older_texts_is_counted_apart_too(small_place: Place) -> None:
    older = Hashes(prompt="0" * 16, knowledge_base=small_place.version)
    small_place.answers(5, hashes=older)
    assert small_place.night().past == 5


def test_a_passage_that_another_edit_left_alone_is_still_scored(small_place: Place) -> None:
    usual(small_place)
    small_place.publish(CEILING, replace(CEILING, id="plata#otra", position=1))
    assert small_place.night().past == 0


def test_a_citation_of_nothing_is_wrong_and_not_old(small_place: Place) -> None:
    usual(small_place)
    small_place.publish(replace(CEILING, id="plata#otra"))
    small_place.answers(1)
    night = small_place.night()
    assert (night.past, "citations_valid" in night.outside) == (40, True)


# redaction


@pytest.mark.parametrize(
    "planted",
    [
        {"question": "mi rut es 12.345.678-5 y quiero saber el tope"},
        {"answer": f"{ANSWER} Tu RUT es 12.345.678-5."},
    ],
)
def test_a_leaked_rut_is_an_alarm_and_is_not_repeated(
    place: Place, planted: dict[str, object]
) -> None:
    usual(place)
    (entry,) = place.answers(**planted)  # type: ignore[arg-type]
    night = place.night()
    assert "redaction" in night.outside
    assert (dict(night.redaction.by_kind), night.redaction.failing) == ({"RUT": 1}, (entry,))
    assert "1 turnos (RUT 1)" in place.box.bodies[0] and "incidente" in place.box.bodies[0]
    assert "12.345.678" not in place.written() and "12345678" not in place.written()


def test_who_signs_the_source_is_nobodys_secret_and_the_same_name_in_a_question_is(
    small_place: Place,
) -> None:
    usual(small_place)
    said = "Las bases las firma la señora Rosalía Huenchumilla Paredes."
    assert small_place.redactor.redact(said).entities
    small_place.answers(1, answer=f"{ANSWER}\n\n{said}")
    assert verdict_of(small_place.night(), "redaction") == Verdict.IN
    small_place.answers(1, question=said, at=NOON - timedelta(days=20))
    other_day = small_place.night(DAY - timedelta(days=20))
    assert verdict_of(other_day, "redaction") == Verdict.OUT


def test_placeholders_are_not_personal_data(small_place: Place) -> None:
    usual(small_place)
    small_place.answers(1, question="soy [NOMBRE_1], rut [RUT_1], fono [TELEFONO_1], ¿el tope?")
    assert small_place.night().verdict == Verdict.IN


# abstention


def test_twice_the_usual_silence_is_an_alarm(place: Place) -> None:
    place.usual_nights(10, 20, 100)
    place.answers(60)
    place.silences(40)
    night = place.night()
    assert night.outside == {"abstention"}
    assert "turnos sin respuesta: 40,0 %" in place.box.bodies[0]


def test_hardly_any_silence_is_an_alarm_too(small_place: Place) -> None:
    small_place.usual_nights(10, 30, 100)
    small_place.answers(100)
    assert small_place.night().outside == {"abstention"}


def test_too_few_nights_or_turns_are_not_enough_data_and_no_alarm(place: Place) -> None:
    place.usual_nights(6, 20, 100)
    place.answers(20)
    place.silences(80)
    assert place.night().verdict == Verdict.FEW
    place.answers(20, at=NOON + timedelta(days=1))
    place.clock.advance(days=1)
    quiet = place.night(DAY + timedelta(days=1))
    assert quiet.abstention.nights == 7 and quiet.abstention.verdict == Verdict.FEW
    assert place.box.subjects == []


def test_a_day_without_turns_is_not_enough_data(place: Place) -> None:
    night = place.night()
    assert (night.verdict, night.turns) == (Verdict.FEW, 0)


def test_abstention_is_of_every_turn_and_not_of_the_sample(small_place: Place) -> None:
    usual(small_place)
    night = small_place.night(most=10)
    assert (night.sampled, night.abstention.asked) == (10, 50)


# telling


def test_a_good_night_after_a_bad_one_is_told_once(place: Place) -> None:
    usual(place)
    place.answers(answer="Son $7.654.321 por proyecto.")
    place.night()
    for days in (1, 2):
        place.clock.advance(days=1)
        place.answers(40, at=NOON + timedelta(days=days))
        place.silences(10, at=NOON + timedelta(days=days))
        place.night(DAY + timedelta(days=days))
    assert place.box.subjects == [ALARM, BACK]
    assert "frases sustentadas" in place.box.bodies[1] or "cifras" in place.box.bodies[1]


def test_a_night_without_enough_data_ends_no_alarm(small_place: Place) -> None:
    usual(small_place)
    small_place.answers(1, question="mi rut es 12.345.678-5")
    small_place.night()
    small_place.clock.advance(days=1)
    small_place.night(DAY + timedelta(days=1))
    assert small_place.box.subjects == [ALARM]


def test_while_the_mail_server_is_down_the_alarm_waits_and_then_leaves_once(place: Place) -> None:
    usual(place)
    place.answers(answer="Son $7.654.321 por proyecto.")
    place.box.refuses = True
    assert place.night().verdict == Verdict.OUT
    place.run()
    place.box.refuses = False
    place.run()
    place.run()
    assert place.box.subjects == [ALARM]


def test_a_log_that_cannot_be_read_is_an_alarm_once_a_day_and_not_a_good_night(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    usual(place)
    place.is_reachable = False
    for _ in range(3):
        assert place.run().night is None
    assert place.box.subjects == [UNMEASURED]
    copied = json.loads((place.folder / "2026-11-21.json").read_text())
    assert copied == {"day": "2026-11-21", "verdict": "unmeasured", "why": "ConnectionError"}
    assert "una frase de alguien" not in place.written() + caplog.text
    place.is_reachable = True
    assert place.night().verdict == Verdict.IN
    assert place.box.subjects[1:] == [
        "Recuperado: la calidad del asistente se mide otra vez (GORE)"
    ]


def test_a_log_that_takes_no_entries_leaves_the_day_unmeasured(small_place: Place) -> None:
    usual(small_place)
    ours, small_place.log = small_place.log, replace(small_place.log, key=None)
    assert small_place.run().night is None and small_place.box.subjects == [UNMEASURED]
    small_place.log = ours
    assert small_place.night().verdict == Verdict.IN


def test_where_nothing_can_be_kept_the_alarm_is_given_anyway(small_place: Place) -> None:
    small_place.folder.write_text("no es una carpeta")
    small_place.is_reachable = False
    assert small_place.run().night is None
    assert small_place.box.subjects == [UNMEASURED]


def test_a_turn_in_which_a_scorer_breaks_is_an_alarm_and_hides_no_other(
    small_place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    usual(small_place)
    (entry,) = small_place.answers(outcome="answered", answer="no se pudo « de alguien")
    measuring = small_place.measuring()

    def breaking(claim: str, passage: str) -> tuple[bool, str]:
        if "de alguien" in claim:
            raise ValueError(claim)
        return True, ""

    context = measuring.context
    broken = replace(
        measuring, context=lambda shelf, day: replace(context(shelf, day), supports=breaking)
    )
    nightly = replace(small_place.nightly(), build=lambda book: broken)
    night = nightly.run(DAY, 200).night
    assert night is not None and (night.broken, night.breaking) == (1, (entry,))
    assert night.outside == {"scoring"} and night.measures[0].scored == 40
    assert "de alguien" not in small_place.written() + caplog.text


# nobody's words


WORD = st.text("bcdfghjklmnpqrstvwxyzñ", min_size=6, max_size=12).map(lambda w: f"zqx{w}")
TEXT = st.lists(WORD, min_size=1, max_size=12).map(" ".join)


@hypothesis_settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    asked=TEXT,
    answered=TEXT,
    figure=st.integers(10**6, 10**9),
    outcome=st.sampled_from(["answered", "answered_partially", "declined_unsafe", "failed"]),
    is_down=st.booleans(),
)
def test_the_record_never_holds_a_word_of_anybody(
    small_place: Place, asked: str, answered: str, figure: int, outcome: str, is_down: bool
) -> None:
    place = small_place
    day = DAY + timedelta(days=len(place.events()) + 1)
    at = NOON + (day - DAY)
    place.clock.now = at + timedelta(hours=18)
    place.box.refuses = is_down
    place.answers(
        1, at=at, question=f"{asked} rut 12.345.678-5", answer=f"{answered} {figure}.",
        outcome=outcome, conversation_id=answered,
    )  # fmt: skip
    place.silences(1, at=at, question=asked, label=answered, rule_id=asked)
    place.night(day)
    left = place.written()
    assert not [w for w in f"{asked} {answered}".split() if w in left]
    assert str(figure) not in left and SILENCE not in left and "12.345" not in left
