"""A change to plant: words of a file for other words, or a file that was not there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

CHANGES_FILE = Path(__file__).with_name("changes.yaml")


class ChangeError(Exception):
    """A change cannot be planted; raised when the words that it replaces are not there once."""


class Change(BaseModel):
    """One change; `kind` says whether the gate must stop it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    kind: Literal["defect", "noop"]
    what: str
    file: str
    find: str = ""
    replace: str
    every: bool = False
    """Whether every place that holds the words is changed, and not the only one."""

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if self.find == self.replace:
            raise ValueError(f"{self.id}: no cambia nada")
        return self

    @contextmanager
    def planted(self, root: Path) -> Iterator[None]:
        """Plant the change under `root` while the block runs, and put everything back.

        Raises:
            ChangeError: the words are not in the file, or more than once.
        """
        path = root / self.file
        if not self.find:
            if path.exists():
                raise ChangeError(f"{self.id}: {self.file} ya existe")
            path.write_text(self.replace, encoding="utf-8")
            try:
                yield
            finally:
                path.unlink()
            return
        before = path.read_text(encoding="utf-8")
        times = before.count(self.find)
        if not times or (times > 1 and not self.every):
            raise ChangeError(f"{self.id}: «{self.find[:50]}» está {times} veces en {self.file}")
        path.write_text(before.replace(self.find, self.replace), encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(before, encoding="utf-8")


def load_changes(path: Path = CHANGES_FILE) -> list[Change]:
    """Return the changes of the file, in order."""
    return [Change.model_validate(row) for row in yaml.safe_load(path.read_text(encoding="utf-8"))]
