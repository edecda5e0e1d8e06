"""The passages that every peer searches and their vectors, as files that any process can read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge_base.embeddings import Vectors


@dataclass(frozen=True)
class Corpus:
    """Passages by position: id, text and vector; `facts` of each by id."""

    version: str
    ids: tuple[str, ...]
    texts: tuple[str, ...]
    facts: Mapping[str, tuple[str, ...]]
    vectors: Vectors

    def save(self, folder: Path) -> None:
        """Write it in `folder`."""
        rows = {"version": self.version, "ids": self.ids, "texts": self.texts, "facts": self.facts}
        text = json.dumps(dict(rows), ensure_ascii=False)
        (folder / "corpus.json").write_text(text, encoding="utf-8")
        np.save(folder / "corpus.npy", self.vectors)


def load_corpus(folder: Path) -> Corpus:
    """Return what `save` wrote."""
    rows = json.loads((folder / "corpus.json").read_text(encoding="utf-8"))
    return Corpus(
        version=rows["version"],
        ids=tuple(rows["ids"]),
        texts=tuple(rows["texts"]),
        facts={passage: tuple(facts) for passage, facts in rows["facts"].items()},
        vectors=np.load(folder / "corpus.npy"),
    )
