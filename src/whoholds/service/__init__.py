"""The verbs, joining intake, reading, the log, control and publishing."""
