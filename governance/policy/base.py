"""What every piece of the policy shares: the four levels and the strict, frozen model."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Level = Literal["bajo", "limitado", "alto", "prohibido"]

LEVELS: tuple[Level, ...] = ("bajo", "limitado", "alto", "prohibido")
"""The levels of article 3, from the mildest to the one that cannot be approved."""


class Strict(BaseModel):
    """A piece of the policy: nothing converted, nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


Text = Annotated[str, Field(min_length=1)]

Citations = Annotated[tuple[Text, ...], Field(min_length=1)]
"""Ids of `Article`, at least one: no part of the policy stands without its legal source."""
