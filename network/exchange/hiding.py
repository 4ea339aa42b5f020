"""Takes away whatever would tell where a confidential place is, before anything is kept or sent."""

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping

from network.exchange.draft import Draft, Record
from network.exchange.known import Rows
from network.exchange.own import is_yes
from network.exchange.problems import Outcome, ProblemKind
from network.exchange.shape import HIDDEN_FIELDS, HIDDEN_NAMES
from network.providers.kinds.reading import fact_term_id, read_facts
from network.tables import Precision
from network.words import say

SAYS_CONFIDENTIAL = {"confidential", "is confidential", "confidential location", "place confidential"}


def hide_confidential_places(draft: Draft, existing: Rows) -> None:
    """Confidential by what came in, or already so here: an import never makes a place public."""
    hidden = _said_confidential(draft)
    hidden |= {identity for identity, row in existing["location"].items() if row["is_confidential"]}
    addresses = [one for one in draft.of("address").values() if one.values["location_id"] in hidden]
    with_address = {one.values["location_id"] for one in addresses}
    for identity in hidden & draft.of("location").keys():
        record = draft.of("location")[identity]
        told = any(record.values[field] is not None for field in HIDDEN_FIELDS)
        record.values |= dict.fromkeys(HIDDEN_FIELDS)
        record.extra.clear()
        record.own |= {"is_confidential": True, "precision": Precision.UNKNOWN}
        _keep_names(record, existing["location"].get(identity))
        if identity in with_address or told:
            reason = say("is confidential: its address and coordinates were not taken in")
            draft.note(record, "", ProblemKind.KEPT_PRIVATE, Outcome.NOTED, reason)
    draft.translations = {
        key: text
        for key, text in draft.translations.items()
        if not (key[0] == "location" and key[1] in hidden and key[2] in HIDDEN_FIELDS)
    }
    for address in addresses:
        draft.drop(address)
    _drop_history(draft, hidden)


def _keep_names(record: Record, before: RowMapping | None) -> None:
    """No export says what a confidential place is called, so that one which comes back takes no name away."""
    if before is not None and not any(record.values[name] for name in HIDDEN_NAMES):
        record.values |= {name: before[name] for name in HIDDEN_NAMES}


def _drop_history(draft: Draft, hidden: set[UUID]) -> None:
    """What was changed may say what it was before."""
    gone = draft.left_out["address"]
    for record in list(draft.of("metadata").values()):
        if record.values["resource_id"] in hidden or record.values["resource_id"] in gone:
            draft.drop(record)


def _said_confidential(draft: Draft) -> set[UUID]:
    hidden = {record.id for record in draft.of("location").values() if record.own.get("is_confidential")}
    terms = _confidential_terms(draft)
    for record in draft.of("attribute").values() if terms else ():
        values = record.values
        if values["taxonomy_term_id"] in terms and (values["value"] is None or is_yes(values["value"])):
            if values["link_entity"] == "location":
                hidden.add(values["link_id"])
            elif place := draft.of("service_at_location").get(values["link_id"]):
                hidden.add(place.values["location_id"])
    return hidden


def _confidential_terms(draft: Draft) -> set[UUID]:
    return set(_our_confidential_facts()) | {
        record.id
        for record in draft.of("taxonomy_term").values()
        if SAYS_CONFIDENTIAL & {_plain(record.values["code"]), _plain(record.values["name"])}
    }


def _plain(text: Any) -> str:
    return " ".join(str(text or "").casefold().replace("_", " ").replace("-", " ").replace(".", " ").split())


@cache
def _our_confidential_facts() -> frozenset[UUID]:
    return frozenset(fact_term_id(fact.code) for fact in read_facts() if fact.code.endswith(".confidential"))
