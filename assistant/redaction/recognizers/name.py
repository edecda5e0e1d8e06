"""Names of people: known Chilean names, words that announce a name, and the language model.

Each source alone errs. Known names miss the rare ones, announcing words («me llamo», «doña») are
often absent, and the small language model takes greetings for people: so the model's guess counts
only where no word of it is a common one. A guess scores under `WEAK`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..lexicon import Lexicon
from ..model import Finding, Kind
from ..text import Span, Text

_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_GAP = re.compile(r"(?: {1,2}| ?- ?|\. ?)$")
_PARTICLES = frozenset({"de", "del", "la", "las", "los", "san", "santa", "da", "dos", "do", "di", "van", "von", "y"})
_MAPUCHE = re.compile(
    r"(?:huen|guen|calfu|callfu|catri|curi|cayu|coli|cheuque|antu|anti|lemu|leviu?|lefi|lien|linco|llan[ck]|loncon?|mari[lqñn]|"
    r"meli|mill[a]|nahuel|neculp?|nancu|paill[a]|paine|pichi|quil[aeo]|quintu|quint[r]|quidel|raiman|rapi|tranam|traf|trecan?|huai[qk]|huaiqu|"
    r"huil[ci]|huin[ac]|huich|manqu|epul|ancav?|ancap|ayan|colih)[a-z]{2,}$"
    r"|[a-z]{3,}(?:laf|lef|nao|queo|hual|gual|huala|cura|mil|vil|pan|ñir|nir|leo|lao|pil|pi|cheo|huin|man|hueque|naco|nanco)$"
)
_CUE = re.compile(
    r"(?:\b(?:me llamo|me yamo|mi nombre(?: completo)? es|mi nombre|nombre(?: completo)?\s?:|se llama|se llamaba|llamad[oa]|a nombre de|de nombre"
    r"|(?:le |les |te )?habla(?: con)?|hablas con|habla usted con|(?:le |les |te )?escribe|le saluda|saluda atte\.?|atte\.?,?|atentamente,?|firma(?:do)?\s?:?|saludos,|soy yo,?"
    r"|representante(?: legal)?\s?(?:es|:)|mi hij[oa]|mi herman[oa]|mi prim[oa]|mi espos[oa]|mi marido|mi mama|mi papa|mi madre|mi padre|mi abuel[oa]|mi suegr[oa]"
    r"|mi vecin[oa]|mi ti[oa]|mi amig[oa]|mi nuer[oa]|mi polol[oa]|mi pareja|mi niet[oa]|mi sobrin[oa]|nuestr[oa] president[ea]|nuestr[oa] tesorer[oa]|nuestr[oa] secretari[oa]|"
    r"soy(?: el| la)?(?: vecin[oa]| soci[oa]| dirigent[ae]| president[ea]| tesorer[oa]| secretari[oa])?|aqui|aca)"
    r"(?: (?:es|se llama|el|la))?(?: (?:don|dona|sr|sra|srta|senor|senora|senorita)\.?)?"
    r"|\b(?:don|dona|sr|sra|srta|senor|senora|senorita|lamngen|lamien|peni|tia|tio|dr|dra|doctor|doctora)\.?)[\s:,\-]{1,3}$"
)
_STRONG_CUE = re.compile(
    r"(?:me llamo|me yamo|mi nombre(?: completo)? es|nombre(?: completo)?\s?:|se llama|se llamaba|\b(?:don|dona)|a nombre de|de nombre)"
    r"(?: (?:don|dona|sr|sra|srta|senor|senora|senorita)\.?)?[\s:,\-]{1,3}$"
)
_NAMED_THING = re.compile(
    r"(?:\b(?:calle|pasaje|avenida|av|villa|poblacion|escuela|liceo|colegio|club|deportivo|hospital|jardin|teatro|plaza|parque|estadio|fundacion|jjvv"
    r"|junta de vecinos|vecinos|agrupacion|centro|comite|corporacion|universidad|instituto|sede|biblioteca|puente|cerro|rio|estero|lago|volcan|premio|cesfam|posta|capilla|parroquia|iglesia|ruta|camino a|santuario|feria|fiesta de|virgen(?: del?)?|papa|beca|programa|fondo|conjunto(?: folclorico)?|ballet|coro)\.?[\s\"'«“]{1,3}(?:de |del |la |el )?)$"
)
_LAW = re.compile(r"\b(?:ley|plan|sistema|huracan|tormenta|mes de|en|el|del|dia de|semana de)\s$")
_ARTICLE = re.compile(r"\b(?:la|el|las|los|una|un|unas|unos|mi|su|de|del|al|en|mucha|mucho|con|y|o|que|cada|esa|ese|esta|este|por|sin|muy|tan|mas|para)\s$")


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    word: str
    is_given: bool
    is_surname: bool
    is_ambiguous: bool
    is_common: bool
    is_capital: bool
    is_place: bool = False

    @property
    def is_known(self) -> bool:
        return self.is_given or self.is_surname

    @property
    def is_sure(self) -> bool:
        return self.is_known and not self.is_ambiguous

    @property
    def is_particle(self) -> bool:
        return self.word in _PARTICLES


@dataclass(frozen=True)
class NameRecognizer:
    """Finds names of people with the words of a lexicon."""

    lexicon: Lexicon

    def find(self, text: Text) -> Iterator[Finding]:
        """Yield every name of the text."""
        tokens = self._tokens(text)
        taken: list[Span] = []
        for run in self._runs(tokens, text):
            if finding := self._judge(run, text):
                taken.append((finding.start, finding.end))
                yield finding
        for start, end in text.people:
            inside = [t for t in tokens if start <= t.start and t.end <= end]
            if not any(a < end and start < b for a, b in taken) and self._is_plausible(inside, text):
                yield Finding(Kind.NAME, inside[0].start, inside[-1].end, 0.45)

    def _tokens(self, text: Text) -> list[_Token]:
        speaks = has_case(text.plain)
        tokens = [
            _Token(
                start=match.start(),
                end=match.end(),
                word=(word := text.folded[match.start() : match.end()]),
                is_given=self._is(word, self.lexicon.given),
                is_surname=self._is(word, self.lexicon.surnames) or bool(_MAPUCHE.match(word)) and not self.lexicon.is_common(word),
                is_ambiguous=word in self.lexicon.ambiguous,
                is_common=self.lexicon.is_common(word),
                is_capital=speaks and match[0][0].isupper(),
            )
            for match in _TOKEN.finditer(text.plain)
        ]
        return self._with_places(tokens)

    def _is(self, word: str, names: frozenset[str]) -> bool:
        return all(part in names for part in word.split("-")) if "-" in word else word in names

    def _with_places(self, tokens: list[_Token]) -> list[_Token]:
        """Mark the words of a place, unless they follow a given name (Juan Pinto)."""
        marked = list(tokens)
        longest = max(map(len, self.lexicon.places))
        position = 0
        while position < len(tokens):
            for size in range(min(longest, len(tokens) - position), 0, -1):
                words = tuple(token.word for token in tokens[position : position + size])
                after_name = position > 0 and tokens[position - 1].is_given and not tokens[position - 1].is_common
                if words in self.lexicon.places and not (size == 1 and after_name and tokens[position].is_surname):
                    if size == 1 and self._starts_a_name(tokens, position):
                        continue
                    for i in range(position, position + size):
                        marked[i] = _replace_place(tokens[i])
                    position += size - 1
                    break
            position += 1
        return marked

    def _starts_a_name(self, tokens: Sequence[_Token], position: int) -> bool:
        """Whether a place's word is a given name here: Victoria Soto, Santiago Pérez."""
        following = tokens[position + 1 : position + 2]
        return tokens[position].is_given and bool(following) and following[0].is_surname

    def _runs(self, tokens: list[_Token], text: Text) -> Iterator[list[_Token]]:
        """Yield the longest stretches of words that may belong to one name."""
        run: list[_Token] = []
        for token in tokens:
            if run and not _GAP.match(text.plain[run[-1].end : token.start]):
                yield from self._trimmed(run)
                run = []
            if self._may_belong(token, run, text):
                run.append(token)
            else:
                yield from self._trimmed(run)
                run = []
        yield from self._trimmed(run)

    def _may_belong(self, token: _Token, run: list[_Token], text: Text) -> bool:
        if token.is_place:
            return False
        if run and token.is_particle:
            return True
        if token.is_known:
            return True
        if token.is_common:
            return False
        announced = bool(_STRONG_CUE.search(text.folded[max(0, token.start - 40) : token.start]))
        initial = token.is_capital and token.end - token.start == 1
        after_sure = bool(run) and any(t.is_sure and t.is_given for t in run) and len(run) < 4
        return announced or initial or token.is_capital or (after_sure and len(token.word) > 3) or (bool(run) and run[-1].start >= 0 and self._announced(run[0], text))

    def _announced(self, token: _Token, text: Text) -> bool:
        return bool(_STRONG_CUE.search(text.folded[max(0, token.start - 40) : token.start]))

    def _trimmed(self, run: list[_Token]) -> Iterator[list[_Token]]:
        while run and (run[-1].is_particle):
            run = run[:-1]
        while run and run[0].is_particle:
            run = run[1:]
        if run:
            yield run

    def _judge(self, run: list[_Token], text: Text) -> Finding | None:
        """Return the name in a run of words, if there is one."""
        score = self._score(run, text)
        return Finding(Kind.NAME, run[0].start, run[-1].end, score) if score else None

    def _score(self, run: list[_Token], text: Text) -> float:
        before = text.folded[max(0, run[0].start - 60) : run[0].start]
        sure = sum(token.is_sure for token in run)
        known = sum(token.is_known for token in run)
        capitals = all(token.is_capital for token in run if not token.is_particle)
        if _LAW.search(before) and len(run) == 1:
            return 0.0
        if _STRONG_CUE.search(before):
            return 0.95
        if _CUE.search(before) and (sure or (known and (capitals or len(run) > 1)) or (capitals and not run[0].is_common)):
            return 0.9
        if _NAMED_THING.search(before):
            return 0.35 if sure and len(run) > 1 else 0.0
        given_first = run[0].is_given and any(token.is_surname or token.is_given for token in run[1:])
        if given_first and (sure or (capitals and known > 1)):
            return 0.85
        if known > 1 and (sure > 1 or (sure and capitals)):
            return 0.7
        if given_first and not _ARTICLE.search(before) and known > 1 and run[-1].is_surname:
            return 0.4
        if sure and any(token.is_given and token.is_sure for token in run):
            return 0.6
        if sure and capitals:
            return 0.4
        return 0.0

    def _is_plausible(self, inside: list[_Token], text: Text) -> bool:
        """Whether the model's guess may be a name: no common word, no place, no lone first word."""
        words = [token for token in inside if not token.is_particle]
        if not words or any(token.is_common or token.is_place for token in words):
            return False
        if all(token.is_known and token.is_ambiguous for token in words):
            return False
        return len(words) > 1


def has_case(text: str) -> bool:
    """Whether capitals mean something in `text`: it is neither all lower nor all upper case.

    >>> has_case("hola soy juana"), has_case("HOLA SOY JUANA"), has_case("Hola, soy Juana")
    (False, False, True)
    """
    letters = [character for character in text if character.isalpha()]
    upper = sum(character.isupper() for character in letters)
    return 0 < upper and (upper < 0.6 * len(letters) or len(letters) < 3)


def _replace_place(token: _Token) -> _Token:
    return _Token(
        token.start, token.end, token.word, token.is_given, token.is_surname, token.is_ambiguous,
        token.is_common, token.is_capital, is_place=True,
    )  # fmt: skip
