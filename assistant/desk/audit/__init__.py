"""What an auditor takes away: the whole log, tables of it, how to read it and how to verify it."""
