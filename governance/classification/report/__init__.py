"""The classification as a document from which an auditor derives the level again by hand.

`sheet` is what goes in. `compose` turns it into a `document` that knows no format, and one small
module per format writes it: `to_markdown`, `to_html`, `to_pdf`, `to_docx`. `exchange` is the same
content for programs (JSON) and `chat` the summary that fits in a conversation. Nothing here
classifies: it only tells what the engine found and what a person decided.
"""
