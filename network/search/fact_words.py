"""What a place says about somebody's facts, in sentences: it takes, it does not, or ask."""

from network.rules.taking import Answer
from network.search.kindred import fact_name
from network.search.records import Record
from network.search.tongues import language_within
from network.words import Say, say

WHOM: dict[tuple[str, str], Say] = {
    ("sex", "women"): say("women"),
    ("sex", "men"): say("men"),
    ("court_ordered", "yes"): say("people who are court-ordered"),
    ("moud", "methadone"): say("people who take methadone"),
    ("moud", "buprenorphine"): say("people who take buprenorphine"),
    ("moud", "naltrexone"): say("people who take naltrexone"),
    ("offence", "registry"): say("people on a sex offense registry"),
    ("offence", "arson"): say("people with an arson conviction"),
    ("offence", "violence"): say("people with a recent violent conviction"),
    ("offence", "open-warrant"): say("people with an open warrant"),
    ("household", "pregnant"): say("people who are pregnant"),
    ("household", "children"): say("parents with children"),
    ("household", "pets"): say("people with pets"),
    ("household", "couple"): say("couples"),
    ("no_id", "yes"): say("people without identification"),
    ("active_use", "yes"): say("people who are still using"),
}


def fact_sentence(name: str, code: str, answer: Answer, record: Record, language: str) -> Say:
    """What this place says about one code of a fact, as people say it."""
    match name:
        case "age":
            return _of_age(answer, record)
        case "language":
            return _of_language(code, answer, language)
        case "cost":
            return _of_cost(code, answer, record, language)
        case "accessible":
            return _ACCESS[answer]
        case "lives_in":
            return _HOME[answer]
    return _of_people(name, code, answer, record)


def _of_people(name: str, code: str, answer: Answer, record: Record) -> Say:
    whom = WHOM[name, code]
    if answer is Answer.UNSAID:
        return say("Ask: does not say whether it takes {whom}", whom=whom)
    if name == "sex":
        return _of_sex(code, answer, record)
    return say("Takes {whom}", whom=whom) if answer is Answer.YES else say("Does not take {whom}", whom=whom)


def _of_sex(code: str, answer: Answer, record: Record) -> Say:
    if answer is Answer.NO:
        return say("Serves women only") if code == "men" else say("Serves men only")
    if "fact:serves.any" in record.marks or {"fact:serves.women", "fact:serves.men"} <= record.marks:
        return say("Serves everyone")
    return say("Serves women") if code == "women" else say("Serves men")


def _of_age(answer: Answer, record: Record) -> Say:
    if answer is Answer.UNSAID:
        return say("Ask: does not say which ages it serves")
    lowest, highest = record.youngest, record.oldest
    if lowest == lowest and highest == highest:
        return say("Serves ages {lowest} to {highest}", lowest=f"{lowest:g}", highest=f"{highest:g}")
    if lowest == lowest:
        return say("Serves ages {lowest} and up", lowest=f"{lowest:g}")
    return say("Serves ages up to {highest}", highest=f"{highest:g}")


def _of_language(code: str, answer: Answer, language: str) -> Say:
    spoken = language_within(code, language)
    match answer:
        case Answer.YES:
            return say("Can speak {language} with the person", language=spoken)
        case Answer.NO:
            return say("Does not list {language}, nor an interpreter", language=spoken)
        case Answer.UNSAID:
            return say("Ask: does not say whether anyone speaks {language}", language=spoken)


def _of_cost(code: str, answer: Answer, record: Record, language: str) -> Say:
    cost = fact_name(code, language)
    match answer:
        case Answer.YES:
            is_said = f"fact:{code}" in record.marks
            return say("Cost: {cost}", cost=cost) if is_said else say("Cost: free, or no insurance needed")
        case Answer.NO:
            return say("Does not list this way to pay: {cost}", cost=cost)
        case Answer.UNSAID:
            return say("Ask: does not say about this way to pay: {cost}", cost=cost)


_ACCESS = {
    Answer.YES: say("Wheelchair access"),
    Answer.NO: say("No wheelchair access"),
    Answer.UNSAID: say("Ask: does not say whether a wheelchair can get in"),
}
_HOME = {
    Answer.YES: say("Serves the area where the person lives"),
    Answer.NO: say("Serves only people who live in another area"),
    Answer.UNSAID: say("Ask: does not say where people must live"),
}
