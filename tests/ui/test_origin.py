"""Which requests are of our own pages, in browsers that say it and in older ones."""

from __future__ import annotations

import pytest
from fastapi import Request

from ui.origin import is_ours

HOST = ("host", "asistente.example")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([("sec-fetch-site", "same-origin")], True),
        ([("sec-fetch-site", "none")], True),
        ([("sec-fetch-site", "same-site")], False),
        ([("sec-fetch-site", "cross-site"), ("origin", "https://asistente.example")], False),
        ([], True),
        ([("origin", "https://asistente.example")], True),
        ([("origin", "null")], True),  # what a page of ours sends, which tells no address
        ([("origin", "https://otro.example")], False),
        ([("origin", "https://asistente.example.otro.example")], False),
        ([("origin", "https://dentro.example"), ("x-forwarded-host", "dentro.example")], True),
        ([("origin", "nada")], False),
    ],
)
def test_another_site_does_nothing_for_who_visits_it(
    headers: list[tuple[str, str]], expected: bool
) -> None:
    raw = [(name.encode(), value.encode()) for name, value in [HOST, *headers]]
    assert is_ours(Request({"type": "http", "headers": raw})) is expected
