"""«¿Te sirvió?» as the pages and the API ask it."""
