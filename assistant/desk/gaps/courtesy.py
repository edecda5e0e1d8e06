"""What people say to each other around a question or an answer, which is no part of either."""

from __future__ import annotations

import re

from assistant.redaction.text import PLACEHOLDER
from knowledge_base.text import fold

_NAMED = r"(?:[,.!]? *\[NOMBRE_\d+\])?"
_GREETING = re.compile(
    r"(?:(?:muy )?(?:hola|buen(?:os|as)? (?:dia|dias|tardes|noches)|buenas|wenas|estimad[oa]s?"
    r"(?: (?:vecin[oa]s?|senor(?:a|es)?|usuari[oa]s?))?|junto con saludar(?:l[oae]s?|te)?"
    r"|gracias por (?:escribir(?:nos)?|(?:tu|su) (?:mensaje|consulta))|un gusto"
    rf"|espero que (?:este|estes|esten) (?:muy )?bien){_NAMED}[ ,.;:!¡]*)+"
)
_CLOSING = re.compile(
    r"(?:(?:un )?(?:cordial )?saludos?\b.*|atentamente\b.*|atte\b.*|quedo (?:muy )?atent[oa]\b.*"
    r"|quedamos (?:muy )?atent[oa]s\b.*|que estes? (?:muy )?bien\b.*|que tengas? (?:un )?buen.*"
    r"|(?:cualquier|si tienes? (?:otra|alguna|mas)) (?:otra )?(?:duda|consulta|dudas|consultas)\b.*"
    r"|(?:muchas )?gracias\b.*|de nada\b.*|(?:\[NOMBRE_\d+\][,. ]*)+"
    r"|espero haber(?:te|le)? ayudado\b.*)"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_SIGNATURE_WORDS = 8


def plain_answer(text: str) -> str:
    """Return what an official wrote without greetings, good-byes and signature.

    >>> plain_answer("Hola, buenas tardes. Sí, se acepta la huella. Quedo atenta. Saludos, Ana")
    'Sí, se acepta la huella.'
    """
    paragraphs = [_without_ends(block) for block in re.split(r"\n\s*\n", text.strip())]
    return "\n\n".join(block for block in paragraphs if block)


def plain_question(text: str) -> str:
    """Return what a person asked without greeting and without what stands for hidden data.

    >>> plain_question("hola buenas tardes, soy [NOMBRE_1]. sirve la huella?")
    'soy. sirve la huella?'
    """
    bare = re.sub(r" +(?=[.,;?])", "", " ".join(PLACEHOLDER.sub("", text).split()))
    return bare[_greeted(bare) :] or bare


def has_hidden(text: str) -> bool:
    """Return whether personal data was hidden in `text`."""
    return PLACEHOLDER.search(text) is not None


def capitalised(text: str) -> str:
    """Return `text` with its first letter as a capital, whatever stands before it."""
    start = next((n for n, letter in enumerate(text) if letter.isalpha()), 0)
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]


def _without_ends(block: str) -> str:
    rest = block[_greeted(block) :].strip()
    pieces = _SENTENCE.split(rest)
    while pieces and _is_closing(pieces[-1]):
        rest = rest[: rest.rindex(pieces[-1])].rstrip() if pieces[-1] else rest
        pieces.pop()
    return capitalised(rest) if pieces else ""


def _is_closing(piece: str) -> bool:
    folded = fold(piece).strip(" ¡¿,;.!?").replace("[nombre_", "[NOMBRE_")
    short = len(folded.split()) <= 2 * _SIGNATURE_WORDS
    return not folded or (short and _CLOSING.fullmatch(folded) is not None)


def _greeted(text: str) -> int:
    """Return how many characters the greeting takes; folding keeps the length of Spanish text."""
    folded = fold(text).replace("[nombre_", "[NOMBRE_")
    match = _GREETING.match(folded) if len(folded) == len(text) else None
    return match.end() if match else 0
