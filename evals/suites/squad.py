"""A public set in SQuAD format (XQuAD-es…), through our ingestion and retrieval, from any path.

Each paragraph becomes a text document. Measured: whether the right paragraph comes first and among
the first five; whether the confidence tells questions whose paragraph is there from those whose
paragraph was withdrawn (AUROC); whether the gold answer is inside what would be shown.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sklearn.metrics import roc_auc_score

from assistant.bootstrap import build_knowledge_base
from assistant.confidence import Calibration
from assistant.draft import ExtractiveComposer
from assistant.settings import Settings
from knowledge_base.query_help import load_glossary, spanish_words
from knowledge_base.retrieval import Retriever
from knowledge_base.store import Progress
from knowledge_base.text import fold


@dataclass(frozen=True)
class SquadResult:
    """Shares in [0, 1] over `questions` questions on `paragraphs` paragraphs."""

    paragraphs: int
    questions: int
    first: float
    among_five: float
    auroc: float
    shown: float


class SquadError(Exception):
    """A public set cannot be used; raised when the file is not there or is not SQuAD."""


def read_squad(path: Path) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """Return every paragraph with its questions and their answers.

    Raises:
        SquadError: the file is not there, or it is not SQuAD JSON with answered questions.
    """
    try:
        articles = json.loads(path.read_text(encoding="utf-8"))["data"]
        paragraphs = [
            (
                paragraph["context"],
                [
                    (qa["question"], [a["text"] for a in qa["answers"]])
                    for qa in paragraph["qas"]
                    if qa["answers"]
                ],
            )
            for article in articles
            for paragraph in article["paragraphs"]
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SquadError(
            f"{path}: no es un conjunto SQuAD ({type(error).__name__}). Debe ser un JSON con "
            "«data» → «paragraphs» → «context» y «qas», como XQuAD."
        ) from error
    if not any(questions for _, questions in paragraphs):
        raise SquadError(f"{path}: ninguna pregunta tiene respuesta")
    return paragraphs


def run_squad(path: Path, calibration: Calibration, progress: Progress) -> SquadResult:
    """Return the measures of the set in `path` (SQuAD JSON).

    Raises:
        SquadError: the file cannot be used.
    """
    paragraphs = read_squad(path)
    asked: list[tuple[str, str, list[str]]] = []
    with tempfile.TemporaryDirectory() as folder:
        documents = Path(folder) / "documents"
        documents.mkdir()
        for number, (context, questions) in enumerate(paragraphs):
            name = f"p{number:04d}"
            (documents / f"{name}.txt").write_text(context, encoding="utf-8")
            asked += [(question, name, answers) for question, answers in questions]
        settings = Settings(data_dir=Path(folder) / "data", documents=(documents,))
        base = build_knowledge_base(settings)
        base.ingest([documents], settings, progress)
        retriever = Retriever(base.builder.open(), base.embedder, load_glossary(), spanish_words())
        composer = ExtractiveComposer()
        first = five = shown = 0
        present, absent = [], []
        for question, name, answers in asked:
            found = retriever.search(retriever.read(question), "ciudadania", date.today(), k=9)
            ids = [e.passage.document_id for e in found]
            first += ids[0] == name
            five += name in ids[:5]
            present.append(calibration.probability(found[:8]))
            absent.append(
                calibration.probability([e for e in found if e.passage.document_id != name][:8])
            )
            draft = composer.compose(question, found)
            text = fold(" ".join(s.text for s in draft.sentences)) if draft else ""
            shown += any(fold(answer) in text for answer in answers)
    total = len(asked)
    auroc = roc_auc_score([1] * total + [0] * total, present + absent)
    return SquadResult(
        len(paragraphs), total, first / total, five / total, float(auroc), shown / total
    )
