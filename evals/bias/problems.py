"""What is wrong with the data or the map, told all at once to whoever brought them."""

from __future__ import annotations


class DataProblem(Exception):
    """The evaluation cannot be made; raised with every mistake found, in words for an official.

    The words name columns, lines and numbers, never the content of a row.
    """

    def __init__(self, *mistakes: str) -> None:
        """Keep the mistakes apart as well: what, where, what to do."""
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes
