"""A text with its claims under the sentences, in colour; for `whoholds annotate --show`."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from whoholds.cli.render import console, visible
from whoholds.service.annotate import annotate_lines

if TYPE_CHECKING:
    from rich.text import Text

    from whoholds.service.readers import ReaderFactory

Row = dict[str, Any]
Mark = tuple[str, int, int]
"""A style, and the characters `[start, end)` that it is for."""

STYLES = (("toponyms", "cyan"), ("timexes", "magenta"))
MODALITY_STYLES = {"denied": "red", "planned": "yellow", "possible": "yellow"}


def show_annotations(
    lines: Iterable[bytes], *, factory: ReaderFactory, workers: int | None = None
) -> int:
    """Print each text, its sentences with their claims below; return how many failed."""
    waiting: deque[bytes] = deque()

    def passing() -> Iterator[bytes]:
        for line in lines:
            if line.strip():
                waiting.append(line)
                yield line

    failed = 0
    for answer, read in annotate_lines(passing(), factory=factory, workers=workers):
        line = waiting.popleft()
        row = msgspec.json.decode(answer)
        if read:
            _show(msgspec.json.decode(line)["text"], row)
        else:
            failed += 1
            console().print(f"{row['id']}: {visible(row['error'])}", style="red", markup=False)
    return failed


def _show(text: str, row: Row) -> None:
    out = console()
    if row["id"] is not None:
        out.rule(visible(str(row["id"])), align="left", style="dim")
    shown: set[int] = set()
    for start, end in row["sentences"] or [[0, len(text)]]:
        out.print(_sentence(text, start, end, row))
        for number, claim in enumerate(row["claims"]):
            if number not in shown and start <= claim["trigger"][0] < end:
                shown.add(number)
                out.print(claim_line(claim), soft_wrap=True)


def _sentence(text: str, start: int, end: int, row: Row) -> Text:
    """Return a sentence with its place names, times, triggers and cues in colour."""
    marks = [(style, item["start"], item["end"]) for key, style in STYLES for item in row[key]]
    marks += [("bold underline", *claim["trigger"]) for claim in row["claims"]]
    marks += [("italic", *cue) for item in row["attributions"] for cue in item["cue"]]
    return marked(text, start, end, marks)


def marked(text: str, start: int, end: int, marks: Iterable[Mark]) -> Text:
    """Return the characters `[start, end)` of a text, those of the marks in their styles."""
    from rich.text import Text

    # One character for one, so that the offsets hold.
    plain = "".join(c if c.isprintable() else " " for c in text[start:end]).rstrip()
    words = Text(plain)
    for style, first, last in marks:
        if first < end and last > start:
            words.stylize(style, max(first - start, 0), last - start)
    return words


def claim_line(claim: Row) -> Text:
    """Return a claim of the wire form in one line: what, who, where, when, meant, says."""
    from rich.text import Text

    actor = claim["actor_name"] or claim["actor"] or "?"
    against = f" against {claim['counter_actor']}" if claim["counter_actor"] else ""
    place = claim["place_name"] or claim["place"] or "?"
    line = Text("    ")
    line.append(claim["kind"], style="bold green")
    line.append(visible(f"  {actor}{against}"))
    line.append(visible(f"  {claim['place_relation'] or 'in'} {place}"), style="cyan")
    ends = list(dict.fromkeys(d for d in (claim["start_date"], claim["end_date"]) if d))
    by = "by " if ends and not claim["start_date"] else ""
    line.append(f"  {by}{' to '.join(ends)}" if ends else "  no time told", style="magenta")
    line.append(f"  {claim['modality']}", style=MODALITY_STYLES.get(claim["modality"], "dim"))
    said = ", ".join(s["name"] + (f" via {s['via']}" if s["via"] else "") for s in claim["sources"])
    line.append(visible(f"  {said}" if said else ""), style="italic")
    line.append(f"  {claim['confidence']:.2f}", style="dim")
    return line
