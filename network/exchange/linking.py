"""Follows every reference: what points to nothing loses it, or is left out when it cannot do without."""

from collections import defaultdict
from collections.abc import Callable
from uuid import UUID

from network.exchange.draft import Draft, Record
from network.exchange.known import Known, Rows
from network.exchange.problems import Outcome, ProblemKind
from network.exchange.shape import FORGOTTEN_LINKS, POINTERS, kept_resources, resources
from network.words import Say, say

# What can stand alone; all else belongs to something.
STANDS_ALONE = {"taxonomy", "taxonomy_term", "organization", "program", "service", "location"}
Written = Callable[[UUID], str]
Elsewhere = dict[
    str, dict[UUID, str | None]
]  # referenced records that are only in the database → their source


def adopt_places(draft: Draft, known: Known) -> None:
    """A service stands at a location once: another id for the same two means the one that is known."""
    records = draft.of("service_at_location")
    before = known.places_of(draft.of("service"))
    other_names: dict[UUID, UUID] = {}
    for record in list(records.values()):
        pair = (record.values["service_id"], record.values["location_id"])
        known_as = before.setdefault(pair, record.id)
        if known_as == record.id:
            continue
        other_names[record.id] = known_as
        del records[record.id]
        if known_as in records:
            reason = say("this service already stands at this location")
            draft.note(record, "id", ProblemKind.DUPLICATE, Outcome.NOTED, reason, record.id)
        else:
            record.original_id = record.original_id or str(record.id)
            record.id = known_as
            records[known_as] = record
    if other_names:
        _rename(draft, "service_at_location", other_names)


def _rename(draft: Draft, resource: str, other_names: dict[UUID, UUID]) -> None:
    for name, shape in resources().items():
        fields = [field for field, target in shape.links.items() if target == resource]
        fields += [POINTERS[name][1]] if name in POINTERS else []
        for record in draft.of(name).values() if fields else ():
            for field in fields:
                record.values[field] = other_names.get(record.values[field], record.values[field])
    draft.translations = {
        (name, other_names.get(identity, identity) if name == resource else identity, field, language): text
        for (name, identity, field, language), text in draft.translations.items()
    }


def refuse_others_records(draft: Draft, known: Known, existing: Rows) -> None:
    """An id that another source brought here is not overwritten; of a shared vocabulary, theirs is used."""
    for resource, rows in existing.items():
        for identity, row in rows.items():
            record = draft.of(resource)[identity]
            theirs = known.source_name(row["source_id"])
            if theirs == record.source or known.may_be_used(resource, theirs, record.source):
                continue
            reason = say("has the id of a record of {source}; nothing was merged", source=theirs or "Trestle")
            draft.leave_out(record, "id", ProblemKind.OTHER_SOURCE, reason, identity)


def follow_references(draft: Draft, known: Known, written: Written) -> None:
    """Check every reference, parents first, so that what falls takes along what needs it."""
    elsewhere = _elsewhere(draft, known)
    for resource in resources():
        for record in list(draft.of(resource).values()):
            _follow(draft, known, elsewhere, written, record)
    for resource, links in FORGOTTEN_LINKS.items():
        _break_circles(draft, known, resource, next(iter(links)))
    draft.translations = {key: text for key, text in draft.translations.items() if key[1] in draft.of(key[0])}


def _elsewhere(draft: Draft, known: Known) -> Elsewhere:
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for resource, shape in resources().items():
        for record in draft.of(resource).values():
            for target, identity in _references(record, shape.links):
                if target in kept_resources() and identity not in draft.of(target):
                    wanted[target].add(identity)
    return {target: known.sources_of(target, ids) for target, ids in wanted.items()}


def _references(record: Record, links: dict[str, str]) -> list[tuple[str, UUID]]:
    found = [(target, record.values[field]) for field, target in links.items()]
    if record.resource in POINTERS:
        entity, pointer = POINTERS[record.resource]
        found.append((record.values[entity], record.values[pointer]))
    return [(target, identity) for target, identity in found if identity is not None]


def _follow(draft: Draft, known: Known, elsewhere: Elsewhere, written: Written, record: Record) -> None:
    shape = resources()[record.resource]
    pointed = False
    for field, target in shape.links.items():
        identity = record.values[field]
        if identity is None:
            continue
        pointed = True
        if _is_there(draft, known, elsewhere, record, target, identity):
            continue
        kind, reason = _why_not(draft, elsewhere, target, identity)
        if field in shape.required_links:
            draft.leave_out(record, field, kind, reason, written(identity))
            return
        draft.note(record, field, kind, Outcome.WITHOUT, reason, written(identity))
        record.values[field] = None
        if kind is ProblemKind.NOT_FOUND:
            record.extra.setdefault(field, written(identity))
    if pointed and record.resource not in STANDS_ALONE and all(record.values[f] is None for f in shape.links):
        reason = say("belongs to nothing that came in")
        draft.leave_out(record, "", ProblemKind.PARENT_LEFT_OUT, reason)
        return
    if record.resource in POINTERS:
        _follow_pointer(draft, known, elsewhere, written, record)


def _follow_pointer(
    draft: Draft, known: Known, elsewhere: Elsewhere, written: Written, record: Record
) -> None:
    entity, pointer = POINTERS[record.resource]
    target, identity = record.values[entity], record.values[pointer]
    if target not in kept_resources() or target == record.resource:
        reason = say("says something of a kind of record that is not kept: {kind}", kind=str(target)[:80])
        draft.leave_out(record, entity, ProblemKind.NOT_FOUND, reason, target)
    elif not _is_there(draft, known, elsewhere, record, target, identity):
        kind, reason = _why_not(draft, elsewhere, target, identity)
        draft.leave_out(record, pointer, kind, reason, written(identity))


def _is_there(
    draft: Draft, known: Known, elsewhere: Elsewhere, record: Record, target: str, identity: UUID
) -> bool:
    if identity in draft.of(target):
        return True
    if identity in draft.left_out[target] or identity not in elsewhere.get(target, {}):
        return False
    return known.may_be_used(target, elsewhere[target][identity], record.source)


def _why_not(draft: Draft, elsewhere: Elsewhere, target: str, identity: UUID) -> tuple[ProblemKind, Say]:
    if identity in draft.left_out[target]:
        return ProblemKind.PARENT_LEFT_OUT, say("the {record} it belongs to was left out", record=target)
    if identity in elsewhere.get(target, {}):
        return ProblemKind.OTHER_SOURCE, say("the {record} it belongs to is of another source", record=target)
    return ProblemKind.NOT_FOUND, say("there is no {record} with this id", record=target)


def _break_circles(draft: Draft, known: Known, resource: str, field: str) -> None:
    """Nothing stands above itself."""
    records = draft.of(resource)
    above = {
        record.id: record.values[field] for record in records.values() if record.values[field] is not None
    }
    if not above:
        return
    if any(parent not in records for parent in above.values()):
        above = known.parents(resource) | above
    for record in records.values():
        seen, parent = {record.id}, above.get(record.id)
        while parent is not None and parent not in seen:
            seen.add(parent)
            parent = above.get(parent)
        if parent == record.id:
            reason = say("stands above itself; this was left out")
            draft.note(record, field, ProblemKind.CIRCLE, Outcome.WITHOUT, reason, record.values[field])
            record.values[field] = None
            above.pop(record.id)
