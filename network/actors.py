"""Who is acting: the only view of a person that the domain ever gets."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from network.clock import today_in


class Role(StrEnum):
    """What an account may do in the network; apart from the role a person has in one case."""

    OFFICER = "officer"
    COORDINATOR = "coordinator"
    SUPERVISOR = "supervisor"
    PROVIDER = "provider"
    LEADERSHIP = "leadership"
    PRIVACY = "privacy"
    CURATOR = "curator"
    ADMINISTRATOR = "administrator"


class ActorKind(StrEnum):
    """By what right somebody acts."""

    VISITOR = "visitor"  # not signed in
    STAFF = "staff"  # signed in with an account
    LINK = "link"  # holds a link from a message
    PERSON = "person"  # the person who is being helped, through their own link
    SYSTEM = "system"  # a job of the worker
    OPERATOR = "operator"  # the shell of the machine


@dataclass(frozen=True)
class Actor:
    """Somebody or something that acts. `id` is the account, link or person; None for the others."""

    kind: ActorKind
    id: UUID | None = None
    name: str = ""
    organization_id: UUID | None = None
    roles: frozenset[Role] = frozenset()
    language: str = "en"
    time_zone: str = "America/Chicago"

    @property
    def is_signed_in(self) -> bool:
        return self.kind is ActorKind.STAFF

    @property
    def today(self) -> date:
        """The day on the actor's calendar."""
        return today_in(self.time_zone)

    def has(self, *roles: Role) -> bool:
        """Whether this person holds at least one of the roles."""
        return not self.roles.isdisjoint(roles)


VISITOR = Actor(ActorKind.VISITOR)
SYSTEM = Actor(ActorKind.SYSTEM, name="Trestle")
OPERATOR = Actor(ActorKind.OPERATOR, name="Operator")
