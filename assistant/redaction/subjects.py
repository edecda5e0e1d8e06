"""Who a sentence is about: health or hardship is personal only where it is said of somebody.

«Talleres para personas con depresión» is what people ask about; «tengo depresión», «mi hijo tiene
depresión» and «[NOMBRE_1] tiene depresión» are sensitive data (Ley 19.628 as amended by Ley 21.719,
art. 2 g). So a mention counts only behind a verb in the first person, or behind a third person who
is a relative, a neighbour, an office-holder or somebody with a name.
"""

from __future__ import annotations

from .patterns import any_of
from .text import MASKED

RELATIVE = any_of(
    r"""hij[oa]s? hijit[oa]s? herman[oa]s? prim[oa]s? espos[oa] marido mama mamita papa papito
    papas madre padre padres abuel[oa]s? abuelit[oa]s? suegr[oa]s? vecin[oa]s? vecinit[oa] ti[oa]s?
    tat[ao] amig[oa]s? nuer[oa] yerno polol[oa] pareja conviviente ex niet[oa]s? nietit[oa]s?
    sobrin[oa]s? cunad[oa]s? comadre compadre ahijad[oa] padrin[oa] madrina padrastro madrastra
    hijastr[oa]s? bisniet[oa]s? senora? viej[oa] viejit[oa] guagua bebe nin[oa]s? familia hogar
    companer[oa] jef[ea] soci[oa] mellizos gemel[oa]s familiar pariente familiares"""
)
"""Who somebody is to the person who writes."""

_OFFICE = any_of(
    """president[ea] presi tesorer[oa] secretari[oa] dirigent[ea] vecin[oa] directora? monitora?
    senora? caballero abuelit[oa]"""
)
_OWN = (
    r"(?:mis?|nuestr[oa]s?|tengo\s(?:a\s)?(?:mi|un[oa]?|dos|tres)"
    r"|(?:mama|papa|madre|padre|abuel[oa]|ti[oa])\sde(?:\s(?:un[oa]?|dos|tres|mi))?)"
)
KIN = (
    rf"(?:\b{_OWN}\s{RELATIVE}\b|(?<!\bsi\s)\b(?:la|el|nuestr[oa]|mi)\s{_OFFICE}\b"
    rf"|\b(?:don|dona|sra|sr)\.?\s(?:[^\W\d_]+|{MASKED})|{MASKED}|\bellas?\b"
    r"|\bel\b(?=\s(?:es|esta|tiene|sufre|padece|toma|usa)\s))"
)
"""Somebody in particular who is not the person who writes; «￼» is a name that is masked already."""

_OTHERS = any_of(
    r"""si quienes? personas? proyectos? agrupacion\w* club\w* organizaci\w+ program\w+ talleres
    taller sistema grupo fundacion comunidad instituci\w+ beneficiari[oa]s usuari[oa]s yo soy tengo
    estoy"""
)
_GAP = rf"(?:(?!\b{_OTHERS}\b)[^.;:!?\n]){{0,45}}?"


def of_me_or_mine(first: str, third: str) -> str:
    """Return a pattern for a verb about a person: `first` for who writes, `third` for others."""
    return rf"(?:\b{first}\s|{KIN}{_GAP}\b{third}\s)"


def of_mine(third: str) -> str:
    """Return a pattern for somebody in particular, and `third` about them, up to what follows."""
    return rf"{KIN}{_GAP}\b{third}\s"
