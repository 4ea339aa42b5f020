"""An agency as a curator types it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from network.providers.words import OrganizationWords, PhoneNumber
from web.forms import repeated
from web.forms.repeated import Values
from web.forms.typed import Typed

TEXTS = ("name", "alternate_name", "description", "email", "website")
FLAGS = ("is_member", "is_victim_service")
FIELDS = (*TEXTS, "alternate_name_es", "description_es", *FLAGS, "phones")


@dataclass(frozen=True)
class TypedAgency:
    """What a form says, for `add_organization` and `change_organization`."""

    words: OrganizationWords
    phones: tuple[PhoneNumber, ...]


def agency_values(words: OrganizationWords, phones: Sequence[PhoneNumber]) -> Values:
    """What stands in the form first."""
    values: Values = {name: getattr(words, name) for name in TEXTS}
    values |= {f"{name}_es": text for name, text in words.spanish.items()}
    values |= {name: "yes" if getattr(words, name) else "" for name in FLAGS}
    return values | repeated.phone_values(phones)


def typed_agency(
    typed: Typed, before: OrganizationWords, phones: Sequence[PhoneNumber], *, with_flags: bool
) -> TypedAgency:
    """The agency as typed; only curators are asked whether it is a member. Raises Invalid."""
    words = replace(
        before,
        **{name: typed.text(name) for name in TEXTS},  # type: ignore[arg-type]
        spanish={name: typed.text(f"{name}_es") for name in ("alternate_name", "description")},
    )
    if with_flags:
        words = replace(words, **{name: typed.ticked(name) for name in FLAGS})  # type: ignore[arg-type]
    return TypedAgency(words, repeated.typed_phones(typed, phones))
