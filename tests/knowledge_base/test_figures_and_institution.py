"""Figures live once; contact points that nobody verified are never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.texts import TextsError, load_texts
from knowledge_base.figures import (
    Figure,
    FigureError,
    contradictions,
    load_figures,
    missing,
    render,
    texts,
)
from knowledge_base.institution import Institution, InstitutionError, load_institution

TOP = Figure(
    texto="$3.100.000",
    valor=3100000,
    unidad="CLP",
    hecho="A1",
    patron=r"tope de deporte es (?P<valor>[$\d.]+\d)",
)


def test_an_unknown_placeholder_stays_for_the_check_to_report() -> None:
    assert render("{{a}} y {{ b }}", {"a": "1"}) == "1 y {{ b }}"
    assert missing("{{a}} y {{ b }}", {"a": "1"}) == ["b"]


def test_a_value_is_not_read_as_a_placeholder_again() -> None:
    assert render("{{a}}", {"a": "{{b}}", "b": "no"}) == "{{b}}"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("El tope de deporte es $3.100.000.", []),
        ("El tope de deporte es 3100000.", []),
        ("El TOPE de deporte es $3.000.000.", ["$3.000.000"]),
        ("El tope de cultura es $1.", []),
    ],
)
def test_a_text_that_states_another_number_is_found(said: str, found: list[str]) -> None:
    assert [c[1] for c in contradictions(said, {"deporte": TOP})] == found


def test_a_part_of_the_right_number_is_another_number() -> None:
    assert list(contradictions("El tope de deporte es $3.100.", {"deporte": TOP}))


def test_every_mistake_in_the_figures_is_told_at_once(tmp_path: Path) -> None:
    good = "{texto: x, valor: 1, unidad: u, hecho: A1}"
    (tmp_path / "a.yaml").write_text(f"uno: {good}\ndos: {{texto: x}}\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text(f"uno: {good}\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_text("tres: [", encoding="utf-8")
    (tmp_path / "d.yaml").write_text(f"cuatro: {good[:-1]}, patron: '('}}", encoding="utf-8")
    with pytest.raises(FigureError) as refused:
        load_figures(tmp_path)
    for said in ("a.yaml: dos", "b.yaml: «uno» ya está definida", "c.yaml", "d.yaml: cuatro"):
        assert said in str(refused.value)


def test_a_data_file_that_is_a_list_is_told_too(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("- uno\n- dos\n", encoding="utf-8")
    with pytest.raises(FigureError, match=r"a\.yaml"):
        load_figures(tmp_path)


def test_what_a_figure_stands_for_is_its_text() -> None:
    assert texts({"deporte": TOP}) == {"deporte": "$3.100.000"}


# The institution


def test_what_nobody_verified_is_never_shown(institution: Institution) -> None:
    doubtful = [point.value for point in institution.contacts.values() if not point.verified]
    shown = load_texts(institution).model_dump_json() + str(institution.placeholders())
    assert any(doubtful)
    assert [value for value in doubtful if value and value in shown] == []
    assert institution.verified_contact("correo") is None
    assert institution.verified_contact("no-existe") is None


def test_hours_are_shown_only_when_verified(institution: Institution) -> None:
    assert institution.hours_text() == ""
    attention = institution.attention.model_copy(update={"verified": True})
    sure = institution.model_copy(update={"attention": attention})
    assert sure.hours_text() == attention.words() != ""
    assert f"Horario de atención: {attention.words()}." in load_texts(sure).contact_text


def test_another_government_is_named_everywhere(institution: Institution) -> None:
    names = institution.institution.model_copy(
        update={
            "nombre": "Gobierno Regional de Prueba",
            "sigla": "GORE Prueba",
            "asistente": "Asistente",
        }
    )
    shown = load_texts(institution.model_copy(update={"institution": names})).model_dump_json()
    assert "Gobierno Regional de Prueba" in shown and "Ñuble" not in shown


def test_texts_that_need_an_unverified_contact_are_refused(institution: Institution) -> None:
    nobody = institution.model_copy(update={"contacts": {}})
    with pytest.raises(TextsError, match=r"contacto\.web"):
        load_texts(nobody)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no se puede leer"),
        ("institution: [", "no es YAML"),
        ("contacts: {}\nhours: {value: x, verified: true}\n", "institution: falta esta clave"),
        ("contacts: {}\nhours: {value: x, verified: true}\n", "hours: esta clave no existe"),
        ("otra: 1\n", "otra"),
        ("", ""),
    ],
)
def test_an_institution_file_with_a_mistake_says_where(
    tmp_path: Path, content: str | None, said: str
) -> None:
    file = tmp_path / "institution.yaml"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(InstitutionError, match=said) as refused:
        load_institution(file)
    assert "institution.yaml" in str(refused.value)
