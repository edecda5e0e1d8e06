"""Guided interviews: one engine over YAML, for whatever is asked question by question.

A definition (`definition`) says what is asked, when and in which words. An interview (`state`) is
what one person has answered so far. A move (`moves`) is what that person just did; applying it
gives the next interview. `flow` says which questions are open, `prompt` gives the words to show,
`migrate` carries a paused interview to a newer definition.

Nothing here understands free text, keeps a database or knows the policy: `assistant.interviewing`
turns what people write into moves, and whoever reads the answers draws the conclusions.
"""
