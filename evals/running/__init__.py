"""How cases are asked: a place of their own to work, processes in parallel, and what was observed.

Asking and judging are separate steps: what is written down here can be scored again, later and by
others, without the assistant.
"""
