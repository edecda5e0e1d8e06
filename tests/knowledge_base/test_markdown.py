"""Our Markdown: front matter, sections with notes, and mistakes told all at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.markdown import (
    DocumentError,
    FrontMatter,
    Rendering,
    parse_markdown,
    slug,
    with_version,
)
from knowledge_base.model import Passage
from tests.tiny_knowledge import CONTEST

FALLBACK = FrontMatter(id="nota", title="nota", source="nota.md")
RENDERING = Rendering({"tope": "$10"}, {"aviso": "Confirma.", "instructivo-2025": "Según 2025."})
HEAD = "---\nid: d\ntitle: Doc\nsource: GORE\n---\n"


def parse(text: str, rendering: Rendering = RENDERING) -> list[Passage]:
    return parse_markdown(text, "d.md", rendering, FALLBACK)[1]


def test_each_section_is_a_passage_with_its_anchor_and_notes() -> None:
    matter, passages = parse_markdown(CONTEST, "c.md", RENDERING, FALLBACK)
    assert matter.id == "concurso-prueba"
    first = passages[0]
    assert first.id == "concurso-prueba#quien" and first.section == "Quién puede postular"
    assert first.questions[0] == "quién puede postular"
    assert "preguntas" not in first.text and first.caveat == "Según 2025."
    assert str(first.valid_until) == "2026-12-31" and first.owner
    assert [p.id for p in passages if p.offer_person] == ["concurso-prueba#rendicion"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("# Título\n\nSolo un párrafo.\n", ["nota#inicio"]),
        ("Solo un párrafo.\n", ["nota#inicio"]),
        ("# T\n\n## A\n\nUno.\n", ["nota#a"]),
        (
            "# T\n\nIntro.\n\n## A\n\nUno.\n\n### A 1\n\nDos.\n",
            ["nota#inicio", "nota#a", "nota#a-1"],
        ),
        ("## A {#corto}\n\nUno.\n", ["nota#corto"]),
        ("## A\n\n## B\n\nUno.\n", ["nota#b"]),
    ],
)
def test_any_markdown_is_read(text: str, ids: list[str]) -> None:
    assert [p.id for p in parse(text)] == ids


def test_a_document_without_sections_keeps_its_front_matter() -> None:
    (passage,) = parse(HEAD + "El tope es {{tope}}.\n")
    assert (passage.id, passage.text, passage.title) == ("d#inicio", "El tope es $10.", "Doc")


def test_lines_that_end_as_in_windows_make_the_same_passages() -> None:
    assert parse(CONTEST.replace("\n", "\r\n"))[0].id == parse(CONTEST)[0].id
    assert [p.section for p in parse(CONTEST.replace("\n", "\r\n"))] == [
        p.section for p in parse(CONTEST)
    ]


def test_every_mistake_is_told_at_once() -> None:
    text = (
        "---\nid: d\nsource: GORE\nowneer: yo\n---\n"
        "## Uno {#a}\n\nVale {{nada}}.\n\n"
        "## Dos {#a}\n<!--\npregunta: [x]\n-->\n\nTexto.\n\n"
        "## Tres\n<!--\ncaveat: no-existe\n-->\n\nTexto.\n"
    )
    with pytest.raises(DocumentError) as refused:
        parse(text)
    for said in (
        "d.md",
        "title",
        "owneer",
        "{{nada}}",
        "repite el ancla «a»",
        "pregunta",
        "no-existe",
    ):
        assert said in str(refused.value)


@pytest.mark.parametrize(
    "head", ["id: [", "- uno\n- dos", "id: d\nvalid_from: ayer\ntitle: t\nsource: s"]
)
def test_a_front_matter_that_cannot_be_read_is_refused(head: str) -> None:
    with pytest.raises(DocumentError):
        parse(f"---\n{head}\n---\n## A\n\nUno.\n")


def test_a_section_may_take_the_caveat_of_its_document_back() -> None:
    head = HEAD.replace("source", "caveat: aviso\nsource")
    kept, without = parse(head + "## A\n\nUno.\n\n## B\n<!--\ncaveat: ninguno\n-->\nDos.\n")
    assert (kept.caveat, without.caveat) == ("Confirma.", "")


def test_a_section_may_be_for_another_audience_and_source() -> None:
    (passage,) = parse(HEAD + "## A\n<!--\naudience: [funcionarios]\nfuente: Ley\n-->\nUno.\n")
    assert (passage.audience, passage.source) == (("funcionarios",), "Ley")


def test_a_plain_comment_is_not_shown() -> None:
    (passage,) = parse(HEAD + "## A\n<!-- revisar esto -->\nUno.\n")
    assert passage.text == "Uno."


@pytest.mark.parametrize(
    "change",
    [
        {"text": "otro"},
        {"title": "otro"},
        {"section": "otra"},
        {"source": "otra"},
        {"caveat": "otro"},
        {"audience": ("funcionarios",)},
        {"questions": ("otra",)},
        {"offer_person": True},
    ],
)
def test_the_version_changes_with_anything_that_a_reader_could_see(
    change: dict[str, object],
) -> None:
    passage = Passage("d#a", "d", "T", "A", "texto", "GORE", ("ciudadania",))
    changed = Passage(**{**passage.__dict__, **change})
    assert with_version(changed).version != with_version(passage).version
    assert with_version(with_version(passage)) == with_version(passage)


@given(st.text())
def test_a_slug_is_stable_and_fits_an_address(text: str) -> None:
    made = slug(text)
    assert made and slug(made) == made
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@given(
    st.lists(st.sampled_from(["## Uno\n\n", "## Dos {#dos}\n\n", "Texto. ", "\n\n", "- item\n"]))
)
def test_reading_twice_gives_the_same_passages(parts: list[str]) -> None:
    text = "".join(parts)
    results: list[object] = []
    for _ in range(2):
        try:
            results.append([(p.id, p.version) for p in parse(text)])
        except DocumentError as refused:
            results.append(str(refused))
    assert results[0] == results[1]


@given(st.lists(st.text("abc ñ.", min_size=1).filter(str.strip), min_size=1, max_size=6))
def test_no_text_of_a_section_is_lost(texts: list[str]) -> None:
    body = "".join(f"## Sección {n}\n\n{text}\n\n" for n, text in enumerate(texts))
    assert [p.text for p in parse(body)] == [text.strip() for text in texts]
