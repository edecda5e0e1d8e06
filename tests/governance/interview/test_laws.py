"""What holds whatever the moves and their order."""

import json

from hypothesis import assume, given
from hypothesis import strategies as st

from governance.interview.definition import UNKNOWN, InterviewDefinition
from governance.interview.flow import active, next_question, progress, values, visible
from governance.interview.moves import (
    Accept,
    Back,
    DontKnow,
    EvidenceLater,
    MoveError,
    NotSustained,
    Say,
    Sustain,
    start,
)
from governance.interview.prompt import prompt
from governance.interview.state import Interview
from tests.governance.interview.playing import (
    classification,
    definitions,
    do,
    last,
    play,
    reviewed,
    seeds,
    settled,
)

ANSWERING = (Say, Accept, Sustain, NotSustained, EvidenceLater, DontKnow)


interviews = st.one_of(st.builds(classification), definitions())


def shown(definition: InterviewDefinition, interview: Interview) -> list[str]:
    return [question.id for question in visible(definition, interview)]


def is_open(definition: InterviewDefinition, interview: Interview, question_id: str) -> bool:
    """Whether a question is open, by following its conditions backwards."""
    question = definition.question(question_id)
    met = not question.ask_if or any(
        all(counted(definition, interview, name) in allowed for name, allowed in condition.items())
        for condition in question.ask_if
    )
    offered = question_id in interview.suggestions or question_id in interview.answers
    return met and (offered or not question.ask_if_suggested)


def counted(definition: InterviewDefinition, interview: Interview, question_id: str) -> str | None:
    """Return the value that counts for a question, if any, by following it backwards."""
    answer = interview.answers.get(question_id)
    if answer is None or not is_open(definition, interview, question_id):
        return None
    about = definition.question(question_id).about
    now = tuple(counted(definition, interview, name) or "" for name in about)
    return (answer.value or UNKNOWN) if answer.about == now else None


@given(interviews, seeds)
def test_the_same_moves_give_the_same_interview(definition, seeds):
    assert last(definition, seeds) == last(definition, seeds)


@given(interviews, seeds)
def test_an_interview_goes_to_json_and_comes_back_equal(definition, seeds):
    interview = last(definition, seeds)
    assert Interview.from_json(json.loads(json.dumps(interview.to_json()))) == interview


@given(interviews, seeds)
def test_every_state_has_words(definition, seeds):
    for _, _, after in play(definition, seeds):
        assert prompt(definition, after).text.strip()


@given(interviews, seeds)
def test_hidden_answers_never_count(definition, seeds):
    for _, _, after in play(definition, seeds):
        expected = {q.id: counted(definition, after, q.id) for q in definition.questions}
        assert values(definition, after) == {q: v for q, v in expected.items() if v is not None}


@given(interviews, seeds)
def test_a_state_is_never_contradictory(definition, seeds):
    for _, _, after in play(definition, seeds):
        assert len(after.trail) == len(after.replaced)
        assert set(after.trail) == set(after.answers)
        assert (after.pending is not None) == (after.stage in ("confirming", "countering"))
        if after.pending is not None:
            assert after.pending.question == after.current
        if after.stage in ("asking", "confirming", "countering"):
            assert after.current in shown(definition, after)
        if after.stage == "reviewing":
            assert after.current is None
            assert next_question(definition, after) is None


@given(interviews, seeds)
def test_only_what_was_confirmed_is_an_answer(definition, seeds):
    for before, move, after in play(definition, seeds):
        if after.answers != before.answers:
            assert isinstance(move, (*ANSWERING, Back))
        if isinstance(move, Accept) and after.answers != before.answers:
            assert before.stage == "confirming"


@given(interviews, seeds)
def test_an_answer_that_lowers_the_level_never_counts_without_its_counter_question(
    definition, seeds
):
    for _, _, after in play(definition, seeds):
        for question_id, answer in after.answers.items():
            option = definition.question(question_id).option(answer.value)
            if option is not None and option.counter is not None:
                assert answer.evidence or answer.evidence_pending


@given(interviews, seeds)
def test_a_counter_question_is_met_once_for_each_change_of_value(definition, seeds):
    for before, _, after in play(definition, seeds):
        if after.stage == "countering" and before.stage != "countering":
            assert after.pending is not None
            standing = active(definition, before).get(after.pending.question)
            assert standing is None or standing.value != after.pending.value


@given(interviews, seeds)
def test_going_back_undoes_the_last_answer_and_what_it_opened(definition, seeds):
    for before, _, after in play(definition, seeds):
        if len(after.trail) > len(before.trail):
            undone = do(after, Back(), definition=definition)
            assert undone.answers == before.answers
            assert shown(definition, undone) == shown(definition, before)
            assert undone.current == before.current


@given(interviews, seeds)
def test_reviewing_comes_exactly_when_nothing_is_left_to_ask(definition, seeds):
    for _, move, after in play(definition, seeds):
        if isinstance(move, ANSWERING) and after.trail and after.stage not in ("countering",):
            nothing_left = next_question(definition, after) is None
            assert nothing_left == (after.stage == "reviewing")


@given(interviews, seeds)
def test_what_is_over_accepts_nothing_more(definition, seeds):
    for before, _, _ in play(definition, seeds):
        assert not before.is_over


@given(interviews, seeds)
def test_no_more_questions_come_than_were_announced(definition, seeds):
    for before, _, after in play(definition, seeds):
        if before.suggestions == after.suggestions and len(after.trail) > len(before.trail):
            first_answer = set(after.answers) - set(before.answers)
            # An answer to what was suggested late may change what later answers were about.
            all_still_count = active(definition, before).keys() <= active(definition, after).keys()
            if first_answer and all_still_count:
                assert (
                    progress(definition, after).remaining < progress(definition, before).remaining
                )


@given(st.lists(st.booleans(), min_size=20, max_size=20), st.data())
def test_not_knowing_never_blocks(unknowns, data):
    definition = classification()
    interview = start(definition)
    for unknown in unknowns:
        if interview.stage == "reviewing":
            break
        assert interview.current is not None
        question = definition.question(interview.current)
        if question.can_be_skipped and unknown:
            interview = do(interview, DontKnow("no sé"))
            continue
        choices = [option.value for option in question.options] or ["algo"]
        interview = do(interview, Say(data.draw(st.sampled_from(choices)), "dicho"))
        if interview.stage == "countering":
            interview = do(interview, NotSustained("no hay nada"))
    assert interview.stage == "reviewing"


CHANGES = {
    "P0": ["ninguna", "a", "e", None],
    "P1": ["si", "no", None],
    "P2": ["si", "no", None],
    "P3": ["efectiva", "nominal_o_no", None],
    "P4": ["si_base", "si_auxiliar", "no", None],
    "P5": ["si", "no", None],
}
changes = st.sampled_from(sorted(CHANGES)).flatmap(
    lambda question: st.tuples(st.just(question), st.sampled_from(CHANGES[question]))
)


@given(changes, changes)
def test_the_order_of_changes_does_not_matter(one, other):
    assume(one[0] != other[0])
    try:
        there = settled(settled(reviewed(), *one), *other)
        back = settled(settled(reviewed(), *other), *one)
    except MoveError:
        assume(False)
    assert values(classification(), there) == values(classification(), back)
    assert shown(classification(), there) == shown(classification(), back)


@given(changes)
def test_an_answer_comes_back_when_its_question_opens_again(change):
    question, value = change
    before = reviewed()
    original = before.answers[question].value
    again = settled(settled(before, question, value), question, original)
    assert values(classification(), again) == values(classification(), before)
