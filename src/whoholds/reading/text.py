"""The text of a Doc, joined once: spaCy joins it anew at every look."""

from __future__ import annotations

from spacy.tokens import Doc

KEY = "whoholds.text"


def text_of(doc: Doc) -> str:
    """Return the raw text of a Doc, the same as `doc.text`."""
    text = doc.user_data.get(KEY)
    if not isinstance(text, str):
        text = doc.user_data[KEY] = doc.text
    return text
