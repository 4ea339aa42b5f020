"""Builds the nested HSDS object of a service from what was gathered: the same for exports and for reading."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from network.exchange import capacities
from network.exchange.gathering import Gathered, rows_of
from network.exchange.incoming import OURS
from network.exchange.nested_capacities import attributes_told, schedules_told, sums_told
from network.exchange.publishing import (
    Published,
    Row,
    is_our_vocabulary,
    kept_apart,
    publish,
    published_texts,
)
from network.exchange.shape import POINTERS, nested, properties, resources
from network.exchange.shared import Built
from network.exchange.values import ordered, told, uuid_in
from network.providers.queries.rows import Rows

# References that are not told by what stands in what.
SHOWN_LINKS = {
    ("location", "organization_id"),
    ("organization", "parent_organization_id"),
    ("taxonomy_term", "parent_id"),
}
LISTS_OF = {"attribute", "metadata"}
SHARED = {"taxonomy", "taxonomy_term"}

Object = dict[str, Any]


class Nesting:
    """Nests the services of one gathering."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self._sources = gathered.shared.sources
        self._line_source: UUID | None = None
        self._used: set[UUID] = set()
        self._built: dict[tuple[str, UUID, UUID | None], Built] = {}

    def service(self, service_id: UUID) -> Object:
        """The service with all that stands in it."""
        row = self._gathered.rows["service"][service_id]
        self._line_source, self._used = row["source_id"], set()
        whole = self._object("service", row)
        ours = {"source": None, **whole.pop(OURS, {})}
        if row["source_id"] is not None:
            self._used.add(row["source_id"])
            ours["source"] = self._sources[row["source_id"]]["name"]
        sources = [source_told(self._sources[identity]) for identity in self._used]
        ours["sources"] = sorted(sources, key=lambda source: source["name"])
        return {**whole, OURS: ours}

    def summary(self, service_id: UUID) -> Object:
        """The service with its organization and program only, as HSDS lists them."""
        row = self._gathered.rows["service"][service_id]
        shown = self._flat("service", row)
        shown["organization"] = self._flat(
            "organization", self._gathered.rows["organization"][row["organization_id"]]
        )
        if row["program_id"] is not None:
            shown["program"] = self._flat("program", self._gathered.rows["program"][row["program_id"]])
        if (source := self._sources.get(row["source_id"])) is not None:
            shown[OURS] = {"source": source["name"], "sources": [source_told(source)]}
        return shown

    def with_others(self, service_id: UUID) -> Object:
        """The service, and beside it what it points to that nested HSDS has no place for."""
        whole = self.service(service_id)
        also: dict[str, list[Object]] = {}
        if owners := self._owners(service_id):
            also["organization"] = [self._with_ours("organization", row) for row in owners]
        if terms := self._terms_above(whole):
            also["taxonomy_term"] = [self._object("taxonomy_term", row) for row in terms]
        if also:
            whole[OURS]["also"] = also
            sources = [source_told(self._sources[identity]) for identity in self._used]
            whole[OURS]["sources"] = sorted(sources, key=lambda source: source["name"])
        return whole

    def _object(self, resource: str, row: Row) -> Object:
        key = (resource, row["id"], self._line_source)
        kept = self._gathered.shared.built if resource in SHARED else self._built
        if key not in kept:
            before, self._used = self._used, set()
            built = self._build(resource, row)
            kept[key], self._used = (built, frozenset(self._used)), before
        built, used = kept[key]
        self._used |= used
        return built

    def _build(self, resource: str, row: Row) -> Object:
        published = self._published(resource, row)
        inside = nested()[resource]
        shown: Object = {}
        for name in _shown_names(resource):
            if name in inside:
                found = self._inside(resource, row, *inside[name])
                if found:
                    shown[name] = found
            elif name in published.values:
                shown[name] = published.values[name]
        return self._finished(resource, row, shown, published)

    def _inside(self, resource: str, row: Row, child: str, is_list: bool) -> Any:
        if child == "service_capacity":
            return sums_told(self._gathered, row)
        if not is_list:
            return self._one(child, row)
        if child in LISTS_OF:
            found = [self._object(child, one) for one in self._said_of(resource, row, child)]
            if child == "attribute" and resource == "service_at_location":
                found = sorted(
                    [*found, *attributes_told(self._gathered, row)], key=lambda one: str(one["id"])
                )
            return found
        rows = self._gathered.children.get((child, resource, row["id"]), ())
        found = [self._object(child, one) for one in rows]
        if child == "schedule" and resource == "service_at_location":
            found = sorted([*found, *schedules_told(self._gathered, row)], key=lambda one: str(one["id"]))
        return found

    def _said_of(self, resource: str, row: Row, child: str) -> Sequence[Row]:
        """Attributes or metadata of a record."""
        if child == "attribute":
            return self._gathered.attributes.get((resource, row["id"]), ())
        metadata = self._gathered.shared.metadata if resource in SHARED else self._gathered.metadata
        return metadata.get((resource, row["id"]), ())

    def _one(self, child: str, row: Row) -> Any:
        field = {"taxonomy_term": "taxonomy_term_id", "taxonomy": "taxonomy_id"}.get(child, f"{child}_id")
        shared = self._gathered.shared
        held: Rows = {"taxonomy_term": shared.terms, "taxonomy": shared.taxonomies}.get(
            child, self._gathered.rows.get(child, {})
        )
        return self._object(child, held[row[field]]) if row[field] is not None else None

    def _finished(self, resource: str, row: Row, shown: Object, published: Published) -> Object:
        ours = dict(published.own)
        if self._says_source(resource, row):
            source = self._sources.get(row["source_id"])
            ours["source"] = None if source is None else source["name"]
            self._used |= {row["source_id"]} - {None}
        apart = {name: value for name, value in published.extra.items() if name in kept_apart(resource)}
        if resource == "service" and capacities.is_kept(apart.get(capacities.KEPT_AS)):
            del apart[capacities.KEPT_AS]
        shown |= {
            name: ordered(value)
            for name, value in published.extra.items()
            if name not in kept_apart(resource)
        }
        if apart:
            ours["extra"] = ordered(apart)
        if texts := self._texts(resource, row):
            ours["translations"] = texts
        return {**shown, OURS: ours} if ours else shown

    def _says_source(self, resource: str, row: Row) -> bool:
        return resource != "service" and row["source_id"] != self._line_source and not (
            resource in SHARED and is_our_vocabulary(row)
        )  # fmt: skip

    def _texts(self, resource: str, row: Row) -> dict[str, dict[str, str]]:
        every = self._gathered.shared.texts if resource in SHARED else self._gathered.texts
        if (texts := every.get((resource, row["id"]))) is None:
            return {}
        by_language: dict[str, dict[str, str]] = {}
        is_hidden = resource == "location" and bool(row["is_confidential"])
        for (field, language), text in published_texts(resource, texts, is_hidden=is_hidden).items():
            by_language.setdefault(language, {})[field] = text
        return {language: by_language[language] for language in sorted(by_language)}

    def _published(self, resource: str, row: Row) -> Published:
        source = self._sources.get(row["source_id"])
        return publish(resource, row, takes_referrals=source is None or source["takes_referrals"])

    def _flat(self, resource: str, row: Row) -> Object:
        values = self._published(resource, row).values
        return {name: values[name] for name in _shown_names(resource) if name in values}

    def _with_ours(self, resource: str, row: Row) -> Object:
        return self._finished(resource, row, self._flat(resource, row), self._published(resource, row))

    def _owners(self, service_id: UUID) -> list[Row]:
        """Organizations above the service's own, owners of its places, and those above them."""
        owners = {row["id"]: row for row in rows_of(self._gathered, "owner")}
        every = {**self._gathered.rows["organization"], **owners}
        service = self._gathered.rows["service"][service_id]
        own = every[service["organization_id"]]
        places = self._gathered.children.get(("service_at_location", "service", service_id), ())
        locations = [self._gathered.rows["location"][place["location_id"]] for place in places]
        wanted = [own["parent_organization_id"], *(location["organization_id"] for location in locations)]
        found: dict[UUID, Row] = {}
        while wanted:
            identity = wanted.pop()
            if identity is not None and identity != own["id"] and identity not in found:
                found[identity] = every[identity]
                wanted.append(every[identity]["parent_organization_id"])
        return [found[identity] for identity in sorted(found)]

    def _terms_above(self, whole: Object) -> list[Row]:
        """Terms above those that the service and all in it say, which do not stand there themselves."""
        terms = self._gathered.shared.terms
        said = {known for identity in _term_ids(whole) if (known := uuid_in(identity)) in terms}
        found: dict[UUID, Row] = {}
        wanted = [terms[identity]["parent_id"] for identity in said]
        while wanted:
            identity = wanted.pop()
            if identity is not None and identity not in said and identity not in found:
                found[identity] = terms[identity]
                wanted.append(terms[identity]["parent_id"])
        return [found[identity] for identity in sorted(found)]


def source_told(source: Row) -> Object:
    """What readers must know of a source."""
    names = ("name", "kind", "notice", "notice_es", "licence", "url", "listed_on", "takes_referrals")
    shown = {name: told(source[name]) for name in names}
    return {name: value for name, value in shown.items() if value is not None}


@cache
def _shown_names(resource: str) -> tuple[str, ...]:
    """Its properties, without references that are told by what stands in what."""
    pointer = POINTERS[resource][1] if resource in POINTERS else None
    links = resources()[resource].links
    return tuple(
        name
        for name in properties()[resource]
        if name != pointer and (name not in links or (resource, name) in SHOWN_LINKS)
    )


def _term_ids(value: Any) -> set[str]:
    """Ids of all terms that stand anywhere in an object."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            if isinstance(term := one.get("taxonomy_term"), dict) and "id" in term:
                found.add(str(term["id"]))
            waiting += [inner for name, inner in one.items() if isinstance(inner, (list, dict)) and name not
            in {"taxonomy_term", OURS}]  # fmt: skip
    return found
