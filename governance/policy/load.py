"""From a folder of YAML to a checked policy, and from a day to the policy in force on it.

Every mistake of a folder is told in one go, with its file, its place and its remedy: who corrects
a policy by hand should not have to run this ten times.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from governance.policy.check import check
from governance.policy.mistakes import in_spanish
from governance.policy.model import Policy
from governance.policy.strict_yaml import StrictYamlError, load_strict

VERSIONS = Path(__file__).parent / "versions"


class PolicyError(ValueError):
    """A policy cannot be used; raised with every mistake, or when none is in force on a day."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        """Keep the mistakes apart as well, for whoever lists them."""
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def load_policy(folder: Path) -> Policy:
    """Return the policy written in `folder`, one file for each field of `Policy`.

    Raises:
        PolicyError: a file missing or unknown, a field wrong, or an id that names nothing.
    """
    pieces, mistakes = _read(folder)
    if mistakes:
        raise PolicyError(tuple(mistakes))
    try:
        policy = Policy.model_validate(pieces)
    except ValidationError as error:
        raise PolicyError(in_spanish(error, pieces)) from None
    found = check(policy)
    if found:
        raise PolicyError(found)
    return policy


@cache
def policies(folder: Path = VERSIONS) -> tuple[Policy, ...]:
    """Return every version in `folder`, the oldest first. Read once in the life of the program.

    Raises:
        PolicyError: a version is wrong, or its folder is not named as the day it takes effect.
    """
    if not folder.is_dir():
        raise PolicyError((f"{folder.name}: no existe. Indica la carpeta de las versiones.",))
    versions = []
    for place in sorted(path for path in folder.iterdir() if path.is_dir()):
        policy = load_policy(place)
        day = policy.version.in_force_from.isoformat()
        if place.name != day:
            where = f"{place.name}/version.yaml: in_force_from"
            remedy = "La carpeta se llama como el día en que la versión empieza a regir."
            raise PolicyError((f"{where}: dice {day}. {remedy}",))
        versions.append(policy)
    return tuple(versions)


def policy_on(day: date, folder: Path = VERSIONS) -> Policy:
    """Return the version in force on `day`: the last one that had taken effect.

    Raises:
        PolicyError: no version had taken effect on that day.
    """
    in_force = [policy for policy in policies(folder) if policy.version.in_force_from <= day]
    if not in_force:
        first = [policy.version.in_force_from.isoformat() for policy in policies(folder)][:1]
        since = f"La primera rige desde el {first[0]}." if first else "No hay ninguna versión."
        raise PolicyError((f"Ninguna política regía el {day.isoformat()}. {since}",))
    return in_force[-1]


def _read(folder: Path) -> tuple[dict[str, object], list[str]]:
    pieces: dict[str, object] = {}
    mistakes: list[str] = []
    wanted = {f"{field}.yaml": field for field in Policy.model_fields}
    for name, field in wanted.items():
        try:
            pieces[field] = _frozen(load_strict(folder / name))
        except StrictYamlError as error:
            mistakes += error.mistakes
        except OSError:
            mistakes.append(f"{name}: no se puede leer en {folder.name}. Agrega el archivo.")
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.name not in wanted:
            mistakes.append(
                f"{path.name}: no es parte de una política. Bórralo o corrige su nombre."
            )
    return pieces, mistakes


def _frozen(value: object) -> object:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return value
