"""Word lists as people write them: phrases between commas, which become one pattern."""

from __future__ import annotations


def any_phrase(phrases: str) -> str:
    r"""Return a pattern that matches any of the phrases, longest first, as whole words.

    Phrases are folded and go between commas; «@» stands for the endings o, a, os and as. What else
    a regular expression may hold is allowed, save commas and spaces that mean themselves.

    >>> any_phrase("sord@, crisis de panico")
    '(?:crisis\\sde\\spanico|sord[oa]s?)(?!\\w)'
    """
    listed = [" ".join(phrase.split()) for phrase in phrases.split(",")]
    longest_first = sorted(filter(None, listed), key=len, reverse=True)
    pattern = "|".join(longest_first).replace("@", "[oa]s?").replace(" ", r"\s")
    return rf"(?:{pattern})(?!\w)"
