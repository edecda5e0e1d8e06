"""What the institution decided, and the proof of what its assistant did with it.

Knows nothing of the assistant: it is given primitive values and keeps them. Start reading at
`decision_log`, which says what is recorded of every turn, and `chain`, which says why nobody can
change it unseen.
"""
