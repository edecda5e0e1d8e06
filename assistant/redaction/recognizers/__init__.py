"""One small file for each kind of personal data, each with a table of examples in its test.

A recognizer is a function from a `Text` to findings. It reads the canonical text, keeps no state
and knows nothing of Presidio: the adapter (`assistant.redaction.presidio`) makes it one of
Presidio's recognizers.
"""
