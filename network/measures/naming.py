"""What the rows of a table are called."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, select

from network.measures.tree import OWN, Key
from network.places.naming import PlaceNames
from network.rules.measures import By
from network.search.kindred import kind_name
from network.tables import Organization, Service
from network.words import say, speak

NETWORK = say("The whole network")


@dataclass(frozen=True)
class Names:
    """Names in one language, with the operator's own places."""

    language: str
    places: PlaceNames
    agencies: dict[str, str]

    def of(self, key: Key) -> str:
        """The name of a row; an agency that is gone has its id."""
        by, code = key
        match by:
            case By.KIND if code.endswith(OWN):
                kind = kind_name(code.removesuffix(OWN), self.language)
                return speak(say("{kind}, not said which", kind=kind), self.language)
            case By.KIND:
                return kind_name(code, self.language)
            case By.SERVICE | By.ORGANIZATION:
                return self.agencies.get(code, code)
            case By.AREA:
                return self._area(*code.split("/"))
            case _:
                return speak(NETWORK, self.language)

    def _area(self, county: str, zip_code: str | None = None) -> str:
        if zip_code is None:
            return self.places.county(county) if county else speak(say("Place not known"), self.language)
        town = self.places.town(zip_code)
        return f"{zip_code} {town}".strip() or speak(say("ZIP code not known"), self.language)


def names_for(session: Session, keys: Iterable[Key], language: str, places: PlaceNames) -> Names:
    """The names of these rows, in one statement each for agencies and services."""
    wanted = {by: {code for one, code in keys if one is by} for by in (By.ORGANIZATION, By.SERVICE)}
    agencies: dict[str, str] = {}
    for table, by in ((Organization, By.ORGANIZATION), (Service, By.SERVICE)):
        if wanted[by]:
            found = session.exec(select(table.id, table.name))
            agencies |= {str(one): name for one, name in found if str(one) in wanted[by]}
    return Names(language, places, agencies)
