"""One turn of conversation: redact, understand, route, retrieve, draft, verify, record, hand off.

Start at `bootstrap.build`, which wires everything and holds the list of steps; `turn.Turn` is what
the steps hand on; `assistant.Assistant` is what the interfaces see.
"""
