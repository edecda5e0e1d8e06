"""What the assistant may know: documents, figures, ingestion, passages, stores and search.

Documents are in `documents/`, the figures they state in `data/`, the institution in
`institution.yaml`. `ingest` turns files into a version; `retrieval` searches it.
"""
