"""Checks every record against the official fields: types, allowed values, what is required."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from network.exchange.draft import Draft, Record, naming_of
from network.exchange.incoming import SAID_NOWHERE, Raw
from network.exchange.known import VOCABULARY
from network.exchange.own import read_own, read_translations
from network.exchange.problems import Outcome, ProblemKind
from network.exchange.shape import resources
from network.exchange.values import Odd, Reader, Refused, clean_deep, offset_of, reader_of, uuid_in
from network.ids import id_from
from network.providers.kinds.reading import facts_taxonomy_id, kinds_taxonomy_id
from network.words import Say, say

LONGEST_ID = 500
REFUSED = object()


@dataclass(frozen=True, slots=True)
class _Check:
    name: str
    read: Reader | None  # None: a reference
    is_required: bool


@cache
def _checks(resource: str) -> tuple[_Check, ...]:
    return tuple(
        _Check(name, None if field.kind == "uuid" else reader_of(resource, field), field.is_required)
        for name, field in resources()[resource].fields.items()
        if name != "id"
    )


class Checking:
    """Turns records as written into a draft. `forced`: the source they are all said to be from."""

    def __init__(self, draft: Draft, default_source: str, *, forced: bool) -> None:
        self._draft = draft
        self._default, self._forced = default_source, forced
        self._originals: dict[UUID, str] = {}
        self._uuids: dict[str, UUID] = {}  # most are written many times
        self._vocabularies = {kinds_taxonomy_id(), facts_taxonomy_id()}

    def check_all(self, raws: Iterable[Raw]) -> None:
        """Check and keep them, in the order in which they come."""
        for raw in raws:
            record = self._check(raw)
            if record is not None:
                self._keep(record, raw)

    def written(self, identity: UUID) -> str:
        """A reference as it was written."""
        return self._originals.get(identity, str(identity))

    def _check(self, raw: Raw) -> Record | None:
        source = self._source(raw)
        naming = naming_of(source)
        identity, original = self._identity(raw, naming)
        values = {check.name: self._value(raw, check, naming) for check in _checks(raw.resource)}
        if identity is None:
            return None
        if REFUSED in values.values():
            self._draft.left_out[raw.resource].add(identity)
            return None
        if raw.resource == "schedule":
            _keep_offset(raw, values)
        own = read_own(raw, self._draft) if raw.own else {}
        extra = clean_deep({**raw.own_extra(), **raw.extra}) if raw.own or raw.extra else {}
        if raw.resource in VOCABULARY and self._is_ours(identity, values):
            source = None
        return Record(raw.resource, identity, original, source, values, own, extra, raw.place, raw.is_whole)

    def _value(self, raw: Raw, check: _Check, naming: UUID) -> Any:
        """The value of a field; None for nothing, REFUSED when a required one is missing or wrong."""
        name = check.name
        value = raw.links.get(name) if name in raw.links else raw.values.get(name)
        if value is None and not check.is_required:
            return None
        if value is not None and value != "":
            value = self._reference(value, naming) if check.read is None else self._read(raw, check, value)
        if (value is None or value == "") and check.is_required:
            self._refuse(raw, name, ProblemKind.MISSING, say("is required and missing"))
            return REFUSED
        return None if value == "" else value

    def _keep(self, record: Record, raw: Raw) -> None:
        kept = self._draft.of(record.resource)
        before = kept.get(record.id)
        if before is not None:
            same = before.values == record.values
            reason = (
                say("stands there twice")
                if same
                else say("another record (row {row}) has this id", row=before.place.row)
            )
            outcome = Outcome.NOTED if same else Outcome.LEFT_OUT
            self._draft.note(record, "id", ProblemKind.DUPLICATE, outcome, reason, record.id)
            return
        kept[record.id] = record
        for (field, language), text in read_translations(raw).items():
            self._draft.translations[record.resource, record.id, field, language] = text

    def _source(self, raw: Raw) -> str | None:
        if self._forced or raw.source is SAID_NOWHERE:
            return self._default
        return raw.source if isinstance(raw.source, str) else None

    def _identity(self, raw: Raw, naming: UUID) -> tuple[UUID | None, str]:
        text = raw.values.get("id")
        text = str(text).strip() if isinstance(text, (str, int)) else ""
        if not text or len(text) > LONGEST_ID:
            self._refuse(raw, "id", ProblemKind.MISSING, say("is required and missing"))
            return None, ""
        identity = uuid_in(text)
        if identity is None:
            if not raw.is_copy:
                reason = say("is not a UUID; one was made of it, and it is kept beside")
                self._draft.problems.add(
                    raw.place, raw.resource, "id", ProblemKind.NOT_UUID, Outcome.NOTED, reason, text
                )
            identity = self._reference(text, naming)
        said = raw.own.get("original_id")
        original = said if isinstance(said, str) else "" if text == str(identity) else text
        return identity, clean_deep(original)

    def _reference(self, value: Any, naming: UUID) -> UUID | None:
        known = self._uuids.get(value) if isinstance(value, str) else None
        if known is not None:
            return known
        text = value.strip() if isinstance(value, str) else str(value)
        identity = uuid_in(text)
        if identity is not None:
            self._uuids[text] = identity
        if identity is None and text:
            identity = id_from(naming, text[:LONGEST_ID])
            self._originals[identity] = text[:LONGEST_ID]
        return identity

    def _read(self, raw: Raw, check: _Check, value: Any) -> Any:
        assert check.read is not None
        try:
            return check.read(value)
        except Odd as odd:
            self._draft.problems.add(
                raw.place, raw.resource, check.name, ProblemKind.READ_AS, Outcome.NOTED, odd.reason, value
            )
            return odd.value
        except Refused as refused:
            if check.is_required:
                self._refuse(raw, check.name, refused.kind, refused.reason, value)
                return REFUSED
            self._draft.problems.add(
                raw.place, raw.resource, check.name, refused.kind, Outcome.WITHOUT, refused.reason, value
            )
            if refused.kind is not ProblemKind.TOO_LONG:
                raw.extra[check.name] = value
            return None

    def _refuse(self, raw: Raw, name: str, kind: ProblemKind, reason: Say, value: object = "") -> None:
        self._draft.problems.add(raw.place, raw.resource, name, kind, Outcome.LEFT_OUT, reason, value)

    def _is_ours(self, identity: UUID, values: dict[str, Any]) -> bool:
        return identity in self._vocabularies or values.get("taxonomy_id") in self._vocabularies


def _keep_offset(raw: Raw, values: dict[str, Any]) -> None:
    """HSDS writes the time zone behind the time; here it has a column."""
    if values["timezone"] is None:
        offset = offset_of(raw.values.get("opens_at"))
        values["timezone"] = offset_of(raw.values.get("closes_at")) if offset is None else offset
