"""What staff can send with one click: it builds, it states no figure, it promises nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.desk.notices.mail import MailFailure
from assistant.desk.replies import REPLIES_FILE, Replies, RepliesError, load_replies
from knowledge_base.institution import Institution

GOOD = "replies: [{id: a, title: Uno, text: 'Hola.'}]\ncrisis_protocol: 'Llama: {lines}'\n"


@pytest.fixture
def replies(institution: Institution) -> Replies:
    return load_replies(institution)


def test_every_reply_builds_with_what_the_institution_verified(replies: Replies) -> None:
    assert len(replies.replies) >= 12
    for reply in replies.replies:
        assert reply.title and reply.text and not re.search(r"[{}]", reply.title + reply.text)


def test_no_reply_states_an_amount_or_a_date_or_promises_an_act(replies: Replies) -> None:
    wrong = r"\d|\$|pesos|noviembre|te (voy a|vamos a|llamar|contestar)|mañana|en (unos|breve)"
    assert not [r.id for r in replies.replies if re.search(wrong, r.text, re.IGNORECASE)]


def test_the_crisis_protocol_gives_the_lines_of_the_institution(
    replies: Replies, institution: Institution
) -> None:
    for line in institution.emergency:
        assert f"- {line.value}: {line.use}" in replies.crisis_protocol
    for said in ("No diagnostiques", "No cierres el caso", "Avisa"):
        assert said in replies.crisis_protocol
    assert not re.search(r"[{}]", replies.crisis_protocol)


def test_a_line_that_nobody_verified_is_not_in_the_protocol(institution: Institution) -> None:
    doubtful = institution.emergency[0].model_copy(update={"verified": False, "value": "999"})
    found = load_replies(
        institution.model_copy(update={"emergency": (doubtful, *institution.emergency[1:])})
    )
    assert "999" not in found.crisis_protocol


def test_another_government_is_named_in_its_replies(institution: Institution) -> None:
    names = institution.institution.model_copy(
        update={"nombre": "Gobierno Regional de Prueba", "sigla": "GORE Prueba"}
    )
    shown = load_replies(institution.model_copy(update={"institution": names})).model_dump_json()
    assert "GORE Prueba" in shown and "Ñuble" not in shown


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("replies: [", "no se puede leer"),
        ("", "faltan o sobran claves"),
        (GOOD.replace("title", "titulo"), r"replies\.0\.title"),
        (GOOD.replace("Hola.", "Llama al {{contacto.telefono}}."), "«contacto.telefono» no existe"),
        (GOOD.replace("Hola.", "Son 3 lucas."), "a: lleva una cifra"),
        (GOOD.replace("{lines}", "131"), "faltan las líneas de ayuda"),
        (
            GOOD.replace("'Hola.'}", "'Hola.'}, {id: a, title: Dos, text: Chao}"),
            "a: está dos veces",
        ),
    ],
)
def test_a_mistake_in_the_replies_says_where(
    institution: Institution, tmp_path: Path, content: str, said: str
) -> None:
    file = tmp_path / REPLIES_FILE.name
    file.write_text(content, encoding="utf-8")
    with pytest.raises(RepliesError, match=said):
        load_replies(institution, file)


@pytest.mark.parametrize("failure", MailFailure)
def test_each_failure_of_the_mail_has_words_that_say_what_to_do(failure: MailFailure) -> None:
    assert re.search("Revisa|Pregunta", failure.words)
