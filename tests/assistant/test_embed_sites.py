"""The sites that may show the chat: whatever is written goes into a header, so little is let in."""

from __future__ import annotations

import pytest

from assistant.embed_sites import embed_sites


def test_nothing_written_is_no_site() -> None:
    assert embed_sites("") == embed_sites(" , ") == ()


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("https://WWW.Municipio.cl/", "https://www.municipio.cl"),
        ("https://www.municipio.cl:443", "https://www.municipio.cl"),
        ("https://www.municipio.cl:8443", "https://www.municipio.cl:8443"),
        ("https://*.gob.cl", "https://*.gob.cl"),
        ("https://ñuble.cl", "https://xn--uble-fqa.cl"),
        ("http://localhost:8000", "http://localhost:8000"),
    ],
)
def test_a_site_is_kept_as_browsers_name_it(written: str, named: str) -> None:
    assert embed_sites(f"{written}, {written}") == (named,)


@pytest.mark.parametrize(
    "written",
    [
        "*",
        "https://*",
        "https://*.cl",
        "https://www.*.cl",
        "http://www.municipio.cl",
        "www.municipio.cl",
        "https://www.municipio.cl/ruta",
        "https://www.municipio.cl?x=1",
        "https://usuario:clave@www.municipio.cl",
        "https://www.municipio.cl;script-src",
        "https://www.municipio.cl:99999",
        "https://-municipio.cl",
        "'self'",
        "null",
        "data:text/html,x",
    ],
)
def test_what_is_not_a_site_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(ValueError, match=r"Ejemplo: https://") as refused:
        embed_sites(f"https://www.tu-municipio.cl {written}")
    assert "clave" not in str(refused.value)


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(ValueError, match=r"uno.*; .*dos"):
        embed_sites("uno, https://www.tu-municipio.cl, dos")
