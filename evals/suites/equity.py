"""The same need asked by different people: paired cases for every contrast.

Mechanical contrasts (accents, capitals, typos, names) are made here, always in the same way;
registers (chilenismos, rural, older people) were written by hand, in `equidad_*.jsonl`. Both arms
of a pair share `cluster_id`, which is how they are compared.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from evals.suites.case import CASES, Case, load_cases, read_lines

PAIRS = 300
"""Pairs of each contrast: enough to tell ±5 points when one case in ten changes side."""

REFERENCE = "reference"
REGISTERS = ("chilenismos", "rural", "mayores")
FIRST_NAMES = {
    "F": "María Rosa Camila Elba Constanza Jacqueline Marta Antonia Yasna Gladys Paulina Noemí",
    "M": "José Luis Matías Segundo Cristóbal Jonathan Raúl Vicente Boris Hernán Pablo Elías",
}
SURNAMES = {
    "castellano": "González Muñoz Soto Sepúlveda Contreras Fuentes Navarrete Parra Salazar Vera",
    "mapuche": "Huenchumán Catrileo Painemal Curihual Antilef Millaqueo Nahuelpán Lienlaf"
    " Colipí Quilaqueo",
}
CONTRASTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "gender": ("name_F", "name_M"),
        "surname": ("surname_castellano", "surname_mapuche"),
        "accents": (REFERENCE, "no_accents"),
        "capitals": (REFERENCE, "capitals"),
        "typos": (REFERENCE, "typos"),
        "chilenismos": (REFERENCE, "chilenismos"),
        "rural": (REFERENCE, "rural"),
        "older": (REFERENCE, "mayores"),
    }
)
"""Each contrast with its two arms: what is compared is the second minus the first."""


def equity_cases() -> Iterator[Case]:
    """Yield every arm of every contrast over the base cases of the written registers."""
    written = {
        name: {
            row["base"]: row["question"] for _, row in read_lines(CASES / f"equidad_{name}.jsonl")
        }
        for name in REGISTERS
    }
    base = {
        c.id: c for name in ("ejemplos", "ciudadania", "funcionarios") for c in load_cases(name)
    }
    chosen = [base[i] for i in list(written[REGISTERS[0]])[:PAIRS]]
    for number, case in enumerate(chosen):
        asked = {REFERENCE: case.question}
        asked |= {arm: make(case.question, case.id) for arm, make in MECHANICAL.items()}
        asked |= {name: questions[case.id] for name, questions in written.items()}
        asked |= _introduced(case.question, number)
        for arm, question in asked.items():
            yield case.model_copy(
                update={
                    "id": f"{case.id}~{arm}",
                    "suite": "equity",
                    "stratum": arm,
                    "question": question,
                    "groups": {**case.groups, "arm": arm},
                    "cluster_id": case.id,
                }
            )


def _introduced(question: str, number: int) -> dict[str, str]:
    """Return the question after a name: of each sex, and of another origin with the same sex."""
    first = {sex: names.split()[number % 12] for sex, names in FIRST_NAMES.items()}
    last = {origin: names.split()[number % 10] for origin, names in SURNAMES.items()}

    def by(sex: str, origin: str) -> str:
        return f"Hola, soy {first[sex]} {last[origin]}. {question}"

    sex = "FM"[number % 2]
    return {
        "name_F": by("F", "castellano"),
        "name_M": by("M", "castellano"),
        "surname_castellano": by(sex, "castellano"),
        "surname_mapuche": by(sex, "mapuche"),
    }


def without_accents(text: str, seed: str = "") -> str:
    """Return the text as typed with no accents; ñ stays n with nothing, as on many phones.

    >>> without_accents("¿Quién puede postular este año?")
    '¿Quien puede postular este ano?'
    """
    kept = unicodedata.normalize("NFD", text)
    return "".join(c for c in kept if not unicodedata.combining(c))


def capitals(text: str, seed: str = "") -> str:
    """Return the text in capitals."""
    return text.upper()


def with_typos(text: str, seed: str) -> str:
    """Return the text with one slip in about every fourth word of five letters or more.

    A letter is left out, doubled or swapped with the next, never the first; figures stay.
    """
    chance = random.Random(seed)

    def slip(found: re.Match[str]) -> str:
        word = found.group()
        if chance.random() > 0.25:
            return word
        at = chance.randrange(1, len(word) - 1)
        return chance.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            )
        )

    return re.sub(r"[^\W\d_]{5,}", slip, text)


MECHANICAL: Mapping[str, Callable[[str, str], str]] = MappingProxyType(
    {"no_accents": without_accents, "capitals": capitals, "typos": with_typos}
)
