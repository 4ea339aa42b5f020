"""The parameters of the search in our OpenAPI: the same names as in the URL of the page."""

from dataclasses import dataclass, replace

from litestar.openapi.spec import (
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
    Parameter,
    Reference,
    RequestBody,
    Schema,
)
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType

from network.rules.person_facts import COSTS, OLDEST, Household, Offence, Sex
from network.rules.questions import Medication
from network.search.engine import DEFAULT_LIMIT, DEFAULT_MILES, MOST_LIMIT, HoursWish, Sort
from network.search.tokens import LONGEST_TEXT
from web.forms.search_values import MOST_MILES

TEXT, NUMBER, WHOLE = OpenAPIType.STRING, OpenAPIType.NUMBER, OpenAPIType.INTEGER
YES_OR_NO = Schema(type=OpenAPIType.BOOLEAN, default=False)
LIST = OpenAPIType.ARRAY
SEVERAL = Schema(type=LIST, items=Schema(type=TEXT))

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
        "How far from `near`, or `any`; says nothing without it. Places that are private or not known stand "
        "after the measured ones.",
        Schema(
            one_of=[
                Schema(type=NUMBER, exclusive_minimum=0, maximum=MOST_MILES),
                Schema(type=TEXT, enum=["any"]),
            ],
            default=DEFAULT_MILES,
        ),
    ),
    "has_capacity": ("Only services that lately said they have a free place.", YES_OR_NO),
    "hours": (
        "Only services that are known to be open then: `now`, `tonight`, on a weekday `evening`, on the "
        "`weekend`. Intake hours count where they are said. `open_now` is an old name of `now`.",
        Schema(type=TEXT, enum=list(HoursWish)),
    ),
    "accessible": ("Only places with wheelchair access.", YES_OR_NO),
    "court_ordered": ("Only services that accept court-ordered people.", YES_OR_NO),
    "takes_referrals": ("Only services to which a referral can be sent here.", YES_OR_NO),
    "only_sure": (
        "Only services that say of every posted fact that they take such a person; not those to be asked.",
        YES_OR_NO,
    ),
    "include_old": ("Also listings that nobody has confirmed for a year.", YES_OR_NO),
    "language": ("ISO 639 codes of languages that are spoken; one is enough.", SEVERAL),
    "cost": ("Codes of costs and payers, e.g. `cost.free`, `payer.medicaid`; one is enough.", SEVERAL),
    "sort": (
        "`fit`: by the formula of docs/search.md; `distance` alone, from `near`; `soonest`: by when somebody "
        "can probably start; `relevance`: by the words; `name`.",
        Schema(type=TEXT, enum=list(Sort), default=Sort.FIT),
    ),
    "limit": (
        "How many results a page has.",
        Schema(type=WHOLE, minimum=1, maximum=MOST_LIMIT, default=DEFAULT_LIMIT),
    ),
    "almost": ("Also tell which places miss one thing only.", YES_OR_NO),
    "why_not": (
        "A service's id: also tell all that it misses.",
        Schema(type=TEXT, format=OpenAPIFormat.UUID),
    ),
    "at": ("With `why_not`: the id of its location.", Schema(type=TEXT, format=OpenAPIFormat.UUID)),
    "cursor": ("`next` of the page before, with all other parameters the same.", Schema(type=TEXT)),
}


FACTS: dict[str, tuple[str, Schema]] = {
    "age": ("Years.", Schema(type=WHOLE, minimum=0, maximum=OLDEST)),
    "sex": ("With whom they would stay or meet.", Schema(type=TEXT, enum=list(Sex))),
    "language": ("ISO 639 codes; one that is spoken is enough.", SEVERAL),
    "cost": (
        "How they can pay; one is enough.",
        Schema(type=LIST, items=Schema(type=TEXT, enum=list(COSTS))),
    ),
    "accessible": ("Uses a wheelchair.", YES_OR_NO),
    "court_ordered": ("Comes by order of a court.", YES_OR_NO),
    "moud": (
        "Medication for opioid use that they take.",
        Schema(type=LIST, items=Schema(type=TEXT, enum=list(Medication))),
    ),
    "offence": ("On their record.", Schema(type=LIST, items=Schema(type=TEXT, enum=list(Offence)))),
    "household": ("Who comes along.", Schema(type=LIST, items=Schema(type=TEXT, enum=list(Household)))),
    "no_id": ("Has no identification.", YES_OR_NO),
    "active_use": ("Is still using.", YES_OR_NO),
    "lives_in": ("The ZIP code where they live.", Schema(type=TEXT, pattern=r"^\d{5}$")),
}


PROBLEM = Schema(
    type=OpenAPIType.OBJECT,
    properties={
        "status": Schema(type=WHOLE),
        "title": Schema(type=TEXT),
        "detail": Schema(
            type=TEXT, description="A sentence, in the language of `Accept-Language` if we have it."
        ),
        "problems": Schema(
            type=OpenAPIType.OBJECT,
            description="A sentence for each parameter that cannot be used.",
            additional_properties=Schema(type=TEXT),
        ),
    },
)
REFUSALS: dict[str, OpenAPIResponse | Reference] = {
    status: OpenAPIResponse(words, content={"application/problem+json": OpenAPIMediaType(schema=PROBLEM)})
    for status, words in {
        "400": "The body is no JSON object.",
        "404": "There is no service with the id of `why_not`.",
        "422": "A parameter cannot be used; `problems` says which and why.",
    }.items()
}


@dataclass
class SearchOperation(Operation):
    """The search with its parameters."""

    def __post_init__(self) -> None:
        self.responses = {**(self.responses or {}), **REFUSALS}
        del self.responses["400"]  # there is no body
        self.parameters = [
            Parameter(name=name, param_in="query", description=description, schema=schema, required=False)
            for name, (description, schema) in PARAMETERS.items()
        ]


@dataclass
class PostedOperation(Operation):
    """The search with what is known of a person: all of it in the body."""

    def __post_init__(self) -> None:
        self.responses = {**(self.responses or {}), **REFUSALS}
        facts = Schema(
            type=OpenAPIType.OBJECT,
            description="What is known of the person; everything is optional. A place that says no to one of "
            "these is not among the results; one that does not say is, with the question to ask.",
            properties=_properties(FACTS),
        )
        body = Schema(type=OpenAPIType.OBJECT, properties={**_properties(PARAMETERS), "facts": facts})
        self.request_body = RequestBody(
            content={"application/json": OpenAPIMediaType(schema=body)}, required=True
        )


def _properties(described: dict[str, tuple[str, Schema]]) -> dict[str, Reference | Schema]:
    return {name: replace(schema, description=words) for name, (words, schema) in described.items()}
