"""Tables of control and of claims, as CSV with a data package or as JSON lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from whoholds.model import Holding, Statement
from whoholds.publish.datapackage import Field, describe_table
from whoholds.publish.files import whole_file, write_csv
from whoholds.publish.wire import CONTROL_COLUMNS, Row, control_row, statement_row

CONTROL_FIELDS = (
    Field("place_id", "string", "Gazetteer id of the place."),
    Field("place_name", "string", "Its usual name."),
    Field("country", "string", "ISO 3166 alpha-2 code."),
    Field("admin1", "string", "First-level unit that it lies in."),
    Field("lat", "number", "Latitude, WGS 84."),
    Field("lon", "number", "Longitude, WGS 84."),
    Field("start", "date", "First day of the run."),
    Field("end", "date", "Day after the last of the run; empty while it lasts."),
    Field("holder_id", "string", "Id of the party that holds the place; empty unless held."),
    Field("holder_name", "string", "Its name."),
    Field("probability", "number", "Of the answer, 0 to 1."),
    Field("status", "string", "held, contested or unknown."),
    Field("n_statements", "integer", "Statements behind the answer."),
    Field("n_speakers", "integer", "Independent speakers among them."),
)
CLAIM_FIELDS = (
    Field("id", "string", "Id of the statement: a hash of report and claim."),
    Field("report_id", "string", "Id of the report."),
    Field("outlet", "string", "Who printed it."),
    Field("published", "datetime", "When (UTC)."),
    Field("recorded", "datetime", "When it came into the store (UTC)."),
    Field("kind", "string", "What is claimed."),
    Field("actor", "string", "The party that acts, in the report's words."),
    Field("actor_id", "string", "Its id, where resolved."),
    Field("counter_actor", "string", "The party acted against, in the report's words."),
    Field("counter_actor_id", "string", "Its id, where resolved."),
    Field("supporters", "string", "Who helps, joined with semicolons."),
    Field("place", "string", "The place, in the report's words."),
    Field("place_id", "string", "Its gazetteer id, where resolved."),
    Field("place_name", "string", "Its name, where resolved."),
    Field("place_relation", "string", "in, part_of, near, toward, ..."),
    Field("place_count", "integer", "Number of unnamed places."),
    Field("start_date", "string", "ISO day, month or year, as far as the words went."),
    Field("end_date", "string", "The last day, month or year (inclusive)."),
    Field("date_granularity", "string", "How finely the words told the time."),
    Field("modality", "string", "How it is meant: asserted, reported, denied, ..."),
    Field("status_after", "string", "The actor's standing there after it."),
    Field("speakers", "string", "Who says so, the origin first, joined with semicolons."),
    Field("confidence", "number", "The reader's own, 0 to 1."),
    Field("text", "string", "The words of the report that say so."),
)


def write_control(path: Path, holdings: Iterable[Holding], *, version: str) -> int:
    """Write runs of days as CSV with a data package beside it; return the number of rows.

    version: the store's version in words, for the data package.
    """
    count = write_csv(path, CONTROL_COLUMNS, map(control_row, holdings))
    describe_table(
        path,
        CONTROL_FIELDS,
        title="Who holds which place",
        key=("place_id", "start"),
        version=version,
    )
    return count


def write_claims(path: Path, statements: Iterable[Statement], *, version: str) -> int:
    """Write statements as JSON lines (`.jsonl`) or CSV with a data package; return how many."""
    if path.suffix.lower() in {".jsonl", ".ndjson"}:
        return _write_lines(path, map(statement_row, statements))
    columns = [field.name for field in CLAIM_FIELDS]
    count = write_csv(path, columns, _flat(statements))
    describe_table(path, CLAIM_FIELDS, title="Claims in reports", key=("id",), version=version)
    return count


def _flat(statements: Iterable[Statement]) -> Iterator[Row]:
    for statement in statements:
        speakers = [
            s.name + (f" (through {s.via})" if s.via else "") for s in statement.claim.speakers
        ]
        yield {**statement_row(statement), "speakers": speakers}


def _write_lines(path: Path, rows: Iterable[Row]) -> int:
    count = 0
    with whole_file(path) as file:
        for row in rows:
            file.write(msgspec.json.encode(row).decode() + "\n")
            count += 1
    return count
