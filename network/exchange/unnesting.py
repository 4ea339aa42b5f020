"""Takes nested HSDS objects apart into records, each once, with links to what it stood in."""

from collections.abc import Iterator
from typing import Any

from network.exchange.incoming import OURS, SAID_NOWHERE, Raw
from network.exchange.problems import Outcome, Place, ProblemKind, Problems
from network.exchange.shape import NEW_LISTS, PLAIN_OWN_FIELDS, POINTERS, nested, parent_field, resources
from network.words import Say, say

# Objects that stand in many others: when one is the same as before, nothing in it has to be read again.
SHARED = {"organization", "program", "location", "taxonomy_term", "taxonomy", "unit"}
LONGEST_ID = 500


class Unnesting:
    """Collects the records of many nested services; `raws` gives them when all are in."""

    def __init__(self, problems: Problems) -> None:
        self.sources: dict[str, dict[str, Any]] = {}
        self._problems = problems
        self._found: dict[str, dict[str, Raw]] = {name: {} for name in resources()}
        self._same: dict[tuple[str, str], Any] = {}
        self._source: Any = SAID_NOWHERE
        self._is_whole = False

    def add_service(self, service: Any, file: str, row: int) -> None:
        """Take one service apart."""
        place = Place(file, row)
        if not isinstance(service, dict):
            reason = say("is not an object of a service")
            self._problems.add(place, "service", "", ProblemKind.WRONG_TYPE, Outcome.LEFT_OUT, reason)
            return
        own = service.get(OURS)
        own = own if isinstance(own, dict) else {}
        self._is_whole = OURS in service
        self._source = own.get("source", SAID_NOWHERE)
        for source in _dicts(own.get("sources")):
            self.sources.setdefault(str(source.get("name", "")), source)
        self._walk("service", service, place, {})
        also = own.get("also")
        for resource, others in also.items() if isinstance(also, dict) else ():
            for number, one in enumerate(_dicts(others) if resource in resources() else ()):
                self._walk(resource, one, Place(file, row, f"{OURS}.also.{resource}[{number}]"), {})

    def raws(self) -> Iterator[Raw]:
        """Every record once, parents before those who point to them."""
        self._same.clear()
        for found in self._found.values():
            yield from found.values()
            found.clear()

    def _walk(self, resource: str, told: dict[str, Any], place: Place, links: dict[str, Any]) -> str | None:
        """Take one object apart; its id, or None when it has none."""
        identity = told.get("id")
        if isinstance(identity, int) and not isinstance(identity, bool):
            identity = str(identity)
        if not isinstance(identity, str) or not identity.strip():
            reason = say("has no id, so neither it nor what stands in it can be kept")
            self._problems.add(place, resource, "id", ProblemKind.MISSING, Outcome.LEFT_OUT, reason)
            return None
        identity = identity.strip()[:LONGEST_ID]
        if resource in SHARED and self._same.get((resource, identity)) == told:
            self._link(self._found[resource][identity], links)
            return identity
        raw = self._raw(resource, told, place, identity)
        raw = self._keep(raw, identity, links)
        if resource in SHARED:
            self._same.setdefault((resource, identity), told)
        self._walk_children(raw, told, place, str(raw.values["id"]))
        return identity

    def _raw(self, resource: str, told: dict[str, Any], place: Place, identity: str) -> Raw:
        fields, inside = resources()[resource].fields, nested()[resource]
        raw = Raw(resource, {"id": identity}, place, source=self._source, is_whole=self._is_whole)
        for name, value in told.items():
            if value is None or name == "id":
                continue
            if name == OURS and isinstance(value, dict):
                raw.own.update(value)
                raw.source = value.get("source", self._source)
            elif name in fields:
                raw.values[name] = value
            elif name in PLAIN_OWN_FIELDS.get(resource, ()):
                raw.own.setdefault(name, value)
            elif name not in inside and name not in NEW_LISTS.get(resource, ()):
                raw.extra[name] = value
        return raw

    def _keep(self, raw: Raw, identity: str, links: dict[str, Any]) -> Raw:
        """Keep it, or add it to what was told of it before; the record that is kept."""
        found = self._found[raw.resource]
        before = found.get(identity)
        if before is not None and not _fit(before.links, links):
            if raw.resource in SHARED:
                reason = say("stood in another record before; that one was kept")
                self._note(raw, ProblemKind.DUPLICATE, reason, identity)
                links = {}
            else:
                # HSDS lets a record stand in one other of each kind; the second that holds it gets a copy.
                reason = say("stands in several records under one id; a copy was made")
                self._note(raw, ProblemKind.COPIED, reason, identity)
                identity = f"{identity}@{'@'.join(map(str, links.values()))}"
                raw.values["id"], raw.is_copy = identity, True
                before = found.get(identity)
        if before is None:
            raw.links = dict(links)
            found[identity] = raw
            return raw
        self._link(before, links)
        self._merge(before, raw)
        return before

    def _note(self, raw: Raw, kind: ProblemKind, reason: Say, value: object) -> None:
        self._problems.add(raw.place, raw.resource, "id", kind, Outcome.NOTED, reason, value)

    def _link(self, raw: Raw, links: dict[str, Any]) -> None:
        for name, value in links.items():
            raw.links.setdefault(name, value)

    def _merge(self, before: Raw, raw: Raw) -> None:
        """Told again: what is new is added, what differs is reported and the first kept."""
        for name, value in raw.values.items():
            if before.values.setdefault(name, value) != value:
                reason = say(
                    "was told differently before (row {row}); the first was kept", row=before.place.row
                )
                self._problems.add(
                    raw.place, raw.resource, name, ProblemKind.DUPLICATE, Outcome.NOTED, reason, value
                )
        for name, value in raw.extra.items():
            before.extra.setdefault(name, value)
        for name, value in raw.own.items():
            before.own.setdefault(name, value)

    def _walk_children(self, raw: Raw, told: dict[str, Any], place: Place, identity: str) -> None:
        inside = nested()[raw.resource] | {
            name: (resource, True) for name, resource in NEW_LISTS.get(raw.resource, {}).items()
        }
        # The organization first: its program may not say whose it is.
        for name in sorted(inside.keys() & told.keys(), key=lambda name: (name != "organization", name)):
            resource, is_list = inside[name]
            value, at = told[name], Place(place.file, place.row, place.field(name))
            if is_list and isinstance(value, list):
                self._walk_list(raw.resource, identity, resource, value, at)
            elif not is_list and isinstance(value, dict):
                self._walk_one(raw, resource, value, at)
            elif value is not None:
                reason = say("is not a list") if is_list else say("is not an object")
                self._problems.add(place, raw.resource, name, ProblemKind.WRONG_TYPE, Outcome.WITHOUT, reason)

    def _walk_list(self, parent: str, identity: str, resource: str, items: list[Any], place: Place) -> None:
        if resource in POINTERS:
            entity, pointer = POINTERS[resource]
            links = {entity: parent, pointer: identity}
        else:
            field = parent_field(parent, resource)
            links = {field: identity} if field else {}
        for number, item in enumerate(items):
            at = Place(place.file, place.row, f"{place.path}[{number}]")
            if isinstance(item, dict):
                self._walk(resource, item, at, links)
            else:
                reason = say("is not an object")
                self._problems.add(at, resource, "", ProblemKind.WRONG_TYPE, Outcome.LEFT_OUT, reason)

    def _walk_one(self, raw: Raw, resource: str, told: dict[str, Any], place: Place) -> None:
        links: dict[str, Any] = {}
        organization = raw.links.get("organization_id")
        if resource == "program" and "organization_id" not in told and organization:
            links = {"organization_id": organization}
        identity = self._walk(resource, told, place, links)
        field = next(name for name, target in resources()[raw.resource].links.items() if target == resource)
        if identity is not None:
            raw.links.setdefault(field, identity)


def _fit(before: dict[str, Any], links: dict[str, Any]) -> bool:
    return all(before.get(name, value) == value for name, value in links.items())


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
