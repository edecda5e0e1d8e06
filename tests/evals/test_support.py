"""What the support check says of a sentence beside its passage. No pair here is a labelled one."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.fitting.support import load_pairs, pairs_digest
from evals.scorers.support import SupportCheck, is_literal, load_fitted
from evals.scorers.support.fitted import Fitted
from knowledge_base.embeddings import Vectors
from knowledge_base.text import sentences

LOAN = (
    "La bodega presta herramientas hasta por 12 días. Las escaleras se prestan 3 días y los "
    "taladros, 5 días. La multa por atraso es de $2.500."
)
POOL = (
    "La piscina municipal abre el 15 de diciembre. Los menores de 8 años no pueden entrar solos. "
    "El socio puede invitar a un familiar, salvo en febrero."
)


class CountingEmbed:
    """An embedding for which everything means the same, or nothing does."""

    def __init__(self, alike: bool = True) -> None:
        self.alike = alike
        self.calls = 0

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.calls += 1
        rows = [[1.0, 0.0] if self.alike or i == 0 else [0.0, 1.0] for i in range(len(texts))]
        return np.array(rows, dtype=np.float32)


@pytest.fixture(scope="module")
def fitted() -> Fitted:
    return load_fitted()


def holds(claim: str, passage: str) -> bool:
    return SupportCheck(load_fitted(), CountingEmbed())(claim, passage)[0]


def reason(claim: str, passage: str) -> str:
    return SupportCheck(load_fitted(), CountingEmbed())(claim, passage)[1]


@pytest.mark.parametrize(
    "claim",
    [
        "La multa por atraso es de $2.500.",
        "la multa por atraso es de 2500",
        "La multa por atraso es de dos mil quinientos pesos.",
        "La bodega presta herramientas hasta por doce días.",
        "Los taladros se prestan cinco días.",
    ],
)
def test_the_same_words_and_numbers_in_words_are_supported(claim: str) -> None:
    assert holds(claim, LOAN), reason(claim, LOAN)


def test_part_of_a_list_in_another_order_is_supported() -> None:
    passage = "El fondo paga afiches, pendones, volantes y parlantes. No paga sueldos."
    assert holds("El fondo paga volantes y afiches.", passage)


def test_a_word_of_every_day_for_a_formal_one_is_supported() -> None:
    assert holds("Hay que devolver la plata.", "Hay que restituir el dinero. Se hace en caja.")


@pytest.mark.parametrize(
    ("claim", "passage", "told"),
    [
        ("La multa por atraso es de $3.500.", LOAN, "«3500»"),
        ("La multa por atraso es de 12 pesos.", LOAN, "12"),
        ("La piscina municipal abre el 15 de febrero.", POOL, "«15 de febrero»"),
        ("Las escaleras se prestan cinco días.", LOAN, "otra"),
        ("Los menores de 8 años pueden entrar solos.", POOL, "niega"),
        ("El socio debe invitar a un familiar, salvo en febrero.", POOL, "se puede"),
        ("El socio siempre puede invitar a un familiar, salvo en febrero.", POOL, "siempre"),
        ("Un socio puede llevar a un familiar.", POOL, "condición"),
        ("La multa por atraso es de $2.500 y se paga ante notario público.", LOAN, "agrega"),
        ("La sede cierra por mantención cada otoño.", LOAN, "fuente"),
    ],
)
def test_what_differs_is_refused_and_said(claim: str, passage: str, told: str) -> None:
    assert not holds(claim, passage)
    assert told in reason(claim, passage)


def test_swapped_roles_are_refused() -> None:
    passage = "La tesorera firma los cheques y el presidente convoca la asamblea."
    assert not holds("El presidente firma los cheques y la tesorera convoca la asamblea.", passage)


def test_a_choice_is_not_a_sum() -> None:
    passage = "El pago se hace con cheque, vale vista o transferencia."
    assert "elegir" in reason("El pago se hace con vale vista y transferencia.", passage)


def test_a_floor_is_not_a_ceiling() -> None:
    passage = "El curso acepta grupos de hasta 20 personas."
    assert "máximo" in reason("El curso acepta grupos de al menos 20 personas.", passage)


def test_the_contrary_word_is_a_denial() -> None:
    passage = "La sala de lectura cierra los feriados. El ingreso es con credencial."
    assert "niega" in reason("La sala de lectura abre los feriados.", passage)


def test_a_piece_that_leaves_its_negation_out_is_refused() -> None:
    assert not is_literal("los menores entran solos", "Nunca los menores entran solos.")
    assert not holds("Pueden entrar solos.", POOL)


def test_what_is_literal_costs_no_embedding_and_the_rest_at_most_one(fitted: Fitted) -> None:
    embed = CountingEmbed()
    check = SupportCheck(fitted, embed)
    check("La multa por atraso es de $2.500.", LOAN)
    assert embed.calls == 0
    check("Los taladros se prestan cinco días.", LOAN)
    assert embed.calls <= 1


def test_a_meaning_far_from_the_passage_is_refused(fitted: Fitted) -> None:
    check = SupportCheck(fitted, CountingEmbed(alike=False))
    is_held, told = check("Los taladros de la bodega se prestan cinco días.", LOAN)
    assert not is_held and "sentido" in told


def test_every_sentence_of_a_passage_is_supported_by_it() -> None:
    for passage in {pair.passage for pair in load_pairs("fit")}:
        whole = f"Un título. Una sección. {passage} Rige solo en 2025."
        for unit in sentences(whole):
            assert holds(unit.text, whole), unit.text


def test_no_sentence_is_supported_with_another_figure_of_its_passage() -> None:
    for passage in {pair.passage for pair in load_pairs("fit")}:
        figures = set(re.findall(r"\d+", passage))
        for unit in sentences(passage):
            for match in re.finditer(r"\d+", unit.text):
                for other in figures - {match.group()}:
                    changed = unit.text[: match.start()] + other + unit.text[match.end() :]
                    assert is_literal(changed, passage) or not holds(changed, passage), changed


@settings(max_examples=60, deadline=None)
@given(days=st.integers(2, 999), other=st.integers(2, 999), amount=st.integers(1_000, 9_999_999))
def test_any_figure_holds_and_any_other_does_not(days: int, other: int, amount: int) -> None:
    written = f"{amount:,}".replace(",", ".")
    passage = f"El taller dura {days} días. La matrícula cuesta ${written}. Parte en otoño."
    assert holds(f"El taller dura {days} días.", passage)
    assert holds(f"La matrícula cuesta {amount} pesos.", passage)
    if other != days:
        assert not holds(f"El taller dura {other} días.", passage)
    assert not holds(f"La matrícula cuesta ${amount + 1}.", passage)


def test_what_is_committed_was_fitted_on_the_pairs_that_are_committed(fitted: Fitted) -> None:
    assert fitted.fitted_on == pairs_digest()
    measured = len(load_pairs("test"))
    assert fitted.pairs == measured > 100
    assert sum(kind.pairs for kind in fitted.by_kind.values()) == fitted.pairs
