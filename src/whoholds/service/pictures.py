"""A day of the map as a picture for a paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from whoholds.log import Moment
from whoholds.publish.files import whole_path
from whoholds.publish.picture import write_picture
from whoholds.publish.raster import png_of
from whoholds.service.filters import in_country
from whoholds.service.sheets import party_colours
from whoholds.service.whoholds import Whoholds


def draw_day(
    store: Whoholds,
    path: Path,
    *,
    title: str,
    on: date | None = None,
    country: str | None = None,
    as_of: Moment | None = None,
) -> int:
    """Draw who holds each place on a day, as SVG or PNG by the file's ending.

    Returns the number of places drawn; raises ExportError where there is none, and as `Whoholds`.
    """
    desk = store.desk(as_of)
    day = on or desk.last_day
    held = list(in_country(desk.holdings(on=day), country))
    colours = party_colours(desk)
    if path.suffix.lower() != ".png":
        return write_picture(path, held, on=day, title=title, colours=colours)
    with TemporaryDirectory() as folder:
        drawn = Path(folder) / "day.svg"
        count = write_picture(drawn, held, on=day, title=title, colours=colours)
        png = png_of(drawn.read_text(encoding="utf-8"))
    with whole_path(path) as part:
        part.write_bytes(png)
    return count
