"""What all nouns share: frozen, typed, and the same after a trip through JSON."""

from typing import Self

import msgspec


class Noun(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=False
):
    """Base of the nouns: an immutable record with a strict JSON form."""

    def to_json(self) -> bytes:
        """Return the noun as UTF-8 JSON, with sorted keys, the same on every machine."""
        return msgspec.json.encode(self, order="sorted")

    @classmethod
    def from_json(cls, data: bytes | str) -> Self:
        """Return the noun that `to_json` wrote; raises msgspec.ValidationError on a bad shape."""
        return msgspec.json.decode(data, type=cls)
