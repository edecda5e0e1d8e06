"""From a finished turn to what a person reads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.show import answer_text
from assistant.texts import Texts, load_texts
from assistant.turn import Draft, HandOff, Label, Outcome, Turn
from knowledge_base.institution import Institution
from tests.assistant.evidence import a_draft, a_passage, a_turn, evidence_of


@pytest.fixture(scope="module")
def texts(institution: Institution) -> Texts:
    return load_texts(institution)


ONE = a_passage("El tope es $10.", "uno", caveat="Confirma en la web.")
TWO = a_passage("Se piden:\n- Carta.\n- RUT.", "dos", caveat="Confirma en la web.")
FOLIO = HandOff("NB-1", "requested", "contacto", "")


def answered(*drafts: Draft, outcome: Outcome = Outcome.ANSWERED, **changes: object) -> Turn:
    turn = a_turn(*[(evidence_of(ONE),) for _ in drafts])
    return replace(turn, drafts=drafts, outcome=outcome, **changes)  # type: ignore[arg-type]


def itemised(draft: Draft) -> Draft:
    first, *rest = draft.sentences
    return replace(draft, sentences=(first, *(replace(s, is_list_item=True) for s in rest)))


def test_an_answer_is_its_sentences_and_the_caveat_once(texts: Texts) -> None:
    shown = answer_text(answered(a_draft(ONE), itemised(a_draft(TWO))), texts)
    assert shown == "El tope es $10.\n\nSe piden:\n- Carta.\n- RUT.\n\nConfirma en la web."


def test_the_same_sentence_is_not_said_twice(texts: Texts) -> None:
    assert answer_text(answered(a_draft(ONE), a_draft(ONE)), texts).count("$10") == 1


def test_what_is_only_near_is_said_to_be_only_near(texts: Texts) -> None:
    shown = answer_text(answered(a_draft(ONE, is_nearest=True)), texts)
    assert shown.startswith(texts.lines["nearest"]) and texts.lines["offer_person"] in shown


def test_what_is_only_near_is_said_so_beside_a_sure_answer_too(texts: Texts) -> None:
    shown = answer_text(answered(a_draft(ONE), a_draft(TWO, is_nearest=True)), texts)
    assert texts.lines["nearest"] in shown
    assert shown.index("$10") < shown.index(texts.lines["nearest"]) < shown.index("Carta")


def test_a_part_without_answer_is_said_to_be_missing(texts: Texts) -> None:
    turn = answered(a_draft(ONE), outcome=Outcome.ANSWERED_PARTIALLY, questions=("una", "otra"))
    assert texts.lines["missing_part"] in answer_text(turn, texts)


def test_a_section_that_offers_a_person_does(texts: Texts) -> None:
    passage = replace(ONE, offer_person=True)
    assert answer_text(answered(a_draft(passage)), texts).endswith(texts.lines["offer_person"])


@pytest.mark.parametrize("language", ["en", "pt"])
def test_a_question_in_another_language_is_told_that_the_passages_are_in_spanish(
    texts: Texts, language: str
) -> None:
    shown = answer_text(answered(a_draft(ONE), language=language), texts)
    assert shown.startswith(texts.lines[f"spanish_only_{language}"])


def test_a_prediction_is_refused_before_the_general_rule(texts: Texts) -> None:
    turn = answered(a_draft(ONE), outcome=Outcome.ANSWERED_PARTIALLY, label=Label.PREDICTION)
    assert answer_text(turn, texts).startswith(texts.lines["prediction_first"])
    declined = answered(outcome=Outcome.DECLINED_OUT_OF_SCOPE, label=Label.PREDICTION)
    assert answer_text(declined, texts) == texts.variant("prediction")


@pytest.mark.parametrize("drafted", [True, False])
def test_a_personal_case_shows_folio_contact_and_the_general_rule_if_any(
    texts: Texts, drafted: bool
) -> None:
    drafts = (a_draft(ONE),) if drafted else ()
    shown = answer_text(answered(*drafts, outcome=Outcome.HANDED_OFF_PERSONAL_CASE), texts, FOLIO)
    assert "NB-1" in shown and texts.ways_text in shown and "\n\n\n" not in shown
    assert ("$10" in shown) is drafted is (texts.lines["general_rule"] in shown)


# An interview says what its next question is, which is not in this turn; and where a person attends
# the assistant says nothing.
@pytest.mark.parametrize(
    "outcome", [o for o in Outcome if o not in (Outcome.INTERVIEW, Outcome.ATTENDED)]
)
def test_every_outcome_can_be_shown_with_no_placeholder_left(
    texts: Texts, outcome: Outcome
) -> None:
    shown = answer_text(answered(a_draft(ONE), outcome=outcome), texts, FOLIO)
    assert shown and "{" not in shown


def test_braces_in_an_answer_are_shown_as_they_are(texts: Texts) -> None:
    passage = a_passage("Usa {folio} y {contact} tal cual.")
    turn = answered(a_draft(passage), outcome=Outcome.HANDED_OFF_PERSONAL_CASE)
    assert "Usa {folio} y {contact} tal cual." in answer_text(turn, texts, FOLIO)


def test_a_turn_without_outcome_is_a_mistake_of_ours(texts: Texts) -> None:
    with pytest.raises(ValueError, match="no outcome"):
        answer_text(a_turn(), texts)
