"""«¿Te sirvió?» on the page of citizens: what is kept, what is answered, what is refused."""

from __future__ import annotations

import logging
from dataclasses import replace
from threading import current_thread
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from assistant.desk.feedback.desk import CommentNotKept
from assistant.desk.feedback.rating import REASONS
from tests.ui.fake_assistant import FakeAssistant, Serve
from tests.ui.fake_feedback import FakeFeedback, Rated
from ui.feedback.rating import LONGEST
from ui.feedback.words import REASONS as REASON_WORDS
from ui.feedback.words import THANKS
from ui.workers import TooBusy, Workers

ADDRESS = "/vivo/opinion"


@pytest.fixture
def talk(client: TestClient, assistant: FakeAssistant) -> str:
    """Return a conversation whose third message is an answer."""
    new = assistant.start("ciudadania", "web")
    assistant.reply(new.id, "¿Hasta cuándo puedo postular?", "web")
    return new.id


def send(client: TestClient, talk: str, message: object = 3, **more: Any) -> Response:
    body = {"conversation": talk, "message": message, "useful": False, **more}
    return client.post(ADDRESS, json=body)


def test_an_opinion_is_kept_and_the_words_say_where_it_goes(
    client: TestClient, assistant: FakeAssistant, talk: str
) -> None:
    told = send(client, talk, reason="falta_informacion", comment="No dice el monto")
    assert (told.status_code, told.json()) == (200, {"words": THANKS})
    assert told.headers["cache-control"] == "no-store" and "set-cookie" not in told.headers
    kept = Rated(False, "falta_informacion", "No dice el monto")
    assert assistant.ratings == {talk: {3: kept}}
    send(client, talk, useful=True)
    assert assistant.feedback.rated(talk) == {3: True}


def test_the_thanks_promise_no_answer_and_no_reader() -> None:
    assert "no te van a contestar" in THANKS and "«derivar»" in THANKS
    assert "leerá" not in THANKS and "lo lee" not in THANKS.lower()


def test_each_reason_has_its_words() -> None:
    assert tuple(REASON_WORDS) == REASONS


def test_what_is_sent_wrong_is_told_in_words_that_repeat_nothing(
    client: TestClient, assistant: FakeAssistant, talk: str
) -> None:
    for told, status in (
        (send(client, talk, message="secreto"), 422),
        (send(client, talk, message=0), 422),
        (send(client, talk, useful="secreto"), 422),
        (send(client, talk, reason="secreto"), 422),
        (send(client, talk, comment="secreto " * 1000), 413),
        (send(client, talk, comment="secreto " * 70), 413),
        (send(client, talk, secreto=1), 422),
        (send(client, "secreto\x00"), 422),
        (send(client, "secreto"), 404),
        (send(client, talk, message=1), 409),
        (send(client, talk, message=2), 409),
        (client.post(ADDRESS, content=b"secreto"), 422),
    ):
        assert told.status_code == status and len(told.json()["words"]) > 40
        assert "secreto" not in told.text
    assert assistant.ratings == {}


def test_a_conversation_of_staff_is_not_rated_from_outside(
    client: TestClient, assistant: FakeAssistant
) -> None:
    new = assistant.start("funcionarios", "web")
    assistant.reply(new.id, "hola", "web")
    assert send(client, new.id).status_code == 404 and assistant.ratings == {}


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_send_nothing(
    client: TestClient, assistant: FakeAssistant, talk: str, site: str
) -> None:
    body = {"conversation": talk, "message": 3, "useful": True}
    told = client.post(ADDRESS, json=body, headers={"Sec-Fetch-Site": site})
    assert told.status_code == 403 and "otro sitio" in told.json()["words"]
    assert assistant.ratings == {}


def test_a_comment_that_was_not_kept_is_told(
    client: TestClient, assistant: FakeAssistant, talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_comment(*_: object) -> None:
        raise CommentNotKept("Guardamos tu opinión, pero no tu comentario.")

    monkeypatch.setattr(FakeFeedback, "rate", without_comment)
    told = send(client, talk, comment="Mi vecina")
    assert told.status_code == 200 and "no tu comentario" in told.json()["words"]


def test_who_says_that_they_are_in_danger_gets_the_lines_even_if_nothing_is_kept(
    client: TestClient, assistant: FakeAssistant, talk: str
) -> None:
    words = send(client, talk, comment="me quiero matar").json()["words"]
    assert "4141" in words and words.endswith(THANKS)
    assistant.cannot_record = True
    broken = send(client, talk, comment="me quiero matar")
    assert broken.status_code == 500 and "4141" in broken.json()["words"]


def test_a_comment_of_any_length_is_read_for_danger_only_as_far_as_a_message_may_go(
    client: TestClient, assistant: FakeAssistant, talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[int, str]] = []

    def watched(text: str) -> str:
        read.append((len(text), current_thread().name))
        return "4141" if "matar" in text else ""

    beside = replace(assistant.feedback, emergency=watched)
    monkeypatch.setitem(vars(assistant), "feedback", beside)
    told = send(client, talk, comment="me quiero matar " * 3500)
    assert told.status_code == 413 and told.json()["words"].startswith("4141")
    assert "56000 caracteres y el máximo es 500" in told.json()["words"]
    ((length, thread),) = read
    assert length == LONGEST and thread.startswith("turno"), "not on the loop that listens"


def test_when_nobody_can_read_a_comment_where_to_call_goes_first(
    client: TestClient, talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise TooBusy

    monkeypatch.setattr(Workers, "run", full)
    told = send(client, talk, comment="me quiero matar")
    assert told.status_code == 503 and told.json()["words"].startswith("Si estás en peligro")
    assert told.headers["retry-after"]


def test_records_that_are_out_of_reach_are_told_and_nothing_of_the_comment_is_logged(
    client: TestClient, assistant: FakeAssistant, talk: str, caplog: pytest.LogCaptureFixture
) -> None:
    assistant.cannot_record = True
    with caplog.at_level(logging.DEBUG):
        told = send(client, talk, comment="Mi vecina Rosa")
    assert told.status_code == 500 and "inténtalo otra vez" in told.json()["words"]
    assert "Rosa" not in caplog.text and talk not in caplog.text


def test_too_many_opinions_from_one_place_wait(serve: Serve) -> None:
    client = serve(rate_limit=2)
    codes = [send(client, "no-existe").status_code for _ in range(3)]
    last = send(client, "no-existe")
    assert codes == [404, 404, 429] and int(last.headers["retry-after"]) >= 1
    assert "Espera" in last.json()["words"] and "4141" not in last.json()["words"]
    assert send(client, "no-existe", comment="me quiero matar").json()["words"].index("4141") < 150
