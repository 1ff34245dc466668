"""Loading and checking of the frames' data files."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from whoholds.errors import KnowledgeError
from whoholds.model import ClaimKind, Modality, Noun, StatusAfter

DATA = Path(__file__).with_name("data")


class Example(Noun, frozen=True):
    """A sentence that a frame must read, with the words of the parts ("" where there is none)."""

    text: str
    actor: str = ""
    place: str = ""
    opponent: str = ""


class Frame(Noun, frozen=True):
    """One way of saying one kind of claim.

    verbs, nouns: lemmas of the trigger; attributives: words after a hyphen ("rebel-held").
    particle, needs, without: what must or must not stand with it: a particle, lemmas in a role
    (any where none are given), roles that must be empty. actor, opponent, place: roles in which
    the part stands, best first; "object.of" is the "of"-phrase of the object. exact: roles that,
    where they are filled, must be a place ("battle for X"). armed: roles that only an armed party
    can fill ("object|subject": the first of them that is there; "subject?": where there is one).
    unlike: words before the trigger, or its object, that make it another thing ("rocket attack").
    each: one claim for each of the parties told together ("divided between X and Y").
    backdrop: prepositions after which the noun, where it names no party, only tells when something
    else happened ("during the fighting"). aim: the kind of a plan or an attempt at it, where that
    is another ("plans to control X").
    bare: its subject is the place, and it names nobody who acts ("the town fell").
    continues: it says again what was told before of another place, by the same party.
    relation: how the place is meant where the words leave it at "in". implied: the place may
    come from the sentences before.
    """

    id: str
    kind: ClaimKind
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    attributives: tuple[str, ...] = ()
    particle: tuple[str, ...] = ()
    needs: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    without: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    opponent: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    armed: tuple[str, ...] = ()
    status: StatusAfter = StatusAfter.NONE
    modality: Modality | None = None
    unlike: tuple[str, ...] = ()
    each: bool = False
    bare: bool = False
    continues: bool = False
    backdrop: tuple[str, ...] = ()
    aim: ClaimKind | None = None
    relation: str | None = None
    implied: bool = False
    reads: tuple[Example, ...] = ()
    silent: tuple[str, ...] = ()

    @property
    def conditions(self) -> int:
        """How many conditions the frame sets; the frame with most is tried first."""
        loose = sum(role == "*" for role in self.needs)
        return 2 * len(self.needs) - loose + 2 * bool(self.particle) + len(self.without)


@cache
def load_frames() -> tuple[Frame, ...]:
    """Return all frames, checked; raises KnowledgeError naming file and frame on a bad one."""
    frames: list[Frame] = []
    for path in sorted(DATA.glob("*.toml")):
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("frame", [])
        frames.extend(_frame(path.name, row) for row in rows)
    _check_unique(frames)
    return tuple(frames)


def _frame(file: str, row: dict[str, Any]) -> Frame:
    where = f"frames/data/{file}, frame {row.get('id', '?')}"
    row = dict(row)
    row["reads"] = [_example(where, entry) for entry in row.get("reads", [])]
    try:
        frame = msgspec.convert(row, Frame)
    except msgspec.ValidationError as error:
        raise KnowledgeError(
            where=where, what=str(error), fix="Compare with the fields of Frame"
        ) from error
    if not (frame.verbs or frame.nouns or frame.attributives):
        raise KnowledgeError(where=where, what="no trigger", fix="Give verbs or nouns")
    if not frame.reads:
        raise KnowledgeError(where=where, what="no example", fix="Give a sentence it must read")
    return frame


def _example(where: str, entry: object) -> dict[str, str]:
    names = ("text", "actor", "place", "opponent")
    if not isinstance(entry, list) or not 1 <= len(entry) <= len(names):
        raise KnowledgeError(
            where=where,
            what=f"example {entry!r} is no list of text, actor, place, opponent",
            fix="Write [sentence, actor, place, opponent]",
        )
    return dict(zip(names, entry, strict=False))


def _check_unique(frames: list[Frame]) -> None:
    seen: set[str] = set()
    for frame in frames:
        if frame.id in seen:
            raise KnowledgeError(
                where=f"frame {frame.id}", what="the id is used twice", fix="Rename one"
            )
        seen.add(frame.id)
