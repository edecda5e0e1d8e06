"""How to reach who waits: what they leave, the seal, and the book that keeps it while it serves."""
