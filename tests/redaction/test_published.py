from __future__ import annotations

import pytest

from assistant.redaction import Redactor, build_redactor

VALUES = ("+56 42 220 0000", "concursos@gorenuble.example", "Avenida Libertad 710, Chillán")


@pytest.fixture(scope="module")
def publishing() -> Redactor:
    return build_redactor(VALUES)


@pytest.mark.parametrize(
    "message",
    [
        "Llame al 42 220 0000 por la mañana",
        "Llame al +56422200000",
        "Escriba a concursos@gorenuble.example y adjunte el acta",
        "Estamos en avenida libertad 710, Chillán.",
        "fono 42-2200000 o en Avenida Libertad 710, Chillan",
    ],
)
def test_what_the_institution_publishes_is_not_masked(publishing: Redactor, message: str) -> None:
    assert publishing.redact(message).text == message


@pytest.mark.parametrize(
    ("message", "secret"),
    [
        ("Llame al 42 220 0001", "0001"),
        ("Escriba a ana.concursos@gorenuble.example", "ana"),
        ("Escriba a concursos@gorenuble.example.org", "org"),
        ("Vivo en Avenida Libertad 7105, Chillán", "7105"),
        ("Mi celular es 9 4220 0000 y el de ustedes 42 220 0000", "4220 0000"),
        ("Mi rut es 42.220.000-0", "42.220"),
    ],
)
def test_what_only_looks_like_it_is_masked(publishing: Redactor, message: str, secret: str) -> None:
    assert secret not in publishing.redact(message).text


def test_redacting_twice_changes_nothing_beside_what_is_published(publishing: Redactor) -> None:
    once = publishing.redact("Soy Rosa Catrileo, llame al 42 220 0000 o al 9 8765 4321").text
    assert publishing.redact(once).text == once
    assert "42 220 0000" in once
