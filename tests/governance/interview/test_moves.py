from datetime import datetime

import pytest

from governance.interview.flow import active, is_group_complete, values
from governance.interview.moves import (
    Accept,
    Back,
    Cancel,
    Change,
    DontKnow,
    EvidenceLater,
    Move,
    MoveError,
    NotSustained,
    Pause,
    Propose,
    Reject,
    Resume,
    Say,
    Submit,
    Suggest,
    Sustain,
    apply,
    start,
)
from governance.interview.state import Interview, Suggested
from tests.governance.interview.playing import (
    EVERYTHING,
    NOON,
    answer,
    classification,
    do,
    reviewed,
    say,
    settled,
)


def until(question: str) -> Interview:
    """Answer everything before `question`."""
    before = {q: v for q, v in EVERYTHING.items() if q != question}
    interview = answer(start(classification()), before)
    assert interview.current == question
    return interview


def refused(interview: Interview, move: Move) -> str:
    with pytest.raises(MoveError) as error:
        do(interview, move)
    return str(error.value)


def test_an_answer_is_kept_with_its_words_its_author_and_its_moment():
    interview = do(until("P1"), Say("si", "sí po, prioriza"))
    answer = interview.answers["P1"]
    assert (answer.value, answer.phrase, answer.by) == ("si", "sí po, prioriza", "ana")
    assert (answer.at, answer.origin) == (NOON, "said")


def test_an_unsure_understanding_waits_for_a_yes():
    interview = do(until("P1"), Propose("si", "bueno, algo así"))
    assert interview.stage == "confirming"
    assert "P1" not in interview.answers
    assert do(interview, Accept()).answers["P1"].value == "si"


def test_a_no_to_an_understanding_asks_again():
    interview = do(until("P1"), Propose("si", "bueno"), Reject())
    assert (interview.stage, interview.current) == ("asking", "P1")
    assert interview.pending is None


def test_another_answer_takes_the_place_of_the_one_being_confirmed():
    interview = do(until("P5"), Propose("no", "mmm"), say("si"))
    assert interview.answers["P5"].value == "si"


def test_an_answer_that_lowers_the_level_meets_a_counter_question():
    interview = do(until("P1"), say("no"))
    assert interview.stage == "countering"
    assert "P1" not in interview.answers


def test_a_confirmed_answer_that_lowers_the_level_meets_it_too():
    assert do(until("P1"), Propose("no", "no creo"), Accept()).stage == "countering"


def test_a_suggested_answer_that_lowers_the_level_meets_it_too():
    suggested = do(until("P1"), Suggest({"P1": Suggested("no", "solo informa")}))
    assert do(suggested, Accept()).stage == "countering"


def test_what_sustains_an_answer_is_kept_beside_it():
    interview = do(until("P2"), say("no"), Sustain("bases del fondo, punto 4"))
    assert interview.answers["P2"].evidence == "bases del fondo, punto 4"
    assert not interview.answers["P2"].evidence_pending


def test_evidence_that_comes_later_stays_pending():
    interview = do(until("P2"), say("no"), EvidenceLater("mañana lo mando"))
    assert interview.answers["P2"].value == "no"
    assert interview.answers["P2"].evidence_pending


def test_pending_evidence_can_be_given_afterwards():
    interview = do(until("P2"), say("no"), EvidenceLater("mañana"), Sustain("bases", "P2"))
    assert interview.answers["P2"].evidence == "bases"
    assert not interview.answers["P2"].evidence_pending
    assert interview.current == "P3"
    assert "pendiente" in refused(interview, Sustain("otras bases", "P2"))


def test_an_effective_review_that_nothing_sustains_is_unknown():
    interview = do(until("P3"), say("efectiva"), NotSustained("no hay nada escrito"))
    answer = interview.answers["P3"]
    assert answer.value is None
    assert answer.phrase == "digo efectiva / no hay nada escrito"
    assert answer.evidence_pending


def test_claiming_again_what_nothing_sustained_meets_the_counter_question_again():
    interview = do(until("P3"), say("efectiva"), NotSustained("nada"), Change("P3"))
    assert do(interview, say("efectiva")).stage == "countering"


def test_other_unsupported_answers_stay_with_their_evidence_pending():
    interview = do(until("P1"), say("no"), NotSustained("no tengo nada"))
    assert interview.answers["P1"].value == "no"
    assert interview.answers["P1"].evidence_pending


def test_a_fact_that_contradicts_the_answer_changes_it():
    interview = do(until("P3"), say("efectiva"), Say("nominal_o_no", "la jefa firma sin mirar"))
    assert interview.answers["P3"].value == "nominal_o_no"
    assert interview.current == "P4"


def test_repeating_an_answer_does_not_sustain_it():
    interview = do(until("P3"), say("efectiva"), say("efectiva"))
    assert interview.stage == "countering"
    assert "P3" not in interview.answers


def test_the_standing_answer_counts_while_its_replacement_is_countered():
    interview = do(reviewed(P3="nominal_o_no"), Change("P3"), say("efectiva"))
    assert interview.stage == "countering"
    assert values(classification(), interview)["P3"] == "nominal_o_no"


def test_repeating_an_answer_after_reopening_it_keeps_its_evidence():
    interview = do(reviewed(), Change("P3"), say("efectiva"))
    assert interview.stage == "reviewing"
    assert interview.answers["P3"].evidence == "está en el manual"


def test_not_knowing_keeps_whom_to_ask():
    interview = do(until("P4"), DontKnow("eso lo ve informática", "informática"))
    assert interview.answers["P4"].value is None
    assert interview.answers["P4"].ask_whom == "informática"


def test_a_description_and_a_name_are_needed():
    assert "hace falta" in refused(start(classification()), DontKnow("ni idea"))
    assert "hace falta" in refused(until("nombre"), DontKnow("ni idea"))


def test_an_optional_question_can_be_left_empty():
    assert do(until("proveedor"), DontKnow("no aplica")).current == "uso_real"


def test_a_value_that_is_not_an_option_is_refused_naming_the_options():
    message = refused(until("P3"), say("a veces"))
    assert "Sí, y la revisión es efectiva" in message
    assert "a veces" in message


def test_too_long_a_text_is_refused_saying_how_long_it_can_be():
    assert "20" in refused(until("nombre"), say("muy " * 30))


def test_going_back_from_a_counter_question_asks_the_question_again():
    interview = do(until("P1"), say("no"), Back())
    assert (interview.stage, interview.current) == ("asking", "P1")


def test_going_back_restores_the_answer_that_was_changed():
    interview = settled(reviewed(), "P1", "no")
    undone = do(interview, Back())
    assert (undone.current, undone.answers["P1"].value) == ("P1", "si")
    assert do(undone, Back()).stage == "reviewing"


def test_there_is_nothing_before_the_first_question():
    assert "primera" in refused(start(classification()), Back())


def test_a_changed_answer_that_opens_a_question_leaves_the_review_to_ask_it():
    interview = settled(reviewed(P1="no"), "P1", "si")
    assert (interview.stage, interview.current) == ("asking", "P2")


def test_a_changed_answer_that_opens_nothing_returns_to_the_review():
    assert settled(reviewed(), "P5", "no").stage == "reviewing"


def test_a_reopened_answer_can_be_left_as_it_is():
    interview = do(reviewed(), Change("P3"), Accept())
    assert interview.stage == "reviewing"
    assert interview.answers == reviewed().answers


def test_a_closed_question_cannot_be_changed():
    assert "depende" in refused(reviewed(P1="no"), Change("P2"))
    assert "P9" in refused(reviewed(), Change("P9"))


def test_closed_answers_do_not_count_and_come_back():
    closed = settled(reviewed(), "P1", "no")
    assert "P3" not in active(classification(), closed)
    opened = settled(closed, "P1", "si")
    assert active(classification(), opened)["P3"].value == "efectiva"


def test_suggestions_count_for_nothing_until_accepted():
    suggestions = {"P1": Suggested("si", "prioriza"), "P4": Suggested("si_base", "ficha médica")}
    interview = do(start(classification()), Suggest(suggestions))
    assert not interview.answers
    interview = answer(interview, {"descripcion": "prioriza", "P0": "ninguna"})
    assert (interview.stage, interview.current) == ("confirming", "P1")
    accepted = do(interview, Accept())
    assert accepted.answers["P1"].origin == "suggested"
    assert accepted.answers["P1"].phrase == "prioriza"


def test_a_rejected_suggestion_is_not_offered_again():
    interview = do(until("P1"), Suggest({"P1": Suggested("si", "prioriza")}), Reject())
    assert (interview.stage, interview.current) == ("asking", "P1")
    again = do(interview, Back(), say("ninguna"), Sustain("lo dice el manual"))
    assert (again.stage, again.current) == ("asking", "P1")


def test_suggestions_leave_answered_questions_alone():
    interview = do(reviewed(), Suggest({"P1": Suggested("no", "solo informa")}))
    assert interview == reviewed()


def test_a_suggestion_must_be_an_answer_of_the_interview():
    assert "P9" in refused(start(classification()), Suggest({"P9": Suggested("si", "x")}))
    assert "quizás" in refused(start(classification()), Suggest({"P1": Suggested("quizás", "x")}))


def test_a_paused_interview_only_resumes_or_is_cancelled():
    paused = do(until("P3"), Pause())
    assert "retomar" in refused(paused, say("efectiva"))
    assert "retomar" in refused(paused, Pause())
    assert do(paused, Resume()) == until("P3")
    assert do(paused, Cancel()).stage == "cancelled"
    assert "no está en pausa" in refused(until("P3"), Resume())


def test_only_what_was_reviewed_can_be_submitted():
    assert "revisa" in refused(until("P3"), Submit())
    assert do(reviewed(), Submit()).stage == "submitted"


@pytest.mark.parametrize("end", [Submit(), Cancel()])
@pytest.mark.parametrize("move", [say("si"), Back(), Change("P1"), Pause(), Resume(), Cancel()])
def test_what_is_over_accepts_nothing_more(end, move):
    assert "Empieza una nueva" in refused(do(reviewed(), end), move)


@pytest.mark.parametrize("move", [Accept(), Reject(), Sustain("x"), NotSustained("x")])
def test_moves_out_of_place_are_explained(move):
    assert refused(until("P3"), move)


def test_empty_evidence_sustains_nothing():
    assert "vacío" in refused(do(until("P1"), say("no")), Sustain("  "))


def test_in_review_there_is_no_question_to_answer():
    assert "cambiar" in refused(reviewed(), say("si"))


def test_a_move_needs_a_moment_with_time_zone():
    with pytest.raises(ValueError, match="time zone"):
        apply(classification(), until("P1"), say("si"), "ana", datetime(2026, 3, 2))


def test_a_group_is_complete_when_its_open_questions_are_answered():
    definition = classification()
    assert not is_group_complete(definition, until("datos_personales"), "clasificacion")
    assert is_group_complete(definition, until("nombre"), "clasificacion")
    assert not is_group_complete(definition, until("nombre"), "registro")
    with pytest.raises(KeyError):
        is_group_complete(definition, until("nombre"), "otro")
