"""The page where a person follows their own case with its folio, and what the chat says of it."""
