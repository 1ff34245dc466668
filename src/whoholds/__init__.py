"""Who holds which place, since when, how surely, and according to whom."""

from whoholds.__about__ import __version__

__all__ = ["__version__"]
