"""The public holidays of a place, from the `holidays` library: the only file that knows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Self

import holidays
from pydantic import BaseModel, ConfigDict, model_validator

LANGUAGE = "es"


class PublicHolidays(BaseModel):
    """The holidays of a country and, if one is named, those of a part of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    country: str
    """ISO 3166 code, e.g. CL."""
    subdivision: str = ""
    """Code of a region, e.g. NB for Ñuble; empty means the holidays of the whole country alone."""

    @model_validator(mode="after")
    def _check_known(self) -> Self:
        try:
            country = holidays.country_holidays(self.country)
        except NotImplementedError:
            raise ValueError(
                f"country: «{self.country}» no es un país del calendario. "
                "Usa su código de dos letras, por ejemplo CL."
            ) from None
        try:
            holidays.country_holidays(self.country, subdiv=self.subdivision or None)
        except NotImplementedError:
            known = ", ".join(country.subdivisions) or "ninguna: déjala vacía"
            raise ValueError(
                f"subdivision: «{self.subdivision}» no es parte de {self.country} en el "
                f"calendario. Usa una de estas: {known}."
            ) from None
        return self

    def find_name(self, day: date) -> str | None:
        """Return how the holiday of a day is called, or None when it is none.

        >>> PublicHolidays(country="CL").find_name(date(2026, 12, 25))
        'Navidad'
        """
        return _of_year(self.country, self.subdivision, day.year).get(day)


@lru_cache(maxsize=64)
def _of_year(country: str, subdivision: str, year: int) -> Mapping[date, str]:
    # A whole year at a time: the library's own dictionary grows while it is read, and two threads
    # that ask for the same year may find it half made.
    found = holidays.country_holidays(
        country, subdiv=subdivision or None, years=year, expand=False, language=LANGUAGE
    )
    return MappingProxyType(dict(found.items()))
