import pytest

from governance.interview.moves import (
    Cancel,
    Change,
    DontKnow,
    EvidenceLater,
    NotSustained,
    Pause,
    Propose,
    Submit,
    Suggest,
    start,
)
from governance.interview.prompt import prompt
from governance.interview.state import Interview, Suggested
from governance.interview.summary import quote, summary, tasks
from governance.interview.texts import Texts, load_texts
from tests.governance.interview.playing import EVERYTHING, answer, classification, do, reviewed, say


def until(question: str) -> Interview:
    before = {q: v for q, v in EVERYTHING.items() if q != question}
    return answer(start(classification()), before)


def text(interview: Interview) -> str:
    return prompt(classification(), interview).text


def test_the_first_words_say_what_this_is_for():
    assert text(start(classification())).startswith(classification().intro)
    assert classification().intro not in text(until("P0"))


def test_a_question_shows_its_number_its_words_and_its_options():
    shown = prompt(classification(), until("P1"))
    question = classification().question("P1")
    assert question.reference in shown.text
    assert question.ask in shown.text
    for option in question.options:
        assert f"- **{option.label}**: {option.means}" in shown.text
    assert "No sé" in shown.text
    assert shown.options == question.options
    assert (shown.question_id, shown.stage) == ("P1", "asking")


def test_a_question_that_needs_an_answer_does_not_offer_not_knowing():
    assert "No sé" not in text(start(classification()))


def test_progress_tells_how_much_is_left_at_most():
    shown = prompt(classification(), until("P1"))
    assert shown.progress.answered == 2
    assert f"quedan hasta {shown.progress.remaining}" in shown.text
    assert "última" in text(until("uso_real"))


def test_a_confirmation_shows_what_was_understood_and_from_which_words():
    shown = text(do(until("P3"), Propose("nominal_o_no", "la jefa\n firma todo")))
    assert "No, o solo en el papel" in shown
    assert "«la jefa firma todo»" in shown
    assert "¿Es así?" in shown


def test_a_suggestion_is_shown_with_its_question_its_options_and_its_phrase():
    suggested = Suggest({"P0": Suggested("e", "para los alumnos")})
    shown = prompt(classification(), do(until("P0"), suggested))
    question = classification().question("P0")
    assert question.ask in shown.text
    assert shown.options == question.options
    assert all(option.means in shown.text for option in question.options)
    assert "«para los alumnos»" in shown.text


def test_a_suggested_yes_or_no_leaves_one_question_to_answer():
    shown = text(do(until("P1"), Suggest({"P1": Suggested("no", "solo ordena correos")})))
    no = classification().question("P1").option("no")
    assert no.means in shown and "¿Lo anoto así?" in shown
    assert classification().question("P1").option("si").means not in shown


@pytest.mark.parametrize(("question", "value"), [("P1", "no"), ("P3", "efectiva")])
def test_a_counter_question_says_what_would_sustain_the_answer(question, value):
    shown = prompt(classification(), do(until(question), say(value)))
    counter = classification().question(question).option(value).counter
    assert counter.ask in shown.text
    assert all(f"- {example}" in shown.text for example in counter.accepts)
    assert shown.options == ()


def test_a_counter_question_says_what_happens_without_support():
    assert "«no sé»" in text(do(until("P3"), say("efectiva")))
    assert "«no sé»" not in text(do(until("P1"), say("no")))


def test_a_document_needed_now_cannot_be_promised():
    interview = answer(start(classification()), {"descripcion": "cámaras", "P0": "c"})
    assert load_texts().counter_needed_now in text(do(interview, say("si")))


def test_a_reopened_question_shows_the_answer_that_stands():
    shown = text(do(reviewed(), Change("P3")))
    assert "Por ahora tengo anotado: **Sí, y la revisión es efectiva**" in shown
    assert "quedan hasta" not in shown


def test_the_review_lists_every_answer_that_counts_with_its_words():
    shown = text(reviewed(P1="no"))
    assert "- **P1, decisiones sobre personas**: No. Dijiste: «digo no»." in shown
    assert "Respaldo: «está en el manual»" in shown
    assert "P2" not in shown
    for word in ("confirmar", "cambiar", "cancelar"):
        assert f"«{word}" in shown


def test_the_review_lists_what_is_pending():
    interview = do(until("P1"), say("si"), say("no"), EvidenceLater("después"))
    interview = do(interview, say("efectiva"), NotSustained("nada"))
    interview = do(interview, DontKnow("eso lo ve informática", "informática"), DontKnow("no sé"))
    pending = tasks(classification(), interview)
    assert len(pending) == 4
    assert "respaldo de «No»" in pending[0]
    assert "sostenga" in pending[1]
    assert "informática" in pending[2]
    assert all(line.startswith("- P") for line in pending)


def test_nothing_pending_is_not_announced():
    assert load_texts().tasks_head not in text(reviewed())


def test_an_empty_optional_answer_is_not_pending():
    interview = reviewed(proveedor=None)
    assert not tasks(classification(), interview)
    assert "**Proveedor**: Sin respuesta." in summary(classification(), interview)


def test_a_summary_of_nothing_says_so():
    assert summary(classification(), start(classification())) == load_texts().summary_empty


def test_each_end_has_its_words():
    assert text(do(reviewed(), Submit())) == classification().done
    assert text(do(reviewed(), Cancel())) == load_texts().cancelled
    paused = prompt(classification(), do(until("P3"), Pause()))
    assert paused.text == load_texts().paused
    assert paused.options == ()


def test_many_words_are_cut_between_words():
    long = "palabra " * 60
    assert quote(long).endswith("palabra…")
    assert len(quote(long)) <= 161


def test_a_text_cannot_use_a_field_that_nobody_fills():
    words = load_texts().model_dump() | {"paused": "Hasta {cuando}."}
    with pytest.raises(ValueError, match="cuando"):
        Texts.model_validate(words)
