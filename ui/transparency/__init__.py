"""What anybody may know of the assistant: public pages that are plain, fast and printable.

Everything is read from what governs the assistant (the registers, the log, the settings, the
knowledge base) and nothing is typed again: a page that disagreed with the program would be a lie.
Nobody enters, nothing is posted and no cookie is set. What is read is remembered for some minutes.
"""
