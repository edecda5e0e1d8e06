"""`docs/api.md` names every address and every problem of the API, and none that is not there."""

from __future__ import annotations

import re
from pathlib import Path

from fastapi.testclient import TestClient

from ui.problems import KINDS

DOCS = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def test_the_documentation_names_every_problem() -> None:
    named = {
        (int(status), kind) for status, kind in re.findall(r"\| (\d{3}) \| `([\w-]+)` \|", DOCS)
    }
    assert named == {(kind.status, name) for name, kind in KINDS.items()}


def test_the_documentation_names_every_address(client: TestClient) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    served = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    written = re.findall(r"`([A-Z]+) /api/v1(/[\w/{}-]+)`", DOCS)
    assert {(m, _plain(path)) for m, path in written} == {(m, _plain(path)) for m, path in served}


def _plain(path: str) -> str:
    return re.sub(r"\{\w+\}", "{}", path)
