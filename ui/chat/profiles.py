"""Who may be writing, and the questions that each may begin with."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

_FILE = Path(__file__).with_name("profiles.yaml")


class Profile(BaseModel):
    """A kind of person, as they would call themselves."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z_]+$")
    name: str
    questions: tuple[str, ...] = Field(min_length=3, max_length=4)


@cache
def load_profiles() -> tuple[Profile, ...]:
    """Return every profile, in the order in which they are offered."""
    found = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return TypeAdapter(tuple[Profile, ...]).validate_python(found)
