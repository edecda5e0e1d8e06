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

_BRIEF = 5
"""Words of a message that can be no more than «derivar, por favor»."""

_SAYS_HAND_OFF = re.compile(r"\bd[ei]riv(?:ar|a|en|e|ame|eme|enme|acion|arme)\b")
_HAND_OFF = re.compile(
    r"\bd[ei]riv(?:ame|eme|enme|arme)\b|\bme (?:puedes? |pueden )?d[ei]riv"
    r"|\b(?:quiero|necesito|prefiero|quisiera|me gustaria|puedo|podria|dejame|exijo|pido|solicito) "
    r"(?:\w+ ){0,2}?(?:derivar|hablar|conversar|comunicarme|contactar|tratar|ser atendid[oa]"
    r"|que me (?:atienda|ayude|llame|conteste))"
    r"|\b(?:pasame|paseme|comunicame|comuniqueme|conectame|ponme|pongame)\b.{0,20}"
    r"\b(?:persona|human|alguien|funcionari)"
)
_FIRST_PERSON = re.compile(
    r"\b(?:me|mi|yo|conmigo|matarme|suicidarme|quitarme|quiero morir(?:me)?"
    r"|no quiero (?:vivir|seguir))\b"
)
_REVIEWS = re.compile(
    r"\b(?:revis|aprueb|decid|firm|cambi|corrig|valid|modific|supervis|rechaz|visa\b|autoriz)"
)


def asks_for_person(text: str) -> bool:
    """Whether the words ask the assistant for a person, and do not tell of one."""
    folded = fold(text)
    is_brief = len(folded.split()) <= _BRIEF and " las " not in folded
    asks = _HAND_OFF.search(folded) or (is_brief and _SAYS_HAND_OFF.search(folded))
    return bool(asks) and not _REVIEWS.search(folded)


def interrupts(rule: Rule | None, text: str) -> bool:
    """Whether `text`, which `rule` matched if any did, ends the interview's turn."""
    if rule is not None and rule.label == Label.CRISIS:
        # A description may tell of emergencies and of people in danger; «yo» does not describe.
        return rule.id == "crisis-first-person" and bool(_FIRST_PERSON.search(fold(text)))
    return asks_for_person(text)
