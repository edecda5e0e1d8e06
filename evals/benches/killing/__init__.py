"""Processes that are killed while they record turns, and what must be found afterwards."""
