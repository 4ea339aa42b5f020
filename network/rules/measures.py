"""What is measured of referrals: how it is called, what exactly is counted over what, what is left out, and
where the definition comes from. `trestle docs` writes it to docs/measures.md; network/measures computes it.

The intervals are those of HEDIS (Initiation and Engagement of Substance Use Disorder Treatment) and NIATx.
They are counted alike and are no certified measures.
"""

from dataclasses import dataclass
from enum import StrEnum

from network.words import Say, say


class M(StrEnum):
    """The code of a measure, as it stands in addresses and files."""

    SENT = "sent"
    ANSWERED = "answered"
    IN_TIME = "answered_in_time"
    DAYS_TO_ANSWER = "days_to_answer"
    DAYS_TO_ANSWER_90 = "days_to_answer_90"
    ACCEPTED = "accepted"
    LINKED = "linked"
    INITIATED = "initiated_in_14_days"
    DAYS_TO_SERVICE = "days_to_service"
    KEPT = "appointments_kept"
    ENGAGED = "engaged_in_34_days"
    CONTINUING = "continuing_in_30_days"
    COMPLETED = "completed"
    LOST = "lost_touch"
    NEEDS_MET = "needs_met"


class Unit(StrEnum):
    COUNT = "count"
    SHARE = "share"  # of the denominator
    DAYS = "days"


class Wish(StrEnum):
    """In which direction it gets better."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


class By(StrEnum):
    """What a table has a row for."""

    ALL = "all"
    KIND = "kind"
    SERVICE = "service"
    ORGANIZATION = "organization"
    AREA = "area"  # counties, and below each the ZIP codes of the needs
    MONTH = "month"


@dataclass(frozen=True)
class Measure:
    """One measure. `left_out`: what is in neither number."""

    code: M
    name: Say
    definition: Say
    unit: Unit
    numerator: Say
    denominator: Say | None
    left_out: tuple[Say, ...]
    source: Say
    wish: Wish = Wish.MORE
    is_of_agencies: bool = True  # it can be told for one service or organization


NETWORK = say("Trestle: the statuses of a referral (docs/moves.md).")
NIATX = say("Counted as NIATx counts it.")
IET = say("Counted like HEDIS Initiation and Engagement of Substance Use Disorder Treatment; not certified.")
EVERYWHERE = (
    say("Drafts: nothing was sent"),
    say("Referrals entered in error"),
    say("Referrals that ended because the person took back their consent"),
    say(
        "Referrals that were withdrawn, no longer needed or not wanted by the person before anybody answered"
    ),
    say("Referrals to or from programs for victims of violence: no record of a person flows there"),
    say("Programs of listed directories that take no referrals here"),
)
"""What no measure counts."""

MEASURES = (
    Measure(
        M.SENT,
        say("Sent"),
        say("Referrals that went out to an agency. A referral belongs to the day on which it was sent."),
        Unit.COUNT,
        say("Referrals sent"),
        None,
        (),
        NETWORK,
        Wish.NEITHER,
    ),
    Measure(
        M.ANSWERED,
        say("Answered"),
        say("The agency said yes, no, or put the person on its waitlist. A question back is no answer yet."),
        Unit.SHARE,
        say("Referrals that were answered"),
        say("Referrals sent"),
        (),
        NETWORK,
    ),
    Measure(
        M.IN_TIME,
        say("Answered in time"),
        say(
            "The answer came before coordinators had to step in: within 30 minutes for an emergency, one "
            "business day of the agency when it was urgent, two otherwise."
        ),
        Unit.SHARE,
        say("Referrals answered by then"),
        say("Referrals that were answered"),
        (say("Those that nobody has answered: see “Answered”"),),
        say("Trestle: the times after which a coordinator is called (docs/moves.md)."),
    ),
    Measure(
        M.DAYS_TO_ANSWER,
        say("Days to answer, median"),
        say("Half of the answers came sooner. Days of 24 hours, weekends included."),
        Unit.DAYS,
        say("Referrals that were answered"),
        None,
        (say("Those that nobody has answered: see “Answered”"),),
        NETWORK,
        Wish.LESS,
    ),
    Measure(
        M.DAYS_TO_ANSWER_90,
        say("Days to answer, slowest tenth"),
        say("Nine of ten answers came sooner (90th percentile). Days of 24 hours, weekends included."),
        Unit.DAYS,
        say("Referrals that were answered"),
        None,
        (say("Those that nobody has answered: see “Answered”"),),
        NETWORK,
        Wish.LESS,
    ),
    Measure(
        M.ACCEPTED,
        say("Accepted"),
        say("The agency agreed to help, at once or from its waitlist."),
        Unit.SHARE,
        say("Referrals that were accepted at some time"),
        say("Referrals that were answered"),
        (),
        NETWORK,
    ),
    Measure(
        M.LINKED,
        say("Linked"),
        say("The person had a first service there, on the word of the provider, the officer or the person."),
        Unit.SHARE,
        say("Referrals with at least one service"),
        say("Referrals that were accepted"),
        (),
        NETWORK,
    ),
    Measure(
        M.INITIATED,
        say("First service within 14 days"),
        say("The first service came at most 14 days after the day on which the referral was sent."),
        Unit.SHARE,
        say("Referrals with a first service within 14 days"),
        say("Referrals sent"),
        (say("Periods that ended less than 15 days ago: too early to judge"),),
        IET,
    ),
    Measure(
        M.DAYS_TO_SERVICE,
        say("Days to the first service, median"),
        say("From the day on which the referral was sent to the day of the first service. Half waited less."),
        Unit.DAYS,
        say("Referrals with at least one service"),
        None,
        (),
        say("Like the wait of NIATx, which takes the mean."),
        Wish.LESS,
    ),
    Measure(
        M.KEPT,
        say("Appointments kept"),
        say("The person came. What is missing to 100 % are no-shows."),
        Unit.SHARE,
        say("Appointments that were kept"),
        say("Appointments that were kept or missed"),
        (say("Moved or called off"), say("Still to come, or nobody has said how they went")),
        NIATX,
    ),
    Measure(
        M.ENGAGED,
        say("Engaged within 34 days"),
        say("At least two further services within 34 days of the first, or the provider says so by then."),
        Unit.SHARE,
        say("Referrals with two further services by then"),
        say("Referrals with at least one service"),
        (say("Periods that ended less than 49 days ago: too early to judge"),),
        IET,
    ),
    Measure(
        M.CONTINUING,
        say("Continuing after 30 days"),
        say("Four services within 30 days, the first among them, or the provider says that it goes on."),
        Unit.SHARE,
        say("Referrals that went on"),
        say("Referrals with at least one service"),
        (say("Periods that ended less than 45 days ago: too early to judge"),),
        NIATX,
    ),
    Measure(
        M.COMPLETED,
        say("Completed"),
        say("The help came to its planned end. Long help (a home, methadone) is not completed for years."),
        Unit.SHARE,
        say("Referrals that were completed so far"),
        say("Referrals with at least one service"),
        (),
        NETWORK,
    ),
    Measure(
        M.LOST,
        say("Lost touch"),
        say("The person could not be reached any more, or nobody could say what came of it, as of now."),
        Unit.SHARE,
        say("Referrals that ended so"),
        say("Referrals that were accepted"),
        (),
        NETWORK,
        Wish.LESS,
    ),
    Measure(
        M.NEEDS_MET,
        say("Needs met"),
        say(
            "Somebody said that the need is met, or a referral for it led to a first service. A need is "
            "counted once, where its first referral was sent."
        ),
        Unit.SHARE,
        say("Needs that are met"),
        say("Needs for which a referral was sent"),
        (say("Needs that the person no longer had"),),
        NETWORK,
        is_of_agencies=False,
    ),
)  # fmt: skip
FUNNEL = (M.SENT, M.ANSWERED, M.ACCEPTED, M.LINKED, M.ENGAGED, M.COMPLETED)
BY_CODE = {measure.code: measure for measure in MEASURES}
