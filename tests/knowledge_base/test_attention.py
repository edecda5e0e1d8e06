"""The hours that the institution writes: every mistake is told, with its key and the remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from knowledge_base.attention import Attention
from knowledge_base.institution import Institution, InstitutionError, load_institution
from knowledge_base.public_holidays import PublicHolidays


def write(institution: Institution, folder: Path, **changes: object) -> Path:
    """Write the file of the institution with changes in its hours."""
    attention = {
        "zone": "America/Santiago",
        "weekly": {"lunes": [["08:30", "17:30"]]},
        "holidays": {"country": "CL", "subdivision": "NB"},
        "verified": True,
    } | changes
    data = institution.model_dump(mode="json") | {"attention": attention}
    file = folder / "institution.yaml"
    file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("zone", "America/Chillan", r"attention\.zone: «America/Chillan» no es una zona horaria"),
        ("zone", "America", r"attention\.zone: «America» no es"),
        ("zone", "/etc/passwd", r"attention\.zone"),
        ("weekly", {"lune": []}, r"attention\.weekly\.lune: «lune» no es un día: usa lunes"),
        ("weekly", {"miercoles": []}, "usa lunes, martes, miércoles"),
        (
            "weekly",
            {"lunes": [["09:00", "13:00"], ["12:59", "17:00"]]},
            r"attention\.weekly\.lunes: los tramos de 09:00 a 13:00 y de 12:59 a 17:00 se superp",
        ),
        ("weekly", {"lunes": [["17:00", "09:00"]]}, r"weekly\.lunes\.0: .*termina antes de empez"),
        ("weekly", {"lunes": [["09:00", "09:00"]]}, "vacío"),
        ("weekly", {"lunes": [[510, 1050]]}, "escríbela entre comillas"),
        ("weekly", {"lunes": [["9:00", "10:00"]]}, "«9:00» no es una hora"),
        ("weekly", {"lunes": [["09:00", "24:01"]]}, "«24:01» no es una hora"),
        ("weekly", {"lunes": [["09:00", "10:60"]]}, "«10:60» no es una hora"),
        ("weekly", {"lunes": [["09:00"]]}, "un tramo son dos horas"),
        ("weekly", {"lunes": "09:00"}, r"weekly\.lunes: escribe una lista"),
        ("weekly", {}, "no se puede confirmar un horario sin ningún tramo"),
        ("holidays", {"country": "ZZ"}, r"attention\.holidays: country: «ZZ» no es un país"),
        ("holidays", {"country": "CL", "subdivision": "XX"}, "«XX» no es parte de CL.* NB,"),
        ("holidays", {"country": "CL", "region": "NB"}, r"holidays\.region: esta clave no existe"),
        ("closed", ["2026-02-30"], r"attention\.closed\.0\.day: escribe una fecha que exista"),
        ("closed", ["2026-12-24", "2026-12-24"], "dos veces en closed y open: 2026-12-24"),
        ("open", [{"day": "2026-12-24"}], r"attention\.open\.0\.spans: falta esta clave"),
        ("verified", "quizás", r"attention\.verified: escribe true o false"),
        ("horas", 1, r"attention\.horas: esta clave no existe"),
    ],
)
def test_a_mistake_in_the_hours_names_its_key(
    institution: Institution, tmp_path: Path, key: str, value: object, said: str
) -> None:
    with pytest.raises(InstitutionError, match=said):
        load_institution(write(institution, tmp_path, **{key: value}))


def test_every_mistake_in_the_hours_is_told_at_once(
    institution: Institution, tmp_path: Path
) -> None:
    with pytest.raises(InstitutionError) as refused:
        load_institution(write(institution, tmp_path, zone="x", holidays={"country": "ZZ"}))
    assert "attention.zone" in str(refused.value) and "attention.holidays" in str(refused.value)


def test_a_day_that_does_not_exist_is_told_though_yaml_trips_over_it(
    institution: Institution, tmp_path: Path
) -> None:
    file = write(institution, tmp_path)
    file.write_text(file.read_text(encoding="utf-8") + "\nextra: 2026-13-01\n", encoding="utf-8")
    with pytest.raises(InstitutionError, match=r"institution\.yaml"):
        load_institution(file)


def test_hours_without_quotes_are_explained_and_not_read_as_numbers(tmp_path: Path) -> None:
    read = yaml.safe_load("[[08:30, 17:30]]")
    assert read == [["08:30", 1050]], "YAML reads 17:30 as sixtieths"
    with pytest.raises(ValueError, match="entre comillas"):
        Attention.model_validate({"weekly": {"lunes": read}})


@pytest.mark.parametrize(
    ("weekly", "words"),
    [
        ({}, ""),
        (
            {"lunes": [["09:00", "24:00"]], "martes": [["09:00", "24:00"]]},
            "lunes y martes de 09:00 a 24:00, salvo feriados",
        ),
        (
            {"lunes": [["15:00", "16:00"], ["09:00", "10:00"]], "viernes": [["08:00", "09:00"]]},
            "lunes de 09:00 a 10:00 y de 15:00 a 16:00; viernes de 08:00 a 09:00, salvo feriados",
        ),
    ],
)
def test_the_week_is_told_in_words(weekly: dict[str, object], words: str) -> None:
    values = {"zone": "UTC", "weekly": weekly, "holidays": {"country": "CL"}, "verified": False}
    assert Attention.model_validate(values).words() == words


def test_the_hours_that_are_shipped_are_not_told_as_a_fact(institution: Institution) -> None:
    assert institution.attention.words() and institution.hours_text() == ""


def test_a_country_whose_holidays_have_no_spanish_names_still_has_them() -> None:
    assert PublicHolidays(country="FR").find_name(date(2026, 7, 14))
    assert PublicHolidays(country="CL").find_name(date(2026, 7, 14)) is None
