from collections.abc import Iterable

import pytest

from governance.interview.definition import Counter, InterviewDefinition, Question
from governance.interview.migrate import migrate
from governance.interview.moves import (
    Accept,
    Back,
    MoveError,
    Pause,
    Resume,
    Say,
    Submit,
    Suggest,
    start,
)
from governance.interview.state import Suggested
from tests.governance.interview.playing import (
    EVERYTHING,
    answer,
    classification,
    do,
    reviewed,
    say,
    settled,
)


def asking(questions: Iterable[Question]) -> InterviewDefinition:
    """The classification interview with other questions."""
    words = classification().model_dump(exclude={"questions"})
    return InterviewDefinition(questions=tuple(questions), **words)


def with_question(question_id: str, **changes: object) -> InterviewDefinition:
    """The classification interview with one question written otherwise."""
    return asking(
        question.model_copy(update=changes) if question.id == question_id else question
        for question in classification().questions
    )


def without_question(question_id: str) -> InterviewDefinition:
    return asking(q for q in classification().questions if q.id != question_id)


def without_value(question_id: str, value: str) -> InterviewDefinition:
    options = classification().question(question_id).options
    return with_question(question_id, options=tuple(o for o in options if o.value != value))


def with_counter(question_id: str, value: str) -> InterviewDefinition:
    counter = Counter(ask="¿cómo lo sabes?", accepts=("un papel",))
    options = tuple(
        option.model_copy(update={"counter": counter}) if option.value == value else option
        for option in classification().question(question_id).options
    )
    return with_question(question_id, options=options)


def test_a_move_on_other_questions_than_those_it_began_with_is_refused():
    changed = with_question("P5", why="por otra cosa")
    with pytest.raises(MoveError, match="cambiaron"):
        do(reviewed(), Submit(), definition=changed)


def test_answers_that_still_fit_are_kept():
    changed = with_question("P5", why="por otra cosa")
    moved = migrate(changed, reviewed())
    assert moved.interview.answers == reviewed().answers
    assert (moved.dropped, moved.asked_again, moved.text()) == ((), (), "")
    assert do(moved.interview, Submit(), definition=changed).stage == "submitted"


def test_answers_without_a_place_are_dropped_and_told():
    moved = migrate(without_value("P3", "efectiva"), reviewed())
    assert "P3" not in moved.interview.answers
    assert (moved.interview.stage, moved.interview.current) == ("asking", "P3")
    assert [lost.question for lost in moved.dropped] == ["P3"]
    assert "«digo efectiva»" in moved.text()


def test_answers_to_a_question_that_is_gone_are_dropped():
    moved = migrate(without_question("uso_real"), reviewed())
    assert "uso_real" not in moved.interview.answers
    assert moved.interview.stage == "reviewing"


def test_an_unknown_that_is_no_longer_allowed_is_dropped():
    moved = migrate(with_question("P5", allows_unknown=False), reviewed(P5=None))
    assert [lost.question for lost in moved.dropped] == ["P5"]


def test_an_answer_that_never_met_its_new_counter_question_is_asked_again():
    changed = with_counter("P5", "si")
    moved = migrate(changed, reviewed())
    assert [lost.question for lost in moved.asked_again] == ["P5"]
    assert (moved.interview.stage, moved.interview.current) == ("confirming", "P5")
    assert "respaldo" in moved.text()
    assert do(moved.interview, Accept(), definition=changed).stage == "countering"


def test_a_pause_survives_and_what_was_halfway_is_asked_from_the_start():
    until_p1 = {q: EVERYTHING[q] for q in ("descripcion", "P0")}
    halfway = do(answer(start(classification()), until_p1), say("no"), Pause())
    moved = migrate(with_question("P5", why="por otra cosa"), halfway).interview
    assert moved.paused
    assert (moved.stage, moved.current, moved.pending) == ("asking", "P1", None)


def test_going_back_still_works_after_the_change():
    changed = without_value("P3", "efectiva")
    moved = migrate(changed, settled(reviewed(), "P5", "no")).interview
    back = do(moved, Say("nominal_o_no", "no"), Back(), Back(), definition=changed)
    assert back.current == "P5"
    assert "P3" not in back.answers


def test_suggestions_that_no_longer_fit_are_dropped():
    interview = do(start(classification()), Suggest({"P4": Suggested("si_base", "ficha médica")}))
    assert not migrate(without_value("P4", "si_base"), interview).interview.suggestions


def test_what_is_over_or_has_not_changed_stays_as_it_was():
    over = do(reviewed(), Submit())
    assert migrate(without_question("P5"), over).interview == over
    assert migrate(classification(), reviewed()).interview == reviewed()


def test_an_interview_does_not_become_another():
    other = classification().model_copy(update={"id": "ficha"})
    with pytest.raises(ValueError, match="ficha"):
        migrate(other, reviewed())


def test_resuming_with_the_same_questions_needs_no_migration():
    assert do(do(reviewed(), Pause()), Resume()) == reviewed()
