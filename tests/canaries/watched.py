"""The program in a process of its own, with its doors watched and its steps made to break.

`python -m tests.canaries.watched ARGUMENTS…` does what `asistente ARGUMENTS…` does; several
commands, separated by `+`, run one after the other. Whatever any library would log is written, even
what only concerns its authors. Every place that it connects to is written down, and only this
machine can be reached. The chat model is one that sends what it is given to a server of the tests.
A text that names a part of the program («quiebre retrieve») makes that part fail, with an error
that quotes all it was given and what the person wrote.
"""

from __future__ import annotations

import ipaddress
import logging
import os
import sys
import threading
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

NOTES, PROVIDER = "CANARIOS_NOTAS", "CANARIOS_MODELO"
"""Variables that say where to note connections and breaks, and where the chat model is."""

BREAKS = {
    "analyzer": ("assistant.redaction.presidio", "PresidioAnalyzer", "find"),
    "redact": ("assistant.redact", "Redact", "__call__"),
    "understand": ("assistant.understand", "Understand", "__call__"),
    "route": ("assistant.route", "Route", "__call__"),
    "decline": ("assistant.retrieve", "Decline", "__call__"),
    "retrieve": ("assistant.retrieve", "Retrieve", "__call__"),
    "compose": ("assistant.draft", "Compose", "__call__"),
    "verify": ("assistant.verify", "Verify", "__call__"),
    "routes": ("assistant.route", "Routes", "deciding"),
    "reply": ("assistant.assistant", "Assistant", "reply"),
    "recorder": ("assistant.recording", "Recorder", "append"),
    "conversations": ("assistant.conversations", "Conversations", "add"),
    "waiting": ("assistant.desk.waiting", "WaitingRoom", "leave"),
    "desk": ("assistant.desk.desk", "Desk", "reply"),
    "citizen": ("assistant.desk.citizen", "CitizenDesk", "ask"),
}
"""What can be made to break, by the word that breaks it."""

_written = threading.local()


class SendingModel(BaseChatModel):
    """A chat model in another process: it sends what it is given, and answers nothing useful."""

    url: str

    @property
    def _llm_type(self) -> str:
        return "canarios"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        """Return itself: it has no use for tools."""
        return self

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        said = [str(message.content) for message in messages]
        httpx.post(self.url, json=said, timeout=5)
        call = {"name": "WrittenAnswer", "args": {"sentences": []}, "id": "1"}
        return ChatResult(generations=[ChatGeneration(message=AIMessage("", tool_calls=[call]))])


def main() -> None:
    """Run the commands of the line; the last exit code is that of the process."""
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    logging.getLogger("sqlalchemy").setLevel(logging.DEBUG)
    sys.addaudithook(_watch())
    for word, (module, owner, name) in BREAKS.items():
        _make_breakable(word, getattr(__import__(module, fromlist=[owner]), owner), name)
    code: Any = 0
    with patch("langchain.chat_models.init_chat_model", _build_model):
        from ui.cli import app

        for arguments in _commands(sys.argv[1:]):
            sys.argv[1:] = arguments
            try:
                app()
            except SystemExit as ended:
                code = ended.code
    sys.exit(code)


def _commands(arguments: list[str]) -> list[list[str]]:
    commands: list[list[str]] = [[]]
    for argument in arguments:
        if argument == "+":
            commands.append([])
        else:
            commands[-1].append(argument)
    return commands


def _build_model(*args: Any, **kwargs: Any) -> BaseChatModel:
    return SendingModel(url=os.environ[PROVIDER])


def _note(what: str) -> None:
    with Path(os.environ[NOTES]).open("a", encoding="utf-8") as notes:
        notes.write(f"{what}\n")


def _watch() -> Callable[[str, tuple[Any, ...]], None]:
    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event in ("socket.connect", "socket.sendto"):
            address = given[1]
        elif event == "socket.getaddrinfo":
            address = given[0], given[1]
        else:
            return
        _note(f"{event} {address}")
        if isinstance(address, tuple) and not _is_here(address[0]):
            raise OSError("the tests let nothing out")

    return hook


def _is_here(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode()
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _make_breakable(word: str, owner: type, name: str) -> None:
    intact = getattr(owner, name)

    @wraps(intact)
    def breakable(self: Any, *args: Any, **kwargs: Any) -> Any:
        given = repr((args, kwargs))
        if word == "reply":
            _written.text = given
        if f"quiebre {word}" in given:
            _note(f"broken {word}")
            try:
                raise ValueError(f"no se entiende {given}")
            except ValueError as error:
                raise RuntimeError(f"{word}: {getattr(_written, 'text', '')}") from error
        return intact(self, *args, **kwargs)

    setattr(owner, name, breakable)


if __name__ == "__main__":
    main()
