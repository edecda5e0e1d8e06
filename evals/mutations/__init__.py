"""Does the gate see what it must? Defects planted on purpose, and changes that change nothing."""
