"""Where a sentence ends, what a «no» reaches, and what is only being talked about.

«No decide, solo ordena la lista»: the denial covers deciding and not ordering. «Explica cómo se
asignan los subsidios» assigns nothing. A match of a cue is worth what its clause makes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

REACH = 9
"""Words that a denial covers at most."""

REACH_IN_RELATIVE = 2
"""The same after «que no», «si no», «los que no»: the main verb comes soon after."""

_SENTENCE = re.compile(r"(?:[!?;\n]+|\.(?=\s|$)|\.\.+)\s*")
_STOP = re.compile(
    r"[:()]|\b(?:pero|sino|aunque|salvo|excepto|porque|solo|solamente|unicamente|simplemente"
    r"|nomas|mas bien|ya que|luego|despues|cuando|recien|igual|entonces|asi que)\b"
)
_NEGATOR = re.compile(
    r"\b(?:(?<!\bo )no|ni|sin|nunca|jamas|tampoco|nadie|ningun|ninguna|ninguno|nada de|cero"
    r"|en vez de|en lugar de|lejos de|evita|evitar|deja de|falta de|carece de|prohibid[oa])\b"
)
_DENIED_AFTER = re.compile(
    r"\w+(?: \w+){0,2} no (?:hay|existe\w*|tenemos|tiene|se ha\w*|fue|esta\w*)\b"
)
_NOT_A_DENIAL = re.compile(r"\b(?:no solo|no obstante|sin embargo|sin perjuicio|no solamente)\b")
_RELATIVE = re.compile(r"\b(?:que|quien|quienes|si|cuando|cual|cuales)(?: se| le| les| lo)?\W*$")
_TALK = re.compile(
    r"\b(?:explic\w+|inform\w+|respond\w+|contest\w+|redact\w+|coredact\w+|escrib\w+|resum\w+"
    r"|transcrib\w+|traduc\w+|busc\w+|orient\w+|ensen\w+|capacit\w+|preguntas?|consultas?|dudas?"
    r"|borrador\w*|minutas?|informacion|noticias?|contenidos?|buscador|diga|cuent[ae]\w*"
    r"|jurisprudencia|normativa|archiv\w+|guard\w+|simul\w+|encuesta\w*|digitaliz\w+)\b"
)
_COORDINATED = re.compile(
    r"(?:,|\by|\be|\bo|\bademas|\btambien|\bluego|\bcon eso|\bpara)\W+"
    r"(?:(?:que|se|le|les|lo|los|la|las|ademas|tambien|tb|de paso|de pasada|luego|despues|el"
    r"|sistema|ella|eso)\W+){0,3}$"
)


@dataclass(frozen=True)
class Sentence:
    """A sentence of the plain text and where it starts."""

    text: str
    start: int

    def is_denied(self, place: int) -> bool:
        """Whether a «no», «sin», «ningún»… covers what stands at `place`."""
        region = self._region(place)
        clause = region.rpartition(",")[2]
        if re.match(r"\s*(?:y )?(?:ni|tampoco)\b", clause):
            return True
        found = [m for m in _NEGATOR.finditer(clause) if not _NOT_A_DENIAL.match(clause, m.start())]
        if found:
            last = found[-1]
            between = clause[last.end() :]
            relative = last.group() == "no" and _RELATIVE.search(clause[: last.start()])
            reach = REACH_IN_RELATIVE if relative else REACH
            return len(between.split()) <= reach and not re.search(r"\by (?:\w+ ){0,1}$", between)
        if _DENIED_AFTER.match(self.text, place):
            return True
        # «No aprueba, rechaza ni prioriza»: the list is denied as a whole.
        listed = re.match(r"[^,:]{0,40}(?:,[^,:]{0,40})?\bni\b", self.text[place:])
        return bool(listed and _NEGATOR.search(region))

    def is_talk(self, place: int) -> bool:
        """Whether what stands at `place` is what somebody asks, reads or writes about."""
        region = self._region(place)
        talk = [m for m in _TALK.finditer(region)]
        if not talk:
            return False
        between = region[talk[-1].end() :]
        return len(between.split()) <= 14 and not _COORDINATED.search(between)

    def _region(self, place: int) -> str:
        """Return what stands before `place` and after the last word that stops a denial."""
        stops = [m.end() for m in _STOP.finditer(self.text, 0, place)]
        return self.text[stops[-1] if stops else 0 : place]

    def clause_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the bounds, in the plain text, of the clauses that hold a match."""
        left = max(self.text.rfind(mark, 0, start) + 1 for mark in ",:")
        rights = [r for r in (self.text.find(mark, end) for mark in ",:") if r >= 0]
        return self.start + left, self.start + min(rights, default=len(self.text))


def sentences(plain: str) -> Iterator[Sentence]:
    """Yield the sentences of the plain text, each with its place."""
    start = 0
    for mark in _SENTENCE.finditer(plain):
        if plain[start : mark.start()].strip():
            yield Sentence(plain[start : mark.start()], start)
        start = mark.end()
    if plain[start:].strip():
        yield Sentence(plain[start:], start)
