"""A desk of gaps on an assistant of the tests, and citizens whom only a person could answer."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from assistant.assistant import Assistant
from assistant.bootstrap import KnowledgeBase, build_gap_desk
from assistant.desk.gaps.desk import GapDesk
from assistant.settings import Settings
from governance.registers.officials import Official
from knowledge_base.current import CurrentKnowledge
from tests.assistant.desk.people import somebody

QUESTION = "¿Cuántos megas puede pesar el archivo comprimido?"
ANSWER = "El archivo comprimido puede pesar hasta diez megas."
COURTEOUS = f"Hola, buenas tardes.\n\n{ANSWER} Quedo atenta.\n\nSaludos"


def gap_desk(assistant: Assistant, folder: Path) -> GapDesk:
    """Return the desk; its documents live in `folder`, the data folder of the assistant."""
    builder = cast(CurrentKnowledge, assistant.knowledge).builder
    base = KnowledgeBase(assistant.engine, builder.embedder, builder.store, builder)
    settings = Settings(data_dir=folder)
    return build_gap_desk(settings, base, assistant.talks.redactor, assistant.log, assistant.clock)


def answered_by(
    assistant: Assistant, official: Official, question: str = QUESTION, answer: str = COURTEOUS
) -> int:
    """Return the case, closed, of somebody who asked `question` first and then for a person."""
    person = somebody(assistant)
    person.says(question)
    person.says("derivar")
    number = assistant.desk.take(official, person.case.number).number
    assistant.desk.reply(official, number, answer)
    assistant.desk.close(official, number, "resolved")
    return number
