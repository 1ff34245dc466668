"""A map of holdings on one day as an SVG picture that needs nothing from outside."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from whoholds.errors import ExportError
from whoholds.model import Holding, HoldingStatus
from whoholds.publish.files import whole_file
from whoholds.publish.ground import WATER, Box, ground_of
from whoholds.publish.wire import probability_of

# The first seven are those of Okabe and Ito (2008). Each of the rest is the colour that lies
# farthest from all before it, for the usual eye and for each common kind of colour blindness.
PALETTE = (
    *("#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7", "#56B4E9", "#F0E442"),
    *("#0000A5", "#873C2D", "#3C0FF0", "#A569FF", "#5A2D5A", "#96F0B4", "#A53C78"),
    *("#87D2FF", "#3C0069", "#D200B4", "#D2C378", "#003C00", "#69B478"),
)
OTHER = "#7F5539"
UNKNOWN = "#B8B8B8"

FONTS = "'DejaVu Sans', 'Liberation Sans', 'Noto Sans', Arial, Helvetica, sans-serif"
"""Faces in the order in which they are looked for: one of them is on nearly every machine."""

_WIDTH, _MAP_HEIGHT, _MARGIN, _TOP = 960.0, 640.0, 48.0, 64.0
_LEGEND_ROW, _LEGEND_COLUMNS = 22.0, 3
_TEXT = 12.0
_SMALLEST_SPAN = 0.4
_KM_A_DEGREE = 111.2
_BARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


@dataclass(frozen=True, slots=True)
class _Dot:
    """A place on the paper: its holding, centre and radius in pixels."""

    holding: Holding
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class _Projection:
    """An equirectangular map, true to scale in its middle; scale: pixels of a degree north."""

    lat: float
    lon: float
    narrowing: float
    scale: float

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Return the pixels of a point."""
        x = _WIDTH / 2 + (lon - self.lon) * self.narrowing * self.scale
        return x, _TOP + _MAP_HEIGHT / 2 - (lat - self.lat) * self.scale

    @property
    def box(self) -> Box:
        """The degrees that are on the paper."""
        across = _WIDTH / 2 / self.narrowing / self.scale
        upright = _MAP_HEIGHT / 2 / self.scale
        return Box(self.lon - across, self.lat - upright, self.lon + across, self.lat + upright)


def palette_of(holders: Iterable[str]) -> dict[str, str]:
    """Return a colour for each holder id, the first ones the clearest; the rest share one."""
    unique = list(dict.fromkeys(holders))
    return {h: PALETTE[i] if i < len(PALETTE) else OTHER for i, h in enumerate(unique)}


def write_picture(
    path: Path,
    holdings: Iterable[Holding],
    *,
    on: date,
    title: str,
    colours: Mapping[str, str] | None = None,
) -> int:
    """Write the map as SVG and return the number of places drawn; raises ExportError.

    colours: by holder id, so that the maps of several days agree; made from the holdings where
    not given.
    """
    drawn = [h for h in holdings if _has_point(h)]
    if not drawn:
        raise ExportError(
            where=str(path),
            what="no place to draw: none of them has a point",
            fix="Read reports first, or ask for another country.",
        )
    with whole_file(path) as file:
        file.write(draw(drawn, on=on, title=title, colours=colours))
    return len(drawn)


def draw(
    holdings: Sequence[Holding], *, on: date, title: str, colours: Mapping[str, str] | None = None
) -> str:
    """Return the map of holdings, each of a place with a point, as an SVG document."""
    if colours is None:
        counted = [h.holder.actor_id for h in holdings if h.holder]
        colours = palette_of(sorted(set(counted), key=lambda a: (-counted.count(a), a)))
    projection = _projection(holdings)
    dots = sorted(_dots(holdings, projection), key=lambda d: (-d.radius, d.holding.place.id))
    legend = _legend(holdings, colours)
    height = _TOP + _MAP_HEIGHT + _MARGIN + _LEGEND_ROW * math.ceil(len(legend) / _LEGEND_COLUMNS)
    caption = f"{title}, {on.isoformat()}"
    ground = list(ground_of(projection.box, projection.at))
    under = WATER if ground else "#F4F1EA"
    parts = [
        _OPENING.format(
            width=f"{_WIDTH:g}",
            height=f"{height:g}",
            fonts=quoteattr(FONTS),
            caption=quoteattr(caption),
            size=f"{_TEXT:g}",
        ),
        f"<title>{escape(caption)}</title>",
        _HATCH,
        f'<rect width="{_WIDTH:g}" height="{height:g}" fill="#FFFFFF"/>',
        f'<rect x="0" y="{_TOP:g}" width="{_WIDTH:g}" height="{_MAP_HEIGHT:g}" fill="{under}"/>',
        '<g clip-path="url(#paper)">',
        *ground,
        "</g>",
        f'<text x="16" y="30" font-size="20" font-weight="bold">{escape(title)}</text>',
        f'<text x="16" y="52" fill="#444444">at the end of {on.isoformat()} (UTC)</text>',
        *(_circle(dot, colours) for dot in dots),
        *_labels(dots),
        _scale_bar(projection),
        *_legend_rows(legend, top=_TOP + _MAP_HEIGHT + 24),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


_OPENING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
    'height="{height}" role="img" aria-label={caption} font-family={fonts} font-size="{size}">'
)
_HATCH = (
    '<defs><pattern id="contested" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="#FFFFFF"/>'
    '<rect width="3" height="6" fill="#222222"/></pattern>'
    f'<clipPath id="paper"><rect y="{_TOP:g}" width="{_WIDTH:g}" height="{_MAP_HEIGHT:g}"/>'
    "</clipPath></defs>"
)


def _has_point(holding: Holding) -> bool:
    place = holding.place
    return place.lat is not None and place.lon is not None and not place.is_wide


def _projection(holdings: Sequence[Holding]) -> _Projection:
    """Return the projection that shows all places, the middle of them in the middle."""
    points = [(h.place.lat or 0.0, h.place.lon or 0.0) for h in holdings]
    south, north = min(p[0] for p in points), max(p[0] for p in points)
    west, east = min(p[1] for p in points), max(p[1] for p in points)
    narrowing = max(math.cos(math.radians((south + north) / 2)), 0.05)
    across = max((east - west) * narrowing, _SMALLEST_SPAN)
    upright = max(north - south, _SMALLEST_SPAN)
    scale = min((_WIDTH - 4 * _MARGIN) / across, (_MAP_HEIGHT - 2 * _MARGIN) / upright)
    return _Projection((south + north) / 2, (west + east) / 2, narrowing, scale)


def _dots(holdings: Sequence[Holding], projection: _Projection) -> Iterator[_Dot]:
    for holding in holdings:
        x, y = projection.at(holding.place.lat or 0.0, holding.place.lon or 0.0)
        yield _Dot(holding, round(x, 1), round(y, 1), _radius(holding.place.population))


def _scale_bar(projection: _Projection) -> str:
    """Return a bar of a round number of kilometres, a sixth of the map at most."""
    pixels = projection.scale / _KM_A_DEGREE
    km = max((k for k in _BARS if k * pixels <= _WIDTH / 6), default=_BARS[0])
    x, y, length = _WIDTH - 24 - km * pixels, _TOP + _MAP_HEIGHT - 16, km * pixels
    return (
        f'<path d="M{x:.1f} {y - 5:.1f}v5h{length:.1f}v-5" fill="none" stroke="#333333"/>'
        f'<text x="{x + length / 2:.1f}" y="{y - 8:.1f}" text-anchor="middle">{km} km</text>'
    )


def _radius(population: int | None) -> float:
    return round(5.0 + 1.6 * max(math.log10(max(population or 1, 1)) - 3.0, 0.0), 1)


def _circle(dot: _Dot, colours: Mapping[str, str]) -> str:
    holding = dot.holding
    probability = probability_of(holding)
    opacity = 1.0
    if holding.status is HoldingStatus.HELD and holding.holder is not None:
        fill = colours.get(holding.holder.actor_id, OTHER)
        opacity = round(0.25 + 0.75 * probability, 2)
        words = f"{holding.holder.name} {probability:.0%}"
    elif holding.status is HoldingStatus.CONTESTED:
        fill, words = "url(#contested)", f"contested {probability:.0%}"
    else:
        fill, words = UNKNOWN, "unknown"
    ring = "#B00020" if holding.besieged else "#333333"
    width = 2.5 if holding.besieged else 1
    words += ", besieged" if holding.besieged else ""
    told = escape(f"{holding.place.name}: {words}")
    return (
        f'<circle cx="{dot.x:g}" cy="{dot.y:g}" r="{dot.radius:g}" fill="{fill}" '
        f'fill-opacity="{opacity:g}" stroke="{ring}" stroke-width="{width:g}">'
        f"<title>{told}</title></circle>"
    )


def _labels(dots: Sequence[_Dot]) -> Iterator[str]:
    """Yield the names, of the biggest places first, where they cover no other name or circle."""
    taken = [(d.x - d.radius, d.y - d.radius, d.x + d.radius, d.y + d.radius) for d in dots]
    for dot in dots:
        name = dot.holding.place.name
        width = 0.56 * _TEXT * len(name)
        for side in (1, -1):
            x = dot.x + side * (dot.radius + 3)
            left, right = (x, x + width) if side > 0 else (x - width, x)
            box = (left, dot.y - _TEXT / 2, right, dot.y + _TEXT / 2)
            if left < 0 or right > _WIDTH or any(_overlap(box, other) for other in taken):
                continue
            taken.append(box)
            anchor = "start" if side > 0 else "end"
            y = dot.y + _TEXT / 3
            yield (
                f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" paint-order="stroke" '
                f'stroke="#F4F1EA" stroke-width="3" stroke-linejoin="round">{escape(name)}</text>'
            )
            break


def _overlap(a: Sequence[float], b: Sequence[float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _legend(holdings: Sequence[Holding], colours: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (fill, words) for each holder drawn, and for contested, unknown and besieged."""
    names: dict[str, str] = {}
    for holding in holdings:
        if holding.status is HoldingStatus.HELD and holding.holder is not None:
            names.setdefault(holding.holder.actor_id, holding.holder.name)
    order = list(colours)
    known = sorted(names, key=lambda a: (order.index(a) if a in colours else len(order), a))
    rows = [(colours.get(a, OTHER), names[a]) for a in known]
    return [*rows, ("url(#contested)", "contested"), (UNKNOWN, "unknown"), ("", "besieged")]


def _legend_rows(legend: Sequence[tuple[str, str]], *, top: float) -> Iterator[str]:
    column = (_WIDTH - 32) / _LEGEND_COLUMNS
    for number, (fill, words) in enumerate(legend):
        x = 24 + column * (number % _LEGEND_COLUMNS)
        y = top + _LEGEND_ROW * (number // _LEGEND_COLUMNS)
        besieged = not fill
        ring, width = ("#B00020", 2.5) if besieged else ("#333333", 1.0)
        yield (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="{fill or "#FFFFFF"}" '
            f'stroke="{ring}" stroke-width="{width:g}"/>'
            f'<text x="{x + 14:.1f}" y="{y + 4:.1f}">{escape(_short(words))}</text>'
        )


def _short(words: str, most: int = 44) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
