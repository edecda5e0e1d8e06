"""Invented people: how they are made, and what it means that a decision changes."""

from __future__ import annotations

import csv
import io

import pytest

from evals.bias.cases import build_cases
from evals.bias.columns import ColumnMap
from evals.bias.extremes import Extremes, judge_extremes
from evals.bias.problems import DataProblem
from evals.bias.profiles import Profiles, invent_profiles
from evals.bias.reading import Table
from evals.bias.verdicts import Outcome
from tests.evals.bias.people import HEADER, SeesNobody, columns, people, table

NOBODY = SeesNobody()
MAP = {
    "real": "cumple",
    "real_favorable": ["sí"],
    "puntaje": "puntaje",
    "grupos": {"edad": {"columna": "edad", "cortes": [65]}, "sexo": "sexo", "zona": "zona"},
}


def _profiles(bases: int = 30) -> tuple[Profiles, ColumnMap]:
    rows = [(*row, str(100_000 + 1000 * place)) for place, row in enumerate(people(300))]
    data, chosen = table(rows, (*HEADER, "monto")), columns(**MAP)
    groupings = build_cases(data, chosen, NOBODY).groupings
    return invent_profiles(data, chosen, groupings, (), bases), chosen


def _decide(profiles: Profiles, against: str = "") -> Table:
    """A system that grants everything, but to the people of every third case in one group."""
    zone = profiles.header.index("zona")
    rows = [
        (*row[:-1], "rechazada" if row[zone] == against and int(row[0]) % 3 == 0 else "aprobada")
        for row in profiles.rows
    ]
    return table(rows, profiles.header)


def _judge(against: str = "", bases: int = 30) -> Extremes:
    profiles, chosen = _profiles(bases)
    return judge_extremes(_decide(profiles, against), chosen, NOBODY)


def test_each_person_changes_in_one_group_at_a_time() -> None:
    profiles, _ = _profiles(4)
    for base in range(1, 5):
        same = [row for row in profiles.rows if row[0] == str(base)]
        assert len(same) == len(set(same)) == 4
        for row in same[1:]:
            assert sum(one != other for one, other in zip(same[0], row, strict=True)) == 1


def test_no_row_of_the_data_is_copied_and_nothing_identifies_anybody() -> None:
    profiles, _ = _profiles()
    assert "folio" in profiles.to_fill
    assert all(row[profiles.header.index("folio")] == "" for row in profiles.rows)
    real = {row[1:] for row in people(300)}
    assert not real & {row[1:] for row in profiles.rows}
    amounts = {row[profiles.header.index("monto")] for row in profiles.rows}
    assert amounts == {"", "110000", "250000", "380000"}


def test_the_file_opens_in_a_spreadsheet_in_spanish() -> None:
    profiles, _ = _profiles(1)
    text = profiles.as_csv().decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text), delimiter=";"))[0] == "caso_extremo"


def test_one_person_with_two_answers_is_a_finding() -> None:
    found = {one.grouping: one for one in _judge("Rural").changes}
    assert found["zona"].outcome is Outcome.DIFFERENCE
    assert (found["zona"].people.hits, found["zona"].people.of) == (10, 30)
    assert dict(found["zona"].against) == {"Rural": 10, "Urbana": 0}
    assert found["sexo"].people.hits == 0


def test_no_change_says_something_only_with_people_enough() -> None:
    assert {one.outcome for one in _judge().changes} == {Outcome.NONE}
    assert {one.outcome for one in _judge(bases=6).changes} == {Outcome.INSUFFICIENT}


def test_a_file_without_its_column_or_its_decisions_is_explained() -> None:
    profiles, chosen = _profiles(4)
    with pytest.raises(DataProblem, match="caso_extremo"):
        judge_extremes(table(people(20)), chosen, NOBODY)
    with pytest.raises(DataProblem, match="Casos extremos: .*vacía"):
        judge_extremes(table(list(profiles.rows), profiles.header), chosen, NOBODY)
