"""Which places a text names, and which places they are."""

from whoholds.reading.where.find import find_toponyms, is_adjectival

__all__ = ["find_toponyms", "is_adjectival"]
