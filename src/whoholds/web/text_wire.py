"""The shapes of reading a text on the wire: the parts are those that `whoholds annotate` writes."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict


class Text(BaseModel):
    """A text to be read; date: of its publication, the anchor of "late on Thursday"."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[
        str,
        Field(max_length=200_000, examples=["Rebels seized Al-Bab on Monday."]),
    ]
    id: Annotated[str, Field(max_length=200)] | None = None
    date: Annotated[str, Field(max_length=40, examples=["2017-02-25"])] | None = None
    title: Annotated[str, Field(max_length=2000)] | None = None
    outlet: Annotated[str, Field(max_length=200)] | None = None
    context: Annotated[str, Field(max_length=200_000)] | None = None


class Annotation(TypedDict):
    """What a text says; spans count its characters as given."""

    id: str | None
    sentences: list[list[int]]
    toponyms: list[dict[str, Any]]
    timexes: list[dict[str, Any]]
    attributions: list[dict[str, Any]]
    predicates: list[dict[str, Any]]
    claims: list[dict[str, Any]]
