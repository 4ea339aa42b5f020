"""The parameters of the search in our OpenAPI: the same names as in the URL of the page."""

from dataclasses import dataclass

from litestar.openapi.spec import Operation, Parameter, Schema
from litestar.openapi.spec.enums import OpenAPIType

from network.rules.taking import Sex
from network.search.engine import DEFAULT_LIMIT, DEFAULT_MILES, MOST_LIMIT, Sort
from network.search.tokens import LONGEST_TEXT
from web.forms.search import MOST_MILES

TEXT, NUMBER, WHOLE = OpenAPIType.STRING, OpenAPIType.NUMBER, OpenAPIType.INTEGER
YES_OR_NO = Schema(type=OpenAPIType.BOOLEAN, default=False)
SEVERAL = Schema(type=OpenAPIType.ARRAY, items=Schema(type=TEXT))

PARAMETERS: dict[str, tuple[str, Schema]] = {
    "q": (
        "A need, a service, an agency, a town; English or Spanish. Typos and beginnings are understood.",
        Schema(type=TEXT, max_length=LONGEST_TEXT),
    ),
    "taxonomy": (
        "Codes of kinds of service, e.g. `treatment.otp`; one is enough. A kind finds its children.",
        SEVERAL,
    ),
    "near": ("A ZIP code, `latitude,longitude`, or a city and state.", Schema(type=TEXT)),
    "within_miles": (
        "How far from `near`, or `any`. Places that are private or not known stand after the measured ones.",
        Schema(type=NUMBER, exclusive_minimum=0, maximum=MOST_MILES, default=DEFAULT_MILES),
    ),
    "has_capacity": ("Only services that lately said they have a free place.", YES_OR_NO),
    "open_now": ("Only services that are known to be open at this moment.", YES_OR_NO),
    "accessible": ("Only places with wheelchair access.", YES_OR_NO),
    "court_ordered": ("Only services that accept court-ordered people.", YES_OR_NO),
    "takes_referrals": ("Only services to which a referral can be sent here.", YES_OR_NO),
    "include_old": ("Also listings that nobody has confirmed for a year.", YES_OR_NO),
    "language": ("ISO 639 codes of languages that are spoken; one is enough.", SEVERAL),
    "cost": ("Codes of costs and payers, e.g. `cost.free`, `payer.medicaid`; one is enough.", SEVERAL),
    "age": (
        "Leave out services for other ages.",
        Schema(type=WHOLE, minimum=0, maximum=120),
    ),
    "sex": (
        "Leave out services that are only for the other sex.",
        Schema(type=TEXT, enum=list(Sex)),
    ),
    "sort": (
        "`fit`: by the formula of docs/search.md; `distance` alone; `soonest`: by when somebody can "
        "probably start; `relevance`: by the words; `name`.",
        Schema(type=TEXT, enum=list(Sort), default=Sort.FIT),
    ),
    "limit": (
        "How many results a page has.",
        Schema(type=WHOLE, minimum=1, maximum=MOST_LIMIT, default=DEFAULT_LIMIT),
    ),
    "cursor": ("`next` of the page before, with all other parameters the same.", Schema(type=TEXT)),
}


@dataclass
class SearchOperation(Operation):
    """The search with its parameters."""

    def __post_init__(self) -> None:
        self.parameters = [
            Parameter(name=name, param_in="query", description=description, schema=schema, required=False)
            for name, (description, schema) in PARAMETERS.items()
        ]
