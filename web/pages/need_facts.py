"""What matters for a need, in words."""

from collections.abc import Mapping, Sequence

from network.search.kindred import fact_name
from network.search.tongues import language_within
from network.words import Say, say


def facts_said(facts: Mapping[str, Sequence[str]], language: str) -> tuple[Say | str, ...]:
    """The filters of a need as people would say them."""
    told = list[Say | str]()
    if facts.get("accessible"):
        told.append(say("needs step-free access"))
    if facts.get("court_ordered"):
        told.append(say("court-ordered"))
    if age := facts.get("age"):
        told.append(say("age {age}", age=age[0]))
    if sex := facts.get("sex"):
        told.append(say("for women") if sex[0] == "women" else say("for men"))
    told += [
        say("in {language}", language=language_within(code, language)) for code in facts.get("language", ())
    ]
    told += [fact_name(code, language) for code in facts.get("cost", ())]
    return tuple(told)
