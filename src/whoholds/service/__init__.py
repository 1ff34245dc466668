"""The verbs, joining intake, reading, the log, control and publishing.

Nothing is imported here: worker processes and `annotate` need few of the modules, and start faster.
"""
