"""When an official in the middle of an interview is asking for a person, or for help.

Outside an interview a rule that sees «una persona» is believed at once (promise 5). Inside one,
people and their supervision are what the answers are about («siempre hay una persona que revisa»),
so only words that ask the assistant for one count.
"""

from __future__ import annotations

import re

from assistant.route import Rule
from assistant.turn import Label
from knowledge_base.text import fold

_HAND_OFF = re.compile(
    r"^\W*(?:quiero |necesito |prefiero |puedes |por favor |me )*(?:que me )?(?:d[ei]rivar?|deriva(?:me|cion)|deriven(?:me)?)\b"
    r"|\bderiva(?:r|me|rme)(?: (?:a|con) (?:una |un |alguna )?(?:persona|human|funcionari|alguien))?\W*$"
    r"|\b(?:quiero|necesito|prefiero|quisiera|me gustaria|puedo|podria|dejame|exijo|pido|solicito) "
    r"(?:\w+ ){0,2}?(?:hablar|conversar|comunicarme|contactar|tratar|ser atendid[oa]|que me (?:atienda|ayude|llame|conteste))"
    r"|\b(?:pasame|paseme|comunicame|comuniqueme|conectame|ponme|pongame)\b.{0,20}\b(?:persona|human|alguien|funcionari)"
)
_REVIEWS = re.compile(
    r"\b(?:revis|aprueb|decid|firm|cambi|corrig|valid|modific|supervis|rechaz|visa\b|autoriz)"
)


def interrupts(rule: Rule, text: str) -> bool:
    """Whether `rule`, which matched `text`, ends the interview's turn instead of answering it."""
    folded = fold(text)
    if rule.label == Label.CRISIS:
        # A description may tell of emergencies and of people in danger; «yo» does not describe.
        return rule.id == "crisis-first-person" and len(folded.split()) <= 40
    if rule.label == Label.ASKS_HUMAN:
        return bool(_HAND_OFF.search(folded)) and not _REVIEWS.search(folded)
    return False
