"""Interviews in conversation: what people mean by what they write, and what is said to them."""
