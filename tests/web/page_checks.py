"""What every page must be: valid HTML, one h1 that begins the title, no double ids, a label for every
field."""

from xml.etree import ElementTree

import html5lib

TYPES_WITHOUT_LABEL = {"hidden", "submit", "button"}


def check_page(html: str) -> None:
    """Raises AssertionError with what is wrong with the page."""
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    root = parser.parse(html)
    wrong = [f"{place}: {code} {about}" for place, code, about in parser.errors]
    assert not wrong, f"not valid HTML: {wrong[:5]}"
    _check_heading(root)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    double = {one for one in ids if ids.count(one) > 1}
    assert not double, f"double ids: {double}"
    _check_labels(root, set(ids))
    jumps = [element.tag for element in root.iter() if int(element.get("tabindex") or 0) > 0]
    assert not jumps, f"the keyboard jumps out of the order of the page: {jumps}"
    styled = [element.tag for element in root.iter() if element.get("style") is not None]
    assert not styled, f"inline styles: {styled}"
    handlers = [name for element in root.iter() for name in element.attrib if name.startswith("on")]
    assert not handlers, f"inline handlers: {handlers}"


def text_of(element: ElementTree.Element) -> str:
    """All text inside, with white space folded."""
    return " ".join("".join(element.itertext()).split())


def _check_heading(root: ElementTree.Element) -> None:
    headings = root.findall(".//h1")
    assert len(headings) == 1, f"{len(headings)} h1"
    title = root.find(".//title")
    assert title is not None
    assert text_of(title).startswith(text_of(headings[0])), (
        f"the title {text_of(title)!r} does not begin with {text_of(headings[0])!r}"
    )
    assert root.get("lang"), "the page does not say its language"


def _check_labels(root: ElementTree.Element, ids: set[str | None]) -> None:
    labelled = {label.get("for") for label in root.iter("label")}
    inside = {id(field) for label in root.iter("label") for field in label.iter() if field is not label}
    for field in root.iter():
        if field.tag not in {"input", "select", "textarea"} or field.get("type") in TYPES_WITHOUT_LABEL:
            continue
        named = field.get("id") in labelled or field.get("aria-label") or field.get("aria-labelledby")
        assert named or id(field) in inside, f"no label for {field.tag} {field.get('name')}"
    for element in root.iter():
        for name in ("aria-labelledby", "aria-describedby", "for"):
            for one in (element.get(name) or "").split():
                assert one in ids, f"{name} points to {one}, which is not on the page"
