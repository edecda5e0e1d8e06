"""What Gradio is sent and cannot use: nothing of it is printed, nor comes back."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from ui.chat.quiet import BROKEN

CANARY = "mi rut es 12.345.678-5"
ADDRESSES = ("/gradio_api/run/predict", "/gradio_api/queue/join")


def say_without_all_data(client: TestClient) -> int:
    """Return the function of the page that takes two data and no queue."""
    config = client.get("/config").json()
    return next(
        int(function["id"])
        for function in config["dependencies"]
        if len(function["inputs"]) == 1 and not function["queue"]
    )


def test_an_error_of_the_page_is_told_in_words_and_printed_by_no_one(
    client: TestClient, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    function = say_without_all_data(client)
    body: dict[str, Any] = {"data": [], "fn_index": function, "event_data": CANARY}
    answer = client.post(ADDRESSES[0], json=body)
    assert answer.status_code == 500
    assert answer.json()["error"] == BROKEN
    assert "página: ValueError" in caplog.text
    printed = capfd.readouterr()
    assert "Traceback" not in printed.out + printed.err
    assert CANARY not in printed.out + printed.err + caplog.text


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("body", [CANARY, [CANARY], {"data": {CANARY: CANARY}}, {CANARY: CANARY}])
def test_a_body_that_gradio_refuses_does_not_come_back(
    client: TestClient, address: str, body: object
) -> None:
    answer = client.post(address, json=body)
    assert answer.status_code >= 400
    assert CANARY not in answer.text
    if answer.status_code < 500:
        assert answer.headers["content-type"] == "application/problem+json"
