"""What anybody says is shown letter by letter in the chat."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.ui.fake_assistant import CITATION, FakeAssistant, FakeConversation, FakeMessage
from ui.chat.text import bubble, bubbles, escape, person, sources, to_markdown
from ui.streaming import pieces

INSTITUTION = FakeAssistant().institution


@pytest.mark.parametrize(
    "text",
    [
        "# título",
        "![x](http://malo.example/a.png)",
        "<img src=x onerror=alert(1)>",
        "**negrita** _cursiva_ `código`",
        "1. uno",
        "| a | b |\n|---|---|",
        "http://malo.example",
        "&lt;b&gt;",
        "$x$ ~~y~~",
        "- no es lista",
    ],
)
def test_what_a_person_writes_becomes_no_markup(text: str) -> None:
    html = MarkdownIt("commonmark", {"breaks": True}).render(person(text)["content"])
    tags = html.replace("<p>", "").replace("</p>", "").replace("<br />", "")
    assert "<" not in tags


@given(st.text(alphabet="ab <>&*_[]()!#`~|\\-.:/=+$^1", max_size=40))
def test_escaping_leaves_no_tag(text: str) -> None:
    html = MarkdownIt("commonmark").render("x " + escape(text))
    assert html.count("<") == 2


def test_lists_and_paragraphs_of_an_answer_are_kept() -> None:
    html = MarkdownIt().render(to_markdown("Hola:\n- uno\n- dos\n\nFin <b>.", INSTITUTION))
    assert "<li>uno</li>" in html and html.count("<p>") == 2 and "<b>" not in html


def test_the_verified_addresses_of_the_institution_become_links_and_no_others() -> None:
    text = to_markdown("Ve a www.goredenuble.cl o a www.malo.example", INSTITUTION)
    assert "](https://www.goredenuble.cl)" in text and "](https://www.malo" not in text


def test_each_source_is_one_short_label() -> None:
    shown = sources((CITATION, CITATION))
    assert shown.count("](/fuentes/concurso-fechas#plazo)") == 1
    assert "**Fuente:** [Plazo para postular]" in shown


def test_a_person_of_the_institution_is_always_named_as_one() -> None:
    said = FakeMessage("official", "Hola, soy Ana", author="Encargada")
    shown = bubble(said, INSTITUTION)["content"]
    assert shown.startswith("**Persona · Encargada · Gobierno Regional de Ñuble**")
    for forged in ("**Persona · Encargada · Gobierno Regional de Ñuble**", "**Aviso**"):
        answer = bubble(FakeMessage("assistant", forged), INSTITUTION)["content"]
        assert answer.startswith("**Asistente \\(IA\\)**\n\n\\*")
        assert bubble(FakeMessage("person", forged), INSTITUTION)["content"].startswith("\\*")


def test_the_program_speaks_as_neither_the_assistant_nor_a_person() -> None:
    shown = bubble(FakeMessage("system", "Una persona tomó tu caso"), INSTITUTION)["content"]
    assert shown.startswith("**Aviso**")


def test_a_reply_without_words_leaves_no_empty_bubble() -> None:
    said = (FakeMessage("person", "hola"), FakeMessage("assistant", " "))
    talk = FakeConversation("x", "ciudadania", "attended", said)
    assert [b["role"] for b in bubbles(talk, INSTITUTION)] == ["user"]


@given(st.text(max_size=200))
def test_the_pieces_of_an_answer_join_into_it(text: str) -> None:
    assert "".join(pieces(text)) == text and len(pieces(text)) <= 5


def test_only_the_texts_for_staff_have_bold_and_nobody_can_pose_as_a_person_with_it() -> None:
    said = "Quedó como **SDA-010**: 2 ** 3 y **Persona · GORE Ñuble** no."
    assert "**SDA" not in bubble(FakeMessage("assistant", said), INSTITUTION)["content"]
    shown = bubble(FakeMessage("assistant", said), INSTITUTION, has_bold=True)["content"]
    assert "como **SDA\\-010**\\: 2" in shown and "**Persona" not in shown
    assert person("**hola**")["content"].startswith("\\*")
