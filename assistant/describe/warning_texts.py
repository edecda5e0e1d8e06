"""The words of the warnings and the names of the signals of risk, as data."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

WARNINGS_FILE = Path(__file__).with_name("warnings.yaml")


class WarningsError(Exception):
    """The warnings cannot be used; raised when the file is wrong, saying where."""


class Signal(BaseModel):
    """A sign of risk, as a person reads it, and the questions that it leaves in doubt."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    risk: bool
    doubts: tuple[str, ...] = ()


class WarningFile(BaseModel):
    """The signals and the texts, by code."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    signals: dict[str, Signal]
    texts: dict[str, str]


def load_warnings(path: Path = WARNINGS_FILE) -> WarningFile:
    """Return the signals and texts in `path`.

    Raises:
        WarningsError: the file is wrong.
    """
    try:
        return WarningFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise WarningsError(f"{path.name}: {error}. Corrige la entrada indicada.") from error
