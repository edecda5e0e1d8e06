"""The hunt itself: a canary is found in whatever form it was left, and nothing else is."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest

from tests.canaries.canary import KINDS, Nest
from tests.canaries.hunt import told, traces

FORMS: dict[str, Callable[[str], bytes]] = {
    "as written": str.encode,
    "lower case": lambda text: text.lower().encode(),
    "capitals": lambda text: text.upper().encode(),
    "JSON": lambda text: json.dumps({"text": text}).encode(),
    "HTML": lambda text: html.escape(text).encode("ascii", "xmlcharrefreplace"),
    "address": lambda text: f"/caso?q={quote(text)}&x=1".encode(),
    "form": lambda text: f"texto={quote_plus(text)}".encode(),
    "base64": lambda text: base64.b64encode(f"x{text}".encode()),
    "base64 of addresses": lambda text: base64.urlsafe_b64encode(f"xy{text}".encode()),
    "among other bytes": lambda text: b"\x00\xff\x81" + text.encode() + b"\x00\xfe",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_canary_is_found_in_whatever_form_it_was_left(form: str) -> None:
    nest = Nest()
    for n in range(6):
        nest.about(f"entrada {n}")
    for canary in nest.planted:
        assert canary in traces(FORMS[form](f"Sepa: {canary.written}."), nest.planted), canary


@pytest.mark.parametrize("kind", ("rut", "phone", "account"))
def test_its_figures_alone_are_found(kind: str) -> None:
    nest = Nest()
    nest.value("entrada", kind)
    (canary,) = nest.planted
    assert traces(f"hay {canary.digits}.".encode(), nest.planted) == [canary]


def test_no_two_canaries_are_taken_for_each_other() -> None:
    nest = Nest()
    for n in range(120):
        nest.about(f"entrada {n}", *(kind for kind in KINDS if kind != "health"))
    for canary in nest.planted[:: len(nest.planted) // 90]:
        assert traces(canary.written.encode(), nest.planted) == [canary]


def test_what_was_masked_is_no_trace() -> None:
    nest = Nest()
    nest.about("entrada")
    kept = (
        b"me llamo [NOMBRE_1], mi rut es [RUT_1], el 21 de noviembre de 2026 a las 15:00:00.123456"
    )
    assert traces(kept, nest.planted) == []


def test_what_leaked_is_told_without_its_value() -> None:
    nest = Nest()
    text = nest.about("pregunta", "rut", "name")
    assert told(traces(text.encode(), nest.planted)) == ["pregunta: name", "pregunta: rut"]
