"""What a run was begun with: to go on after a change would mix two assistants in one figure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError


class BegunError(Exception):
    """A run cannot be gone on with; raised when what it asks, or whom, is not what it was."""


class Begun(BaseModel):
    """The day, the code, the configuration and the suites of a run."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: str
    code: str
    configuration: Mapping[str, str]
    digests: Mapping[str, str]

    def keep(self, folder: Path) -> None:
        """Write it in a folder that begins, or check that it goes on with the same.

        Raises:
            BegunError: the folder holds observations of something else.
        """
        path = folder / "begun.json"
        if not path.exists() and (folder / "observations.jsonl").exists():
            raise BegunError(f"{folder}: no dice con qué se empezó. Empieza otra corrida.")
        if path.exists():
            try:
                before = Begun.model_validate_json(path.read_text(encoding="utf-8"))
            except ValidationError as error:
                raise BegunError(f"{path}: está dañado. Empieza otra corrida.") from error
            if changed := [
                name
                for name in Begun.model_fields
                if name != "digests" and getattr(before, name) != getattr(self, name)
            ] + [n for n, d in self.digests.items() if before.digests.get(n, d) != d]:
                raise BegunError(
                    f"{folder}: desde que se empezó cambió: {', '.join(changed)}. Empieza otra "
                    "corrida, sin --resume."
                )
            merged = self.model_copy(update={"digests": {**before.digests, **self.digests}})
            path.write_text(merged.model_dump_json(indent=1), encoding="utf-8")
            return
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(self.model_dump_json(indent=1), encoding="utf-8")
