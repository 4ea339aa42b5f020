"""Reads a form of a page as a browser would send it."""

import html5lib


def form_values(html: str, action: str) -> dict[str, str | list[str]]:
    """The values of the form with this action, ticked boxes and chosen options only."""
    root = html5lib.HTMLParser(namespaceHTMLElements=False).parse(html)
    forms = [form for form in root.iter("form") if form.get("action") == action]
    assert forms, f"no form for {action}"
    found: dict[str, list[str]] = {}
    for field in forms[0].iter():
        name = field.get("name")
        if not name or name == "_csrf_token" or field.get("disabled") is not None:
            continue
        value = _value(field)
        if value is not None:
            found.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _value(field: object) -> str | None:
    tag, get = field.tag, field.get  # type: ignore[attr-defined]
    if tag == "textarea":
        return str(field.text or "").removeprefix("\n")  # type: ignore[attr-defined]
    if tag == "select":
        options = list(field.iter("option"))  # type: ignore[attr-defined]
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return str(chosen[0].get("value", "")) if chosen else ""
    if tag != "input" or get("type") in {"submit", "button"}:
        return None
    if get("type") in {"checkbox", "radio"} and get("checked") is None:
        return None
    return str(get("value", ""))
