"""Going back to another question, by its number or its matter, with its new answer if it is said.

«Me equivoqué en la P1, es no» names the question and answers it: the words after the name are
kept for whoever opens it again.
"""

from __future__ import annotations

from assistant.interviewing.hearing import Heard
from assistant.interviewing.meanings import WantsChange
from assistant.interviewing.words import Words, compiled, whole

_LONGEST = 14
"""Words of the longest message that names a question by its matter."""

_MARKED = r"(?:(?:mi|la|a|en|de|respuesta|pregunta|numero|n) )*(?:p|pregunta|respuesta) ?([0-5])"
_PLACED = r"(?:(?:mi|a|en|de) )*(?:la|numero|n) ([0-5])(?! de (?:cada|los|las) )"
_ALONE = r"([0-5])$"
_GOES_ON = (r"(?:de|del|con|en|cuando|para|y|o|segun|si) .*",)


def find_change(heard: Heard, words: Words) -> WantsChange | None:
    """Return the question that they want to answer again, by its number or its matter."""
    text = heard.text
    changed = compiled(words.change).fullmatch(text)
    if changed is not None:
        group = next(n for n, g in enumerate(changed.groups(), 1) if g)
        named = _named(changed.group(group), words, heard.size)
        if named is not None:
            question, length = named
            return WantsChange(question, _rest(heard, changed.start(group) + length, words))
    after = compiled(words.change_after).match(text)
    if after is not None:
        target = next(group for group in after.groups() if group)
        named = _named(target, words, heard.size)
        if named is not None:
            return WantsChange(named[0], _rest(heard, after.end(), words))
    return None


def _named(target: str, words: Words, size: int) -> tuple[str, int] | None:
    """Return the question that `target` opens with, and how long its name is."""
    marked = compiled((_MARKED,)).match(target)
    if marked is not None:
        return f"P{marked.group(1)}", marked.end()
    if size > _LONGEST:
        return None
    placed = compiled((_PLACED, _ALONE)).match(target)
    if placed is not None:
        return f"P{placed.group(1) or placed.group(2)}", placed.end()
    for question, own in words.questions.items():
        prefix = r"(?:(?:mi|la|el|a|en|de|del|respuesta|pregunta|lo|los|las|sobre) )*"
        names = "|".join(f"(?:{name})" for name in own.named)
        named = compiled((rf"{prefix}(?:{names})(?: y (?:{names}))*",)).match(target)
        # «Cambia la decisión de multas» tells what the system does.
        if named is not None and not whole(_GOES_ON, target[named.end() :].strip()):
            return question, named.end()
    return None


def _rest(heard: Heard, start: int, words: Words) -> str:
    """Return the new answer among the words from `start`, as it was written."""
    said = heard.text[start:]
    while True:
        start += len(said) - len(said.lstrip())
        said = said.lstrip()
        if not said or whole(words.change_fluff, said):
            return ""
        lead = compiled(words.change_lead).match(said)
        if lead is None:
            return heard.verbatim(start, len(heard.text))
        start, said = start + lead.end(), said[lead.end() :]
