"""Writes the rows that belong to a record: what stays as it was keeps its id, the rest goes and comes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from network.providers.words import TRANSLATED
from network.tables import (
    HsdsRow,
    Language,
    Location,
    Organization,
    Phone,
    Service,
    ServiceAtLocation,
    Translation,
)

Owner = Organization | Service | Location | ServiceAtLocation


def entity_of(row: HsdsRow) -> str:
    """The name of the row's table, as HSDS and translations call it."""
    return str(type(row).__tablename__)


def services_of(session: Session, record: Owner) -> list[UUID]:
    """The services whose listing shows this record."""
    match record:
        case Service():
            return [record.id]
        case ServiceAtLocation():
            return [record.service_id]
        case Location():
            found = select(ServiceAtLocation.service_id).where(ServiceAtLocation.location_id == record.id)
            return list(session.exec(found))
        case Organization():
            return list(session.exec(select(Service.id).where(Service.organization_id == record.id)))


def add_rows(
    session: Session,
    table: type[Any],
    owner: Owner,
    rows: Iterable[tuple[Mapping[str, Any], Mapping[str, str]]],
) -> list[Any]:
    """New rows of an owner, each with its translations."""
    made = []
    for values, spanish in rows:
        row = table(
            **{name: value if value != "" else None for name, value in values.items()},
            **{f"{entity_of(owner)}_id": owner.id},
            source_id=owner.source_id,
        )
        session.add(row)
        add_translations(session, row, spanish)
        made.append(row)
    return made


def replace_rows(
    session: Session,
    table: type[Any],
    owner: Owner,
    rows: Sequence[tuple[Mapping[str, Any], Mapping[str, str]]],
) -> list[Any]:
    """The owner's rows become these; returns them in the given order."""
    column = getattr(table, f"{entity_of(owner)}_id")
    before = list(session.exec(select(table).where(column == owner.id).order_by(table.id)))
    kept: list[Any] = []
    for values, spanish in rows:
        same = next((row for row in before if _says(row, values)), None)
        if same is None:
            kept += add_rows(session, table, owner, [(values, spanish)])
        else:
            before.remove(same)
            put_translations(session, same, spanish)
            kept.append(same)
    remove_rows(session, table, [row.id for row in before])
    return kept


def _says(row: Any, values: Mapping[str, Any]) -> bool:
    return all((getattr(row, name) or None) == (value or None) for name, value in values.items())


def remove_rows(session: Session, table: type[Any], ids: Sequence[UUID]) -> None:
    """Take rows away with their translations; a telephone number with its languages."""
    if not ids:
        return
    session.flush()
    if table is Phone:
        session.exec(delete(Language).where(col(Language.phone_id).in_(ids)))
    session.exec(delete(Translation).where(col(Translation.entity_id).in_(ids)))
    session.exec(delete(table).where(table.id.in_(ids)))


def add_translations(session: Session, row: HsdsRow, spanish: Mapping[str, str]) -> None:
    """Spanish texts of a row that is new."""
    known = TRANSLATED.get(entity_of(row), ())
    session.add_all(
        Translation(
            entity=entity_of(row),
            entity_id=row.id,
            field=name,
            language="es",
            text=text,
            source_id=row.source_id,
        )
        for name, text in spanish.items()
        if text and name in known
    )


def put_translations(
    session: Session, row: HsdsRow, spanish: Mapping[str, str], *, fields: Iterable[str] | None = None
) -> None:
    """The row's Spanish texts become these; fields outside `fields` (None: all that may have one) stay."""
    known = set(TRANSLATED.get(entity_of(row), ())) & set(
        fields if fields is not None else TRANSLATED.get(entity_of(row), ())
    )
    found = session.exec(
        select(Translation).where(Translation.entity_id == row.id, Translation.language == "es")
    )
    before = {translation.field: translation for translation in found}
    for name in known:
        text = spanish.get(name, "")
        if name in before and text:
            before[name].text = text
        elif name in before:
            session.delete(before[name])
        elif text:
            add_translations(session, row, {name: text})
