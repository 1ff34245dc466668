"""Review: persons' verdicts on what the reader found, and what is worth their time."""
