"""Planted changes: there are enough, they still fit the code, and they leave no trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.mutations.__main__ import Outcome, summary
from evals.mutations.change import Change, ChangeError, load_changes
from evals.running.machine import REPOSITORY


def test_there_are_at_least_twenty_defects_and_ten_harmless_changes() -> None:
    kinds = [change.kind for change in load_changes()]
    assert kinds.count("defect") >= 20 and kinds.count("noop") >= 10
    assert len({change.id for change in load_changes()}) == len(kinds)


@pytest.mark.parametrize("change", load_changes(), ids=lambda change: change.id)
def test_every_change_fits_what_it_changes(change: Change) -> None:
    path = REPOSITORY / change.file
    if not change.find:
        assert not path.exists() and path.parent.is_dir()
        return
    times = path.read_text(encoding="utf-8").count(change.find)
    assert times == 1 or (change.every and times > 1)


def a_change(**more: object) -> Change:
    """Return a change of a word of a file."""
    given = {"id": "x", "kind": "defect", "what": "x", "file": "a.txt"}
    return Change.model_validate({**given, "find": "uno", "replace": "dos", **more})


def test_a_planted_change_is_taken_back_even_when_what_it_broke_fails(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("uno", encoding="utf-8")
    with pytest.raises(RuntimeError), a_change().planted(tmp_path):
        assert file.read_text(encoding="utf-8") == "dos"
        raise RuntimeError
    assert file.read_text(encoding="utf-8") == "uno"


def test_a_planted_file_is_gone_afterwards(tmp_path: Path) -> None:
    with a_change(find="").planted(tmp_path):
        assert (tmp_path / "a.txt").exists()
    assert not (tmp_path / "a.txt").exists()


@pytest.mark.parametrize("content", ["nada", "uno uno"])
def test_a_change_that_does_not_fit_is_an_error_and_not_a_pass(
    tmp_path: Path, content: str
) -> None:
    (tmp_path / "a.txt").write_text(content, encoding="utf-8")
    with pytest.raises(ChangeError, match="veces"), a_change().planted(tmp_path):
        pass


def test_a_gate_that_could_not_run_has_stopped_nothing() -> None:
    outcomes = [
        Outcome("a", "defect", "x", 1, 1.0, ("regla",)),
        Outcome("b", "defect", "x", 2, 1.0, ("se cayó",)),
        Outcome("c", "noop", "x", 2, 1.0, ()),
    ]
    told = summary(outcomes)
    assert "(1/2;" in told and "Falsas alarmas: 1 de 1" in told
