"""Telling staff by e-mail that somebody waits: an outbox, the letters, and who sends them."""
