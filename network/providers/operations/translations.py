"""Texts of the directory in another language than English."""

from sqlmodel import Session, select

from network.actors import Actor
from network.errors import Invalid
from network.providers.checks import clean
from network.providers.operations.rows import Owner, entity_of
from network.providers.operations.telling import require_edit, tell_changed
from network.providers.words import TRANSLATED
from network.tables import Translation
from network.words import LANGUAGES, say


def put_translation(
    session: Session, actor: Actor, record: Owner, *, field: str, language: str, text: str
) -> None:
    """The record's field in this language; an empty text takes it away. Raises Invalid, NotAllowed."""
    require_edit(session, actor, record)
    if field not in TRANSLATED.get(entity_of(record), ()) or language not in LANGUAGES or language == "en":
        raise Invalid({"field": say("This text cannot be translated.")})
    found = session.exec(
        select(Translation).where(
            Translation.entity_id == record.id, Translation.field == field, Translation.language == language
        )
    ).one_or_none()
    text = clean(text)
    if found is not None and not text:
        session.delete(found)
    elif text:
        translation = found or Translation(
            entity=entity_of(record),
            entity_id=record.id,
            field=field,
            language=language,
            text=text,
            source_id=record.source_id,
        )
        translation.text = text
        session.add(translation)
    tell_changed(session, actor, record, "words")
