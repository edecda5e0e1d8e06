"""The search index of one knowledge-base version, derived from the database.

Built apart in a new folder, checked, then swapped by writing a pointer: a reader sees the old
version or the new one, whole. If it does not open or fails its check, it is built again from the
database, where every vector is kept.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple
from uuid import uuid4

import numpy as np

from knowledge_base.embeddings import Embedder, Vectors
from knowledge_base.lexical import LexicalIndex
from knowledge_base.model import Passage
from knowledge_base.query_help import Glossary
from knowledge_base.store import (
    KnowledgeStore,
    Progress,
    dump_passage,
    knowledge_version,
    load_passage,
)
from knowledge_base.text import content_words, sentences
from knowledge_base.vectors import VectorIndex, VectorIndexError, VectorIndexFactory

logger = logging.getLogger(__name__)

AUDIENCES = ("ciudadania", "funcionarios")
FORMAT = 3
"""Raise it when what is written in the folder changes: older folders are then built again."""

Kind = Literal["passage", "sentence", "question"]
_KINDS: tuple[Kind, ...] = ("passage", "sentence", "question")


class IndexBroken(Exception):
    """The index of the current version cannot be used; raised when it is missing or damaged."""


@dataclass(frozen=True)
class Unit:
    """One vector of the index: a whole passage, one of its sentences, or a way to ask for it."""

    passage: int
    kind: Kind
    text: str
    is_list_item: bool = False
    terms: frozenset[str] = frozenset()
    """Stems of a sentence; empty for the other kinds."""


class Span(NamedTuple):
    """Where the units of a passage are: the passage, then its sentences, then its questions."""

    start: int
    sentences: int
    questions: int


@dataclass(frozen=True)
class Index:
    """An open index: passages, their units and vectors, and both searches."""

    version: str
    passages: tuple[Passage, ...]
    units: tuple[Unit, ...]
    spans: tuple[Span, ...]
    vectors: Vectors
    pair_lengths: Vectors
    """Length of the sum of each unit's vector and the next one's: two sentences read as one."""
    lexical: dict[str, LexicalIndex]
    lexical_ids: dict[str, tuple[int, ...]]
    terms: tuple[frozenset[str], ...]
    nearest: VectorIndex
    vocabulary: dict[str, int]


@dataclass(frozen=True)
class IndexBuilder:
    """Builds, opens and swaps the indexes under one folder."""

    folder: Path
    store: KnowledgeStore
    embedder: Embedder
    glossary: Glossary
    vector_indexes: VectorIndexFactory

    def open(self, progress: Progress = lambda done, total: None) -> Index:
        """Return the index of what the database holds now, building it when it is not there."""
        try:
            index = self._open_current()
            if index.version == knowledge_version(self.store.passages()):
                return index
            index.nearest.close()
        except IndexBroken as broken:
            logger.info("index rebuilt: %s", broken)
        return self.build(progress)

    def build(self, progress: Progress = lambda done, total: None) -> Index:
        """Build the index of what the database holds now, check it and make it the current one.

        Raises:
            VectorIndexError: the vector store cannot write; the current index stays as it was.
            OSError: the disk is full or the folder cannot be written; idem.
        """
        passages = self.store.passages()
        version = knowledge_version(passages)
        units = list(_units(passages))
        vectors = self._vectors(units, progress)
        name = f"kb-{version}-{uuid4().hex[:6]}"
        target = self.folder / name
        target.mkdir(parents=True)
        try:
            self._write(target, name, version, passages, units, vectors)
            index = self._open(target)
            _check(index)
        except BaseException:
            shutil.rmtree(target, ignore_errors=True)
            raise
        pointer = self.folder / "current.tmp"
        pointer.write_text(name, encoding="utf-8")
        os.replace(pointer, self.folder / "current")
        self._sweep(keep=name)
        return index

    def pointer(self) -> str | None:
        """Return the name of the current index, without opening it."""
        try:
            return (self.folder / "current").read_text(encoding="utf-8").strip()
        except OSError:
            return None

    def _vectors(self, units: Sequence[Unit], progress: Progress) -> Vectors:
        asked = [n for n, unit in enumerate(units) if unit.kind == "question"]
        said = [n for n, unit in enumerate(units) if unit.kind != "question"]
        total = len(units)
        parts = [
            (said, False, 0),
            (asked, True, len(said)),
        ]
        vectors: Vectors | None = None
        for numbers, as_query, offset in parts:
            found = self.store.embed(
                [units[n].text for n in numbers],
                self.embedder,
                as_query=as_query,
                progress=_shifted(progress, offset, total),
            )
            if len(numbers):
                if vectors is None:
                    vectors = np.zeros((total, found.shape[1]), np.float32)
                vectors[numbers] = found
        return vectors if vectors is not None else np.zeros((0, 1), np.float32)

    def _write(
        self,
        target: Path,
        name: str,
        version: str,
        passages: Sequence[Passage],
        units: Sequence[Unit],
        vectors: Vectors,
    ) -> None:
        with (target / "passages.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(dump_passage(p) + "\n" for p in passages)
        with (target / "units.jsonl").open("w", encoding="utf-8") as file:
            for unit in units:
                terms = self.glossary.terms(unit.text) if unit.kind == "sentence" else []
                row = [unit.passage, _KINDS.index(unit.kind), unit.text, unit.is_list_item, terms]
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        np.save(target / "vectors.npy", vectors)
        stems = [self._terms(p) for p in passages]
        (target / "terms.json").write_text(json.dumps(stems, ensure_ascii=False), encoding="utf-8")
        collections: dict[str, Sequence[int]] = {}
        for audience in AUDIENCES:
            seen = [n for n, p in enumerate(passages) if audience in p.audience]
            LexicalIndex.build([stems[n] for n in seen]).save(target / f"lexical-{audience}")
            members = set(seen)
            collections[audience] = [n for n, u in enumerate(units) if u.passage in members]
        self.vector_indexes.build(target, name, vectors, collections)
        manifest = {
            "format": FORMAT,
            "version": version,
            "embedder": self.embedder.name,
            "glossary": self._glossary_digest(),
            "passages": len(passages),
            "units": len(units),
        }
        (target / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    def _terms(self, passage: Passage) -> list[str]:
        asked = " ".join(passage.questions)
        return self.glossary.terms(
            self.glossary.expand(f"{passage.title}. {passage.section}. {passage.text} {asked}")
        )

    def _glossary_digest(self) -> str:
        return hashlib.sha256(self.glossary.model_dump_json().encode()).hexdigest()[:16]

    def _open_current(self) -> Index:
        name = self.pointer()
        if name is None:
            raise IndexBroken("there is no current index")
        target = self.folder / name
        if not name.startswith("kb-") or not target.is_dir():
            raise IndexBroken("the pointer names a folder that is not there")
        try:
            index = self._open(target)
            _check(index)
        except (OSError, ValueError, KeyError, TypeError, EOFError, VectorIndexError) as error:
            raise IndexBroken(f"{name}: {type(error).__name__}: {error}") from error
        return index

    def _open(self, target: Path) -> Index:
        manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
        expected = (FORMAT, self.embedder.name, self._glossary_digest())
        if (manifest["format"], manifest["embedder"], manifest["glossary"]) != expected:
            raise ValueError("built with another format, model or glossary")
        with (target / "passages.jsonl").open(encoding="utf-8") as file:
            passages = tuple(load_passage(line) for line in file)
        with (target / "units.jsonl").open(encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        units = tuple(Unit(p, _KINDS[k], text, item, frozenset(t)) for p, k, text, item, t in rows)
        vectors: Vectors = np.load(target / "vectors.npy")
        terms = json.loads((target / "terms.json").read_text(encoding="utf-8"))
        if (len(passages), len(units)) != (manifest["passages"], manifest["units"]) or len(
            vectors
        ) != len(units):
            raise ValueError("counts differ from the manifest")
        return Index(
            version=manifest["version"],
            passages=passages,
            units=units,
            spans=_spans(units, len(passages)),
            vectors=vectors,
            pair_lengths=_pair_lengths(vectors),
            lexical={a: LexicalIndex.load(target / f"lexical-{a}") for a in AUDIENCES},
            lexical_ids={
                a: tuple(n for n, p in enumerate(passages) if a in p.audience) for a in AUDIENCES
            },
            terms=tuple(map(frozenset, terms)),
            nearest=self.vector_indexes.open(target, target.name),
            vocabulary=_vocabulary(passages),
        )

    def _sweep(self, keep: str) -> None:
        """Remove older indexes; the last one stays a while for readers that still have it open."""
        others = sorted(
            (f for f in self.folder.glob("kb-*") if f.name != keep), key=lambda f: f.stat().st_mtime
        )
        for folder in others[:-1]:
            shutil.rmtree(folder, ignore_errors=True)


def _units(passages: Sequence[Passage]) -> Iterator[Unit]:
    for number, passage in enumerate(passages):
        named = passage.section and passage.section != passage.title and passage.page is None
        heading = f"{passage.title}. {passage.section}. " if named else ""
        yield Unit(number, "passage", heading + passage.text)
        for piece in sentences(passage.text):
            yield Unit(number, "sentence", piece.text, piece.is_list_item)
        for question in dict.fromkeys([*passage.questions, *([passage.section] if named else [])]):
            yield Unit(number, "question", question)


def _spans(units: Sequence[Unit], passages: int) -> tuple[Span, ...]:
    counts = [Counter[Kind]() for _ in range(passages)]
    for unit in units:
        counts[unit.passage][unit.kind] += 1
    spans, start = [], 0
    for count in counts:
        spans.append(Span(start, count["sentence"], count["question"]))
        start += count.total()
    return tuple(spans)


def _pair_lengths(vectors: Vectors) -> Vectors:
    if len(vectors) < 2:
        return np.ones(len(vectors), np.float32)
    together = np.einsum("ij,ij->i", vectors[:-1], vectors[1:])
    lengths: Vectors = np.sqrt(np.maximum(2 + 2 * together, 1e-6)).astype(np.float32)
    return lengths


def _vocabulary(passages: Sequence[Passage]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for passage in passages:
        counts.update(content_words(f"{passage.title} {passage.section} {passage.text}"))
    return dict(counts)


def _check(index: Index) -> None:
    """Ask the index for vectors that it holds; it must find them."""
    for audience, numbers in index.lexical_ids.items():
        if not numbers:
            continue
        for passage in {numbers[0], numbers[len(numbers) // 2], numbers[-1]}:
            unit = index.spans[passage].start
            found = index.nearest.nearest(audience, index.vectors[unit], 10)
            best = max((float(index.vectors[n] @ index.vectors[unit]) for n in found), default=0.0)
            if best < 0.99:
                raise ValueError("the vector index does not find its own passages")


def _shifted(progress: Progress, offset: int, total: int) -> Callable[[int, int], None]:
    return lambda done, _part: progress(offset + done, total)
