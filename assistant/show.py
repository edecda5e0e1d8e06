"""From a finished turn to the text that a person reads."""

from __future__ import annotations

from assistant.route import RESUME_RULE
from assistant.texts import Texts
from assistant.turn import Draft, HandOff, Label, Outcome, Turn
from knowledge_base.text import fold

CHAT = "classifier:small_talk"


def answer_text(turn: Turn, texts: Texts, hand_off: HandOff | None = None) -> str:
    """Return the whole text of a turn: the answer, its caveats once, and what may come next.

    In a guided interview what it says goes first and its question last, whatever lies between.
    """
    said = "" if turn.outcome == Outcome.INTERVIEW else _answer(turn, texts, hand_off)
    session = turn.session
    if session is None or turn.outcome is None or turn.outcome.is_hand_off:
        return said
    return "\n\n".join(filter(None, [session.said, said, session.then]))


def _answer(turn: Turn, texts: Texts, hand_off: HandOff | None) -> str:
    folio = hand_off.folio if hand_off else ""
    expected = hand_off.expectation if hand_off else ""
    match turn.outcome:
        case Outcome.ABOUT_ASSISTANT if turn.rule_id == RESUME_RULE:
            return texts.variant("nothing_to_resume")
        case Outcome.ABOUT_ASSISTANT if not turn.drafts:
            return texts.disclosure
        case Outcome.ANSWERED | Outcome.ANSWERED_PARTIALLY | Outcome.ABOUT_ASSISTANT:
            return "\n\n".join(_parts(turn, texts))
        case Outcome.HANDED_OFF_PERSONAL_CASE:
            rule = "\n\n".join([texts.lines["general_rule"], *_body(turn)]) if turn.drafts else ""
            return texts.outcome(turn.outcome, folio=folio, expectation=expected, answer=rule)
        case Outcome.DECLINED_OUT_OF_SCOPE if turn.label == Label.PREDICTION:
            return texts.variant("prediction")
        case Outcome.SMALL_TALK:
            return _small_talk(turn, texts)
        case None:
            raise ValueError("the turn has no outcome")
        case outcome:
            return texts.outcome(outcome, folio=folio, expectation=expected)


def _parts(turn: Turn, texts: Texts) -> list[str]:
    opening = {"en": texts.lines["spanish_only_en"], "pt": texts.lines["spanish_only_pt"]}
    first = [opening[turn.language]] if turn.language in opening else []
    if turn.label == Label.PREDICTION:
        first.append(texts.lines["prediction_first"])
    if turn.label == Label.CLASSIFY_SYSTEM and turn.audience == "ciudadania":
        first.append(texts.variant("classify_system"))
    last = []
    if len(turn.drafts) < len(turn.questions) and not all(d.is_nearest for d in turn.drafts):
        last.append(texts.lines["missing_part"])
    elif any(d.is_nearest or s.passage.offer_person for d in turn.drafts for s in d.sentences):
        last.append(texts.lines["offer_person"])
    return [*first, *_body(turn, texts.lines["nearest"]), *last]


def _body(turn: Turn, hedge: str = "") -> list[str]:
    """Return the drafts, each as paragraphs and lists, and each caveat once.

    What is only near comes last, after the `hedge` that says so.
    """
    shown: set[str] = set()
    parts = [p for d in turn.drafts if not d.is_nearest for p in _paragraphs(d, shown)]
    near = [p for d in turn.drafts if d.is_nearest for p in _paragraphs(d, shown)]
    if near and hedge:
        parts.append(hedge)
    parts += near
    caveats = dict.fromkeys(
        s.passage.caveat for d in turn.drafts for s in d.sentences if s.passage.caveat
    )
    return [*parts, *caveats]


def _paragraphs(draft: Draft, shown: set[str]) -> list[str]:
    parts: list[list[str]] = []
    before = None
    for sentence in draft.sentences:
        if sentence.text in shown:
            continue
        shown.add(sentence.text)
        if sentence.is_list_item:
            line = f"- {sentence.text}"
            if parts and before is not None and before.passage.id == sentence.passage.id:
                parts[-1].append(line)
            else:
                parts.append([line])
        elif (
            before is not None
            and before.passage.id == sentence.passage.id
            and not before.is_list_item
        ):
            parts[-1][-1] += f" {sentence.text}"
        else:
            parts.append([sentence.text])
        before = sentence
    return ["\n".join(lines) for lines in parts]


def _small_talk(turn: Turn, texts: Texts) -> str:
    if turn.rule_id == CHAT:
        return texts.variant("chat")
    said = fold(turn.query)
    if turn.rule_id == "thanks" or "gracias" in said or "agrade" in said:
        return texts.variant("greeting_thanks")
    if turn.rule_id == "bye":
        return texts.variant("greeting_bye")
    return texts.outcome(Outcome.SMALL_TALK)
