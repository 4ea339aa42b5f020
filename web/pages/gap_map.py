"""The map of gaps: which area has which shade, and the picture as SVG.

The picture stands in a page and in a PDF alike, so it has no style sheet, no fonts of its own and no script:
fills and hatches are written into it. Shades go from light to dark in one hue, which survives every kind of
colour blindness and a grey printer; what is withheld is hatched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from markupsafe import Markup
from msgspec import Struct

from network.gaps.overview import Overview, Shown, summed
from network.places.drawing import Outline, Picture, picture_of_county, picture_of_state
from network.places.naming import PlaceNames
from network.words import Say, say, speak
from web.pages.gap_scales import LEGEND_WORDS, Scale, Show, in_words, said, scale_for

SHADES = ("#e4eff5", "#b4d5e5", "#75b0cf", "#2f7ea8", "#0a4360")  # light to dark, by class
PLAIN, LINE, BORDER, INK, PALE_INK = "#ffffff", "#8b9aa1", "#17262e", "#17262e", "#ffffff"
FIRST_DARK = 3  # of the shades: words on it are pale
HATCH = "gap-withheld"  # id of the pattern
HATCHING = Markup(
    f'<defs><pattern id="{HATCH}" patternUnits="userSpaceOnUse" width="7" height="7"'
    ' patternTransform="rotate(45)"><rect width="7" height="7" fill="#ffffff"/>'
    '<rect width="2" height="7" fill="#7d8c93"/></pattern></defs>'
)
FONT = "Public Sans Variable, Public Sans, Helvetica, Arial, DejaVu Sans, sans-serif"
VALUE, NAME = 17, 12  # height of letters, in pixels of the picture
WIDTH_OF_LETTER = 0.56  # of its height
ROOMY = 30.0  # radius in which a number still stands on a phone
ROW, SWATCH, INDENT = 26, 18, 8  # of the legend


class MapArea(Struct, frozen=True):
    """One area on the map."""

    outline: Outline
    name: str
    words: Say  # all its numbers in a sentence
    shade: int | None  # of SHADES; None where nothing was seen or it is withheld
    is_withheld: bool
    value: Say | None
    href: str  # empty: there is nothing to open

    @property
    def fill(self) -> str:
        """A colour, or the hatch."""
        if self.is_withheld:
            return f"url(#{HATCH})"
        return PLAIN if self.shade is None else SHADES[self.shade]

    @property
    def is_dark(self) -> bool:
        """Whether words on it are pale."""
        return self.shade is not None and self.shade >= FIRST_DARK


class GapMap(Struct, frozen=True):
    """Everything that the picture needs."""

    picture: Picture
    areas: tuple[MapArea, ...]
    scale: Scale
    label: Say  # what a screen reader says of the whole
    least: int  # smaller counts are withheld


def gap_map(
    overview: Overview, show: Show, names: PlaceNames, label: Say, href: Callable[[str], str]
) -> GapMap | None:
    """The map of an overview; `href` is where an area leads, by its key. None: there is nothing to draw."""
    county = overview.county
    picture = picture_of_county(county) if county else picture_of_state(overview.state)
    if picture is None:
        return None
    figures = {area.key: area.figures for area in overview.areas if area.key}
    scale = scale_for(show, figures.values())
    return GapMap(
        picture=picture,
        areas=tuple(_area(outline, county, names, figures, scale, href) for outline in picture.outlines),
        scale=scale,
        label=label,
        least=overview.suppress_below,
    )


def gap_map_svg(found: GapMap, language: str, *, linked: bool = True, legend: bool = False) -> Markup:
    """The map as one SVG element; on paper without links, and with its legend beneath."""
    width, height = found.picture.width, found.picture.height
    rows = legend_rows(found) if legend else []
    opening = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="tr-gap-map" viewBox="0 0 {0} {1}"'
        ' width="{0}" height="{1}" font-family="{2}" role="{3}" aria-label="{4}">'
    ).format(
        width,
        height + (ROW * (len(rows) + 1) + INDENT if rows else 0),
        FONT,
        "group" if linked else "img",
        speak(found.label, language),
    )
    border = Markup('<path d="{}" fill="none" stroke="{}" stroke-width="1.6" pointer-events="none"/>')
    return Markup("").join(
        [
            opening,
            HATCHING,
            *(_drawn(area, language, linked=linked) for area in found.areas),
            border.format(found.picture.border, BORDER),
            Markup('<g text-anchor="middle" pointer-events="none" aria-hidden="true">'),
            *(label for area in found.areas for label in _labels(area, language)),
            Markup("</g>"),
            *_legend(rows, LEGEND_WORDS[found.scale.show], height, language),
            Markup("</svg>"),
        ]
    )


def legend_rows(found: GapMap) -> list[tuple[str, Say]]:
    """Fill and words of every class from the lightest, then of what is withheld and of what was not seen."""
    rows = [(SHADES[_shade(found.scale, place)], words) for place, words in enumerate(found.scale.words)]
    if found.scale.show.counts_people:
        hidden = say("withheld: fewer than {least}, or would tell such a number", least=found.least)
        rows.append((f"url(#{HATCH})", hidden))
    return [*rows, (PLAIN, say("no needs seen"))]


def _area(
    outline: Outline,
    county: str,
    names: PlaceNames,
    figures: dict[str, Shown],
    scale: Scale,
    href: Callable[[str], str],
) -> MapArea:
    seen = [key for key in outline.keys if key in figures]
    shown, name = summed([figures[key] for key in seen]), _name(outline, county, names)
    place = scale.place(shown)
    return MapArea(
        outline=outline,
        name=name,
        words=Say(
            "{name}: {figures}", {"name": _whole_name(outline, county, name), "figures": in_words(shown)}
        ),
        shade=None if place is None else _shade(scale, place),
        is_withheld=place is None and shown.is_withheld,
        value=said(scale.show, shown),
        href=href(seen[0]) if seen else "",
    )


def _name(outline: Outline, county: str, names: PlaceNames) -> str:
    key = outline.keys[0]
    return (names.town(key) or key) if county else names.county(key)


def _whole_name(outline: Outline, county: str, name: str) -> str:
    """With all its ZIP codes."""
    codes = ", ".join(key for key in outline.keys if key != name)
    return f"{codes} {name}".strip() if county else name


def _shade(scale: Scale, place: int) -> int:
    """Of SHADES: a few classes are as far apart as many."""
    return round(place * (len(SHADES) - 1) / max(len(scale.words) - 1, 1))


def _drawn(area: MapArea, language: str, *, linked: bool) -> Markup:
    words = speak(area.words, language)
    line = Markup('<path d="{}" fill="{}" stroke="{}" stroke-width="0.8"><title>{}</title></path>')
    shape = line.format(area.outline.path, area.fill, LINE, words)
    if not linked or not area.href:
        return shape
    return Markup('<a href="{}" aria-label="{}">{}</a>').format(area.href, words, shape)


def _labels(area: MapArea, language: str) -> Iterator[Markup]:
    """Its number, and above it its name, where they have room."""
    number = speak(area.value, language) if area.value else ""
    room = area.outline.room
    shows = bool(number) and _fits(number, VALUE, room)
    if _fits(area.name, NAME, room) and room > NAME + (VALUE / 2 if shows else 0):
        yield _label(area, area.name, NAME, -NAME * 0.3 if shows else NAME * 0.35, "name")
        drop = VALUE * 0.85
    else:
        drop = VALUE * 0.35
    if shows:
        yield _label(area, number, VALUE, drop, "value")


def _fits(text: str, height: float, room: float) -> bool:
    return bool(text) and len(text) * height * WIDTH_OF_LETTER / 2 <= room * 0.94 and height * 0.6 <= room


def _label(area: MapArea, text: str, height: float, drop: float, kind: str) -> Markup:
    roomy = " tr-gap-map__text--roomy" if area.outline.room >= ROOMY else ""
    halo = Markup(' stroke="#ffffff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"')
    return Markup(
        '<text class="tr-gap-map__text tr-gap-map__{}{}" x="{:.1f}" y="{:.1f}" font-size="{}"'
        ' font-weight="{}" fill="{}"{}>{}</text>'
    ).format(
        kind,
        roomy,
        area.outline.x,
        area.outline.y + drop,
        height,
        700 if kind == "value" else 400,
        PALE_INK if area.is_dark else INK,
        halo if area.is_withheld else "",
        text,
    )


def _legend(rows: list[tuple[str, Say]], heading: Say, top: float, language: str) -> Iterator[Markup]:
    """A heading, and a swatch with words for every class."""
    if not rows:
        return
    text = Markup('<text x="{}" y="{}" font-size="{}" font-weight="{}" fill="{}">{}</text>')
    swatch = Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}"/>')
    yield text.format(INDENT, top + SWATCH, NAME + 3, 700, INK, speak(heading, language))
    for number, (fill, words) in enumerate(rows, start=1):
        y = top + number * ROW + INDENT
        yield swatch.format(INDENT, y, SWATCH * 1.6, SWATCH, fill, LINE)
        yield text.format(INDENT + SWATCH * 2, y + SWATCH - 4, NAME + 3, 400, INK, speak(words, language))
