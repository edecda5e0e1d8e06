"""One rating as somebody sent it, kept, with the words that they get."""

from __future__ import annotations

from assistant.desk.feedback.desk import CommentNotKept, FeedbackDesk
from assistant.desk.feedback.rating import Reason
from ui.feedback.words import THANKS

LONGEST = 2000
"""Characters of a comment in which danger is looked for: as many as the longest message may have,
because what is longer was not written by a person, and reading it takes a second."""


def keep_rating(
    feedback: FeedbackDesk,
    conversation_id: str,
    message_id: int,
    is_useful: bool,
    reason: Reason | None,
    comment: str,
) -> str:
    """Return what to tell the person, once their rating is kept.

    Raises what `FeedbackDesk.rate` does, but for `CommentNotKept`, which is told in the words.
    """
    try:
        feedback.rate(conversation_id, message_id, is_useful, reason, comment)
    except CommentNotKept as error:
        return str(error)
    return THANKS


def with_help(feedback: FeedbackDesk, comment: str, words: str) -> str:
    """Return the words for who sent a comment: nobody answers one, so that danger goes first.

    It reads the comment, which takes a while: not for the loop that listens.
    """
    return "\n\n".join(filter(None, (feedback.emergency(comment[:LONGEST]), words)))
