"""What can be exported from a store, by one name on the command line and in the API."""

from enum import StrEnum


class Exported(StrEnum):
    """What is exported."""

    CONTROL = "control"
    CLAIMS = "claims"
    HOLDINGS = "holdings"
    MAP = "map"
    PANEL = "panel"
    SHARES = "shares"
