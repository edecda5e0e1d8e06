"""What the page asks for to offer things to do with each answer."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.desk.feedback.rating import MAX_COMMENT
from assistant.turn import Outcome
from tests.ui.fake_assistant import CITATION, FakeAssistant, FakeMessage, Serve
from ui.chat.messages import UNRATED, can_rate
from ui.chat.text import bubbles
from ui.feedback.words import REASONS

SCRIPT = Path(__file__).parents[2] / "ui" / "static" / "answers.js"
ASKED = "/vivo/mensajes"


def said(client: TestClient, conversation_id: str) -> list[dict[str, Any]]:
    response = client.post(ASKED, json={"conversation": conversation_id})
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    found: list[dict[str, Any]] = response.json()["messages"]
    return found


def add(assistant: FakeAssistant, conversation_id: str, *messages: FakeMessage) -> None:
    found = assistant.conversation(conversation_id)
    new = replace(found, messages=(*found.messages, *messages))
    assistant.kept[conversation_id] = new


def test_the_messages_are_those_that_the_page_shows_in_its_order(
    client: TestClient, assistant: FakeAssistant
) -> None:
    talk = assistant.start("ciudadania", "web").id
    assistant.reply(talk, "¿hasta cuándo?", "web")
    blank, person = FakeMessage("assistant", "  ", id=8), FakeMessage("official", "Hola.", id=9)
    add(assistant, talk, blank, person)
    messages = said(client, talk)
    shown = bubbles(assistant.conversation(talk), assistant.institution)
    assert [m["role"] for m in messages] == ["assistant", "person", "assistant", "official"]
    assert len(messages) == len(shown)
    assert [m["id"] for m in messages] == [1, 2, 3, 9]
    assert messages[1]["text"] == "¿hasta cuándo?"
    assert messages[2]["citations"] == [
        {
            "title": CITATION.title,
            "section": CITATION.section,
            "source": CITATION.source,
            "url": CITATION.url,
            "quote": CITATION.quote,
        }
    ]


def test_only_a_recorded_answer_of_the_assistant_can_be_rated(
    client: TestClient, assistant: FakeAssistant
) -> None:
    talk = assistant.start("ciudadania", "web").id
    assistant.reply(talk, "¿hasta cuándo?", "web")
    add(assistant, talk, FakeMessage("official", "Hola.", id=9, decision_id="d-9"))
    assert [m["can_rate"] for m in said(client, talk)] == [False, False, True, False]


@pytest.mark.parametrize("outcome", sorted(UNRATED))
def test_nobody_is_asked_what_they_think_of_words_for_a_crisis_or_a_greeting(
    outcome: Outcome,
) -> None:
    answer = FakeMessage("assistant", "Hola.", outcome=outcome, decision_id="d-1")
    assert not can_rate(answer)
    assert can_rate(replace(answer, outcome=Outcome.ABSTAINED_NO_EVIDENCE))


def test_what_the_person_thought_is_told_again(
    client: TestClient, assistant: FakeAssistant
) -> None:
    talk = assistant.start("ciudadania", "web").id
    for _ in range(3):
        assistant.reply(talk, "¿hasta cuándo?", "web")
    answers = [m["id"] for m in said(client, talk) if m["can_rate"]]
    assistant.feedback.rate(talk, answers[0], True)
    assistant.feedback.rate(talk, answers[1], False, "otra")
    rated = {m["id"]: m["rated"] for m in said(client, talk)}
    assert [rated[answer] for answer in answers] == [True, False, None]


def test_a_source_that_is_not_of_ours_is_left_out(
    client: TestClient, assistant: FakeAssistant
) -> None:
    talk = assistant.start("ciudadania", "web").id
    foreign = replace(CITATION, url="javascript:alert(1)")
    add(assistant, talk, FakeMessage("assistant", "Hola.", citations=(foreign, CITATION), id=2))
    assert [c["url"] for c in said(client, talk)[-1]["citations"]] == [CITATION.url]


def test_a_conversation_of_staff_or_of_nobody_is_not_told(
    client: TestClient, assistant: FakeAssistant
) -> None:
    staff = assistant.start("funcionarios", "web").id
    for conversation in (staff, "nada"):
        response = client.post(ASKED, json={"conversation": conversation})
        assert response.status_code == 404
        assert "concurso" not in response.text.casefold()


@pytest.mark.parametrize("body", ["", "[]", '{"conversation": 3}', '{"conversation": "a", "x": 1}'])
def test_what_is_no_request_is_refused_in_words(client: TestClient, body: str) -> None:
    response = client.post(ASKED, content=body)
    assert response.status_code == 422
    assert response.json()["title"]


def test_another_site_gets_nothing(client: TestClient, assistant: FakeAssistant) -> None:
    talk = assistant.start("ciudadania", "web").id
    headers = {"Sec-Fetch-Site": "cross-site"}
    response = client.post(ASKED, json={"conversation": talk}, headers=headers)
    assert response.status_code == 403


def test_who_asks_too_often_is_told_when_to_come_back(serve: Serve) -> None:
    client = serve(rate_limit=1)
    codes = [client.post(ASKED, json={"conversation": "x"}).status_code for _ in range(12)]
    assert codes[0] == 404 and codes[-1] == 429
    assert int(client.post(ASKED, json={"conversation": "x"}).headers["retry-after"]) > 0


def test_a_failure_says_nothing_of_the_conversation(
    client: TestClient, assistant: FakeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    talk = assistant.start("ciudadania", "web").id
    assistant.cannot_record = True
    response = client.post(ASKED, json={"conversation": talk})
    assert response.status_code == 500
    assert talk not in response.text + caplog.text and "secreto" not in response.text


def test_the_page_offers_every_reason_that_can_be_kept_and_no_other() -> None:
    listed = SCRIPT.read_text().split("REASONS = [")[1].split("];")[0]
    assert dict(re.findall(r'\["(\w+)", "([^"]+)"\]', listed)) == REASONS
    assert f"MOST_COMMENT = {MAX_COMMENT}," in SCRIPT.read_text()
