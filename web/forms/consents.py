"""What is chosen and typed when somebody permits something; read into a Signing, judged by the rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from network.errors import Invalid
from network.ids import new_id
from network.rules.consent import Scan, Signing
from network.rules.scans import MOST_BYTES
from network.tables.case import CaseRole
from network.tables.consent import EndEvent, InformationKind, Proceeding, Purpose, SigningWay
from network.words import Say, say
from web.forms.ids import id_or_none
from web.forms.typed import Typed

Choice = TypeVar("Choice", bound=StrEnum)
MOST_CHOSEN = 60

DATES = (
    "effective_from",
    "expires_on",
    "condition_set_on",
    "treatment_ends_on",
    "final_disposition_on",
    "revocable_on",
)
ON_PAPER = frozenset(
    {"way", "signed_name", "signature", "witness_name", "representative", "representative_authority",
     "could_decide", "scan", "seen"}
)  # fmt: skip
"""Fields of the second page, where the text is read and signed; all others stand on the first."""
NOT_A_DATE = say("Choose a day, or type it like 2026-12-31.")


@dataclass(frozen=True)
class ConsentForm:
    """Both pages of the form as they were sent, and the file that came with them."""

    typed: Typed
    file: bytes | None = None  # None: none was chosen

    @property
    def next(self) -> str:
        return self.typed.text("next")

    def signing(self, scan: Scan | None = None) -> Signing:
        """What was asked and answered. Raises Invalid for days that are none."""
        typed, days = self.typed, self._days()
        condition = typed.text("condition")
        return Signing(
            is_condition={"yes": True, "no": False}.get(condition),
            recipient_organization_ids=_ids(typed.several("recipient_organization_ids")),
            told=frozenset(_chosen(InformationKind, typed.several("told"))),
            told_back=frozenset(_chosen(InformationKind, typed.several("told_back"))),
            purposes=frozenset(self._purposes()),
            asked_by_person=typed.ticked("asked_by_person"),
            effective_from=days["effective_from"],
            expires_on=days["expires_on"],
            expires_event=_one(EndEvent, typed.text("expires_event")),
            language=typed.text("language") or "en",
            used_interpreter=typed.ticked("used_interpreter"),
            monitor_account_ids=_ids(typed.several("monitor_account_ids")),
            monitor_roles=frozenset(_chosen(CaseRole, typed.several("monitor_roles"))),
            monitored=frozenset(_chosen(InformationKind, typed.several("monitored"))),
            proceeding=_one(Proceeding, typed.text("proceeding")),
            condition_authority=typed.text("condition_authority"),
            condition_reference=typed.text("condition_reference"),
            condition_set_on=days["condition_set_on"],
            treatment_ends_on=days["treatment_ends_on"],
            final_disposition_on=days["final_disposition_on"],
            factors=typed.text("factors"),
            revocable_on=days["revocable_on"],
            revocable_event=_one(EndEvent, typed.text("revocable_event")),
            way=_one(SigningWay, typed.text("way")),
            signed_name=typed.text("signed_name"),
            signature=self._signature(),
            witness_name=typed.text("witness_name"),
            representative=typed.text("representative"),
            representative_authority=typed.text("representative_authority"),
            could_decide=typed.ticked("could_decide"),
            scan=scan,
            consent_id=id_or_none(typed.text("consent_id")),
        )

    def shown(self) -> dict[str, str | tuple[str, ...]]:
        """Everything that was chosen and typed, to be shown again; a file cannot be."""
        return {**self.typed.shown(), "consent_id": self.typed.text("consent_id") or str(new_id())}

    def _purposes(self) -> Iterable[Purpose]:
        yield from _chosen(Purpose, self.typed.several("purposes"))
        if self.typed.text("condition") == "yes":
            yield Purpose.MONITORING  # the consent under 2.35 is for nothing else

    def _signature(self) -> str:
        """What was drawn, only where the person signs on the screen; unlike all else it may be long."""
        drawn = self.typed.given.get("signature", "")
        drawn = drawn[0] if isinstance(drawn, list) and drawn else drawn
        return str(drawn) if self.typed.text("way") == SigningWay.SCREEN else ""

    def _days(self) -> dict[str, date | None]:
        days: dict[str, date | None] = {}
        problems: dict[str, Say] = {}
        for name in DATES:
            text = self.typed.text(name)
            try:
                days[name] = date.fromisoformat(text) if text else None
            except ValueError:
                problems[name] = NOT_A_DATE
        if problems:
            raise Invalid(problems)
        return days


@dataclass(frozen=True)
class WithdrawalForm:
    """All of a consent, or only what is about one agency."""

    agency: str = ""

    def checked(self) -> UUID | None:
        """The agency, or None for all. Raises Invalid: what is meant must be clear."""
        agency = id_or_none(self.agency)
        if self.agency and agency is None:
            raise Invalid({"agency": say("Say again what is to be taken back.")})
        return agency


def read_form(given: Mapping[str, object]) -> ConsentForm:
    """The form as it came, urlencoded or with a file."""
    file = next((one for one in _flat(given.get("scan")) if hasattr(one, "file")), None)
    content = file.file.read(MOST_BYTES + 1) if file is not None else b""
    texts = {name: [one for one in _flat(value) if isinstance(one, str)] for name, value in given.items()}
    return ConsentForm(Typed(texts), content or None)


def _flat(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _chosen(options: type[Choice], texts: Iterable[str]) -> Iterable[Choice]:
    return (options(text) for text in texts if text in set(options))


def _one(options: type[Choice], text: str) -> Choice | None:
    return options(text) if text in set(options) else None


def _ids(texts: Iterable[str]) -> tuple[UUID, ...]:
    found = (id_or_none(text) for text in list(texts)[:MOST_CHOSEN])
    return tuple(dict.fromkeys(one for one in found if one is not None))
