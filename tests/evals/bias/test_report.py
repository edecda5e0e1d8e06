"""The report: whole, of the length that the policy asks for, and without anybody in it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from evals.bias.evaluation import Evaluation, evaluate
from evals.bias.extremes import judge_extremes
from evals.bias.mitigations import load_options, suggest
from evals.bias.problems import DataProblem
from evals.bias.report import writing
from evals.bias.report.writing import PAGES, write_report
from evals.bias.verdicts import WORDS, Outcome
from tests.evals.bias.people import HEADER, SeesNobody, columns, people, table

DAY = date(2026, 11, 22)
NOBODY = SeesNobody()
FULL = {
    "real": "cumple",
    "real_favorable": ["sí"],
    "puntaje": "puntaje",
    "grupos": {"sexo": "sexo", "zona": "zona", "edad": {"columna": "edad", "cortes": [65]}},
}


@cache
def _biased() -> Evaluation:
    return evaluate(table(people()), columns(**FULL), NOBODY)


@cache
def _fair(count: int = 6000) -> Evaluation:
    rows = people(count, seed=3, rural_loses=0)
    return evaluate(table(rows), columns(grupos={"aviso": "zona"}), NOBODY)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("informes") / "informe"
    write_report(_biased(), place, DAY)
    return place


def _texts(folder: Path) -> dict[str, str]:
    found = {
        file.name: file.read_text(encoding="utf-8")
        for file in folder.rglob("*")
        if file.suffix in (".md", ".json")
    }
    for file in folder.glob("*.pdf"):
        found[file.name] = "\n".join(page.extract_text() for page in PdfReader(file).pages)
    for file in folder.glob("*.docx"):
        word = docx.Document(str(file))
        cells = [cell.text for grid in word.tables for row in grid.rows for cell in row.cells]
        found[file.name] = "\n".join([*(p.text for p in word.paragraphs), *cells])
    return found


def test_everything_that_was_promised_is_there(folder: Path) -> None:
    assert {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()} == {
        *(f"informe.{kind}" for kind in ("pdf", "docx", "md")),
        *(f"resumen-publico.{kind}" for kind in ("pdf", "docx", "md")),
        *(f"graficos/{name}.png" for name in ("presencia", "decisiones", "errores")),
        "medidas.json",
    }
    assert [one.name for one in folder.parent.iterdir()] == ["informe"]


def test_what_the_policy_asks_for_is_in_every_format(folder: Path) -> None:
    texts = _texts(folder)
    for name in ("informe.pdf", "informe.docx", "informe.md"):
        for heading in ("Metodología", "Hallazgos", "Medidas de mitigación", "Decisión y firmas"):
            assert heading in texts[name], (name, heading)


def test_no_row_and_no_identifier_gets_into_any_file(folder: Path) -> None:
    folios = {row[0] for row in people()}
    assert not [name for name, text in _texts(folder).items() if any(f in text for f in folios)]


def test_no_text_says_that_there_is_no_bias(folder: Path, tmp_path: Path) -> None:
    write_report(_fair(), tmp_path / "otro", DAY)
    for text in (*_texts(folder).values(), *_texts(tmp_path / "otro").values(), *WORDS.values()):
        assert "sin sesgo" not in text.lower() and "libre de sesgo" not in text.lower()
    assert "No se observó diferencia entre grupos con estos datos" in "".join(
        _texts(tmp_path / "otro").values()
    )


def test_the_letters_of_the_report_are_all_in_the_fonts(folder: Path) -> None:
    assert "[U+" not in _texts(folder)["informe.pdf"]


@pytest.mark.parametrize("groups", [1, 3, 8])
def test_the_report_has_between_five_and_ten_pages(tmp_path: Path, groups: int) -> None:
    if groups == 1:
        found = evaluate(table(people(200)), columns(grupos={"tipo": "sexo"}), NOBODY)
    elif groups == 3:
        found = _biased()
    else:
        header = (*HEADER, *(f"g{n}" for n in range(6)))
        rows = [
            (*row, *(f"grupo {n} valor {(place * 7 + n) % (3 * n + 2)}" for n in range(6)))
            for place, row in enumerate(people(1500))
        ]
        named = {f"agrupación {n}": f"g{n}" for n in range(6)} | {"sexo": "sexo", "zona": "zona"}
        found = evaluate(table(rows, header), columns(**FULL | {"grupos": named}), NOBODY)
    written = write_report(found, tmp_path / "informe", DAY)
    assert written.pages in PAGES


def test_the_pictures_are_in_place_and_told_in_words(folder: Path) -> None:
    word = docx.Document(str(folder / "informe.docx"))
    assert [shape._inline.docPr.get("descr")[:8] for shape in word.inline_shapes] == [
        "Presenci", "Decision", "Errores ",
    ]  # fmt: skip
    assert "AQUI" not in "".join(_texts(folder).values())
    assert "](graficos/errores.png)" in _texts(folder)["informe.md"]
    pictures = [
        picture for page in PdfReader(folder / "informe.pdf").pages for picture in page.images
    ]
    assert len(pictures) == 3


def test_the_figures_can_be_worked_out_again_from_the_json(folder: Path) -> None:
    found = json.loads((folder / "medidas.json").read_text(encoding="utf-8"))
    rural = next(
        one
        for one in found["comparaciones"]
        if one["grupo"] == "Rural" and one["medida"] == "falsos_negativos"
    )
    rows = [row for row in people() if row[5] == "sí"]
    refused = [row[3] == "Rural" for row in rows if row[4] == "rechazada"]
    assert rural["tasa"]["hits"] == sum(refused)
    assert rural["tasa"]["of"] == sum(row[3] == "Rural" for row in rows)
    assert rural["diferencia"] == pytest.approx(
        rural["tasa"]["hits"] / rural["tasa"]["of"] - rural["demas"]["hits"] / rural["demas"]["of"]
    )
    assert rural["veredicto"] == "diferencia"


def test_the_same_data_give_the_same_report(folder: Path, tmp_path: Path) -> None:
    write_report(_biased(), tmp_path / "otra", DAY)
    for name in ("informe.pdf", "informe.md", "medidas.json"):
        assert (tmp_path / "otra" / name).read_bytes() == (folder / name).read_bytes(), name


def test_a_group_of_less_than_five_is_named_without_its_figures(tmp_path: Path) -> None:
    rows = [
        (*row[:3], "Isla" if place < 3 else row[3], *row[4:]) for place, row in enumerate(people())
    ]
    found = evaluate(table(rows), columns(**FULL), NOBODY)
    small = next(one for one in found.groups if one.group == "Isla")
    assert small.outcome is Outcome.NOT_JUDGED
    write_report(found, tmp_path / "informe", DAY)
    content = json.loads((tmp_path / "informe" / "medidas.json").read_text(encoding="utf-8"))
    for one in (*content["comparaciones"], *content["cruces"]):
        if "Isla" in one["grupo"]:
            assert one["tasa"] is None or one["tasa"]["of"] == 0
    assert "Isla | menos de 5" in _texts(tmp_path / "informe")["informe.md"]


def test_what_is_suggested_depends_on_what_was_found() -> None:
    biased = {one.kind for one in suggest(_biased())}
    assert {"seleccion", "falsos_negativos"} <= biased and "ninguno" not in biased
    assert [one.kind for one in suggest(_fair())] == ["ninguno"]


def test_every_option_belongs_to_a_finding_that_may_be_told() -> None:
    from evals.bias.mitigations import findings

    assert {kind for kind, _ in findings(_biased())} | {"ninguno"} == set(load_options())


def test_without_the_real_outcome_errors_are_said_not_to_be_measured(tmp_path: Path) -> None:
    write_report(_fair(), tmp_path / "informe", DAY)
    assert "No se midieron los errores" in _texts(tmp_path / "informe")["informe.md"]


def test_missing_groups_are_shown_with_what_was_decided_on_them(tmp_path: Path) -> None:
    rows = [
        (row[0], "" if place % 5 == 0 else row[1], *row[2:]) for place, row in enumerate(people())
    ]
    found = evaluate(table(rows), columns(**FULL), NOBODY)
    assert (found.missing.silences[0].unknown.hits, len(found.cases)) == (180, 900)
    assert "faltantes" in {one.kind for one in suggest(found)}


def test_a_change_in_an_extreme_case_decides_the_whole(tmp_path: Path) -> None:
    header = ("caso_extremo", *HEADER)
    rows = [
        (str(base), *people(1)[0][:3], zone, "aprobada" if zone == "Urbana" else said, "", "")
        for base in range(40)
        for zone, said in (("Urbana", ""), ("Rural", "rechazada" if base == 0 else "aprobada"))
    ]
    chosen = columns(grupos={"aviso": "zona"})
    found = replace(_fair(), extremes=judge_extremes(table(rows, header), chosen, NOBODY))
    assert found.outcome is Outcome.DIFFERENCE
    write_report(found, tmp_path / "informe", DAY)
    assert "Rural: 1" in _texts(tmp_path / "informe")["informe.md"]


def test_no_two_groups_with_cases_enough_is_no_report() -> None:
    with pytest.raises(DataProblem, match="Ningún grupo se puede comparar"):
        evaluate(table(people(40)), columns(), NOBODY)


def test_a_report_is_not_written_over_anything(tmp_path: Path) -> None:
    (tmp_path / "informe").mkdir()
    (tmp_path / "informe" / "algo.txt").write_text("x", encoding="utf-8")
    with pytest.raises(DataProblem, match="ya tiene archivos"):
        write_report(_biased(), tmp_path / "informe", DAY)
    with pytest.raises(DataProblem, match="No existe la carpeta"):
        write_report(_biased(), tmp_path / "no" / "informe", DAY)


def test_a_failure_half_way_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "figures_json", broken)
    with pytest.raises(OSError, match="space"):
        write_report(_biased(), tmp_path / "informe", DAY)
    assert list(tmp_path.iterdir()) == []


def test_the_public_summary_has_no_rate_of_any_group(folder: Path) -> None:
    text = _texts(folder)["resumen-publico.md"]
    assert "%" not in text and "zona: Rural" in text
    assert len(PdfReader(BytesIO((folder / "resumen-publico.pdf").read_bytes())).pages) == 1
