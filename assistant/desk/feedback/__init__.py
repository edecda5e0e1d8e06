"""«¿Te sirvió?»: what people think of the answers, and who of the institution reads it."""
