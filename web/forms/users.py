"""What administrators may type about accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from network.accounts.queries import AccountFilter, Standing
from network.actors import Role
from network.words import Say
from web.pages.filled import Filled

LONGEST = 300


@dataclass(frozen=True)
class InviteForm:
    """Somebody new."""

    name: str = ""
    email: str = ""
    organization_id: str = ""
    language: str = "en"
    roles: list[str] | str = ""

    @property
    def chosen_roles(self) -> set[Role]:
        return read_roles(self.roles)

    @property
    def organization(self) -> UUID | None:
        return read_uuid(self.organization_id)

    def filled(self, problems: Mapping[str, Say]) -> Filled:
        return Filled(
            {
                "name": _plain(self.name),
                "email": _plain(self.email),
                "organization_id": _plain(self.organization_id),
                "language": _plain(self.language),
                "roles": tuple(sorted(self.chosen_roles)),
            },
            problems,
        )


@dataclass(frozen=True)
class RolesForm:
    """All roles that an account has from now on."""

    roles: list[str] | str = ""

    @property
    def chosen_roles(self) -> set[Role]:
        return read_roles(self.roles)


@dataclass(frozen=True)
class UsersQuery:
    """Which accounts to list, as the address of the page says it. What cannot be read asks for nothing."""

    words: str = ""
    role: str = ""
    status: str = ""
    organization_id: str = ""
    page: int = 1

    @classmethod
    def read(cls, given: Mapping[str, list[str]]) -> "UsersQuery":
        def first(name: str) -> str:
            return _plain(next(iter(given.get(name, ())), ""))

        page = first("page")
        return cls(
            first("q").strip(),
            first("role") if first("role") in set(Role) else "",
            first("status") if first("status") in set(Standing) else "",
            first("organization_id") if read_uuid(first("organization_id")) else "",
            int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        )

    @property
    def wanted(self) -> AccountFilter:
        return AccountFilter(
            words=self.words,
            role=Role(self.role) if self.role else None,
            standing=Standing(self.status) if self.status else None,
            organization_id=read_uuid(self.organization_id),
            page=self.page,
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.is_filtered)

    @property
    def is_filtered(self) -> bool:
        return bool(self.role or self.status or self.organization_id)

    @property
    def filled(self) -> Filled:
        return Filled(
            {
                "q": self.words,
                "role": self.role,
                "status": self.status,
                "organization_id": self.organization_id,
            }
        )

    def href(self, page: int) -> str:
        """The same list, another page of it."""
        named = {
            "q": self.words,
            "role": self.role,
            "status": self.status,
            "organization_id": self.organization_id,
            "page": str(page) if page > 1 else "",
        }
        query = urlencode({name: value for name, value in named.items() if value})
        return f"/users?{query}" if query else "/users"


def read_roles(given: list[str] | str) -> set[Role]:
    """The roles among what a form says; anything else is no role."""
    names = [given] if isinstance(given, str) else given
    return {Role(name) for name in names if name in set(Role)}


def _plain(typed: str) -> str:
    """What can stand on a page again."""
    return "".join(sign for sign in typed[:LONGEST] if sign.isprintable())


def read_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
