"""Names of people: known names, words that announce a name, and the language model.

Each source alone errs. Known names miss the rare ones, announcing words («me llamo», «doña») are
often absent, and the small language model takes greetings for people: so its guess counts only
where no word of it is a common one, and scores under `WEAK`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..lexicon import Lexicon
from ..model import Finding, Kind
from ..patterns import any_of
from ..text import Text
from ..words import Word, has_case, read_words

_GAP = re.compile(r"(?: {1,2}| ?- ?)$")
_AFTER_INITIAL = re.compile(r"\.? ?$")
_TITLE = any_of(r"don dona d\.? sr sra srta senor senora senorita")
_END = r"[\s:,\-.]{1,3}$"
# Whatever follows is a name, known or not.
_ANNOUNCES = re.compile(
    r"\b(?:"
    + any_of(
        r"""me\s(?:ll|y)amo mi\snombre(?:\scompleto)?\ses nombre(?:\scompleto)?\s?: se\sllama(?:ba)?
        llamad[oa] a\snombre\sde de\snombre se\sapellida mi\sapellido\ses apellidos?\s?:
        don dona(?!\s+juanita)"""
    )
    + rf")(?:\s{_TITLE}\.?)?{_END}"
)
_RELATIVE = any_of(
    """hij[oa] herman[oa] prim[oa] espos[oa] marido mama papa madre padre abuel[oa] suegr[oa]
    vecin[oa] ti[oa] amig[oa] nuer[oa] polol[oa] pareja niet[oa] sobrin[oa] cunad[oa] comadre
    compadre"""
)
_OFFICE = any_of(
    """president[ea] tesorer[oa] secretari[oa] dirigent[ea] soci[oa] vecin[oa] encargad[oa]
    representante"""
)
# A name may follow: one that is known, or that has a capital.
_SUGGESTS = re.compile(
    r"\b(?:(?:"
    + any_of(
        rf"""(?:(?:le|les|te)\s)?(?:habla|escribe)(?:\s(?:con|usted))? hablas\scon le\ssaluda atte
        saluda\satte atentamente firma(?:do)? saludos soy(?:\s(?:el|la|yo))? aqui aca somos
        (?:mi|su)\s{_RELATIVE} (?:el|la|mi|su|nuestr[oa])\s{_OFFICE}(?:\slegal)?
        soy(?:\s(?:el|la))?\s{_OFFICE} tia tio dr dra doctor doctora lamngen lamien peni"""
    )
    + rf")(?:\s(?:es|el|la))?(?:\s{_TITLE}\.?)?|{_TITLE}){_END}"
)
# A name follows, even one that is also a common word: «la señora Carmen», «mi hija Paz».
_ADDRESSES = re.compile(rf"\b(?:{_TITLE}|(?:mi|su)\s{_RELATIVE})\.?\s$")
# A school or a street may bear a person's name: public, though it may also be its president's.
_BEARS_NAME = re.compile(
    r"\b"
    + any_of(
        r"""calle pasaje avenida av villa poblacion escuela liceo colegio club deportivo hospital
        jardin teatro plaza parque estadio fundacion jjvv vecinos agrupacion centro comite
        corporacion universidad instituto sede biblioteca puente cerro rio estero lago volcan premio
        cesfam posta capilla parroquia iglesia ruta camino\sa santuario feria fiesta\sde virgen
        papa beca programa fondo conjunto folclorico ballet coro"""
    )
    + r"\.?[\s\"'«“]{1,3}(?:del? |la |el )?$"
)
_NOT_ALONE = re.compile(
    r"\b(?:ley|plan|sistema|chatbot|robot|software|huracan|tormenta|mes de|dia de|semana de)\s$"
)
# «El sistema se llama Vigía». Only where the sentence begins: «la jefa del sistema se llama Ana».
_NAMES_A_THING = re.compile(
    r"(?:^|[.;!?]\s{1,2})(?:(?:el|la|nuestr[oa])\s)?"
    + any_of(
        """sistema programa chatbot robot software herramienta plataforma aplicacion proyecto
        empresa club agrupacion"""
    )
    + r"\sse\sllama(?:ba)?\s$"
)
# One surname of a firm is public: «Ingeniería Muñoz SpA», «Consultora González y Asociados».
_FIRM = re.compile(
    r"(?:\sy\s[a-z]{2,20})?,?\s"
    + any_of(r"spa s\.p\.a ltda limitada s\.a y\sasociad[oa]s y\scia y\scompania")
    + r"\b"
)
_DETERMINER = re.compile(
    r"\b"
    + any_of(
        """la el las los una un unas unos mi su de del al en mucha mucho con y o que cada esa ese
        esta este por sin muy tan mas para"""
    )
    + r"\s$"
)


@dataclass(frozen=True)
class NameRecognizer:
    """Finds names of people with the words of a lexicon."""

    lexicon: Lexicon

    def find(self, text: Text) -> Iterator[Finding]:
        """Yield every name of the text."""
        words = read_words(text, self.lexicon)
        for run in _runs(words, text):
            if score := _score(run, text):
                yield Finding(Kind.NAME, run[0].start, run[-1].end, score)
        for start, end in text.people:
            inside = [word for word in words if start <= word.start and word.end <= end]
            if _is_plausible(inside, has_case(text.plain)):
                yield Finding(Kind.NAME, inside[0].start, inside[-1].end, 0.45)


def _runs(words: Sequence[Word], text: Text) -> Iterator[list[Word]]:
    """Yield the longest stretches of neighbouring words that may belong to one name."""
    run: list[Word] = []
    for i, word in enumerate(words):
        following = words[i + 1] if i + 1 < len(words) else None
        if run and not _are_neighbours(run[-1], word, text):
            yield from _trimmed(run)
            run = []
        if _may_belong(word, run, following, text):
            run.append(word)
        else:
            yield from _trimmed(run)
            run = []
    yield from _trimmed(run)


def _are_neighbours(one: Word, other: Word, text: Text) -> bool:
    between = text.plain[one.end : other.start]
    return bool(_GAP.match(between) or (len(one.text) == 1 and _AFTER_INITIAL.match(between)))


def _may_belong(word: Word, run: Sequence[Word], following: Word | None, text: Text) -> bool:
    if word.is_place:
        return False
    if word.is_known or (run and word.is_particle):
        return True
    after_given = bool(run) and any(w.is_given and w.is_sure for w in run) and len(run) < 4
    before_surname = following is not None and following.is_surname and following.is_sure
    if len(word.text) == 1:
        return before_surname and (word.is_capital or word.text not in "aeiouy")
    if word.is_common:
        # «Camila Madrid»; «juan piña cabrera»
        neighbour = after_given and not run[-1].is_particle and not word.is_ordinary
        return neighbour and len(word.text) > 3 and (word.is_capital or _bridges(word, following))
    if word.is_capital or _is_announced(run[0] if run else word, text):
        return True
    if after_given:
        return len(word.text) > 3 and not run[-1].is_capital
    return before_surname and len(word.text) > 3


def _bridges(word: Word, following: Word | None) -> bool:
    """Whether a common noun stands between a given name and a sure surname, in lower case."""
    sure = following is not None and following.is_surname and following.is_sure
    return sure and not re.search(r"(?:[aei]r|[aei]ndo|o)$", word.text)


def _is_announced(word: Word, text: Text) -> bool:
    before = text.folded[max(0, word.start - 45) : word.start]
    return bool(_ANNOUNCES.search(before)) and not _NAMES_A_THING.search(before)


def _trimmed(run: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield the run without particles at its ends, if anything is left."""
    solid = [i for i, word in enumerate(run) if not word.is_particle]
    if solid:
        yield list(run[solid[0] : solid[-1] + 1])


def _score(run: Sequence[Word], text: Text) -> float:
    """Return how surely a run of words is a name; 0 means that it is none."""
    before = text.folded[max(0, run[0].start - 60) : run[0].start]
    words = [word for word in run if not word.is_particle]
    sure = sum(word.is_sure for word in words)
    known = sum(word.is_known for word in words)
    capitals = all(word.is_capital for word in words)
    is_full = words[0].is_given and any(word.is_known for word in words[1:])
    if _is_announced(run[0], text):
        return 0.95
    if len(words) == 1 and (_NOT_ALONE.search(before) or _NAMES_A_THING.search(before)):
        return 0.0
    suggested = sure or capitals or (known and len(words) > 1)
    if words[0].is_given and _ADDRESSES.search(before):
        return 0.9
    if suggested and _SUGGESTS.search(before):
        return 0.9 if known else 0.55
    if len(words) == 1 and not words[0].is_given and _FIRM.match(text.folded, run[-1].end):
        return 0.0
    if _BEARS_NAME.search(before):
        return 0.4 if sure and len(words) > 1 else 0.0
    if is_full and (sure or capitals):
        return 0.85
    if sure and known > 1:
        return 0.7
    if is_full and words[-1].is_surname and not _DETERMINER.search(before):
        return 0.4
    if any(word.is_given and word.is_sure for word in words):
        return 0.6
    if (sure and (capitals or len(words) > 1)) or (known and capitals and len(words) > 1):
        return 0.4
    # «el Nico», «la Cata»
    nickname = words[0].is_given and words[0].is_capital and not words[0].is_common
    return 0.4 if nickname and re.search(r"\b(?:el|la)\s$", before) else 0.0


def _is_plausible(words: Sequence[Word], capitals: bool) -> bool:
    """Whether the model's guess may be a name: no common word, no place, no word alone.

    Each word has a capital, or some word is a known name where capitals mean nothing.
    """
    solid = [word for word in words if not word.is_particle]
    if any(word.is_place or (word.is_common and not word.is_known) for word in solid):
        return False
    supported = (
        all(word.is_capital for word in solid) if capitals else any(word.is_known for word in solid)
    )
    return supported and len(solid) > 1 and not all(word.is_ambiguous for word in solid)
