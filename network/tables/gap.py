from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from network.ids import new_id
from network.sealing import Sealed
from network.tables.columns import JSON, choice


class GapSurvey(SQLModel, table=True):
    """One look at what was needed and what there was to meet it; pages read the newest."""

    __tablename__ = "gap_survey"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    made_at: datetime = Field(index=True)
    since: datetime  # what was needed from then on counts
    suppress_below: int  # as it was set then, as are the bands
    bands: str


class GapFigure(SQLModel, table=True):
    """What one survey found for one kind of service, with all kinds below it, around one ZIP code.

    Not suppressed: what is in `withheld` must not be shown, nor anything that gives it away.
    """

    __tablename__ = "gap_figure"
    __table_args__ = (Index(None, "survey_id", "kind"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    survey_id: UUID = Field(foreign_key="gap_survey.id", ondelete="CASCADE")
    kind: str  # code of our kinds of service; empty: all kinds
    zip: str | None = None  # None: the whole county; empty: in the county, not known where
    county_fips: str | None = None  # None: not known where at all
    needed: int = 0  # needs and searches without a result
    causes: dict[str, int] = Field(default_factory=dict, sa_type=JSON)  # Cause → how many found no service
    access: float | None = None  # free places per need within reach (two-step floating catchment area)
    nearest_open_m: float | None = None  # metres to the nearest place that is likely free
    withheld: list[str] = Field(
        default_factory=list, sa_type=JSON
    )  # not to be shown: needed, unmet, met, Causes


class NearMiss(SQLModel, table=True):
    """A place that would have met needs of a survey, but for one condition."""

    __tablename__ = "near_miss"
    __table_args__ = (Index(None, "survey_id", "kind"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    survey_id: UUID = Field(foreign_key="gap_survey.id", ondelete="CASCADE")
    kind: str
    county_fips: str | None = None
    service_id: UUID = Field(foreign_key="service.id", ondelete="CASCADE")
    location_id: UUID | None = Field(default=None, foreign_key="location.id", ondelete="CASCADE")
    condition: str  # name of the search parameter that it missed: has_capacity, within_miles, age, …
    needs: int


class GapRule(StrEnum):
    """What opened a gap."""

    NO_CAPACITY = "no_capacity"
    NOT_ELIGIBLE = "not_eligible"
    TOO_FAR = "too_far"
    NO_ANSWER = "no_answer"
    NO_SERVICE = "no_service"
    LOW_ACCESS = "low_access"
    UNMET = "unmet"  # for whatever reasons: none stands out, or it must be withheld


class GapStatus(StrEnum):
    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    IN_PLAN = "in_plan"
    RESOLVED = "resolved"
    ACCEPTED = "accepted"  # known, and nothing will be done until the review date


class Gap(SQLModel, table=True):
    """Needs of one kind in one county that find no service, as one rule saw it; leadership answers for it."""

    __table_args__ = (UniqueConstraint("kind", "county_fips", "rule"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str
    county_fips: str = Field(index=True)
    rule: GapRule = Field(sa_type=choice(GapRule))
    status: GapStatus = Field(default=GapStatus.NEW, sa_type=choice(GapStatus), index=True)
    status_since: datetime
    opened_at: datetime
    seen_at: datetime  # of the last survey in which the rule held
    times_opened: int = 1
    is_seen: bool = True  # the rule holds in the newest survey
    evidence: dict[str, object] = Field(default_factory=dict, sa_type=JSON)  # numbers of that survey
    owner_account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    review_on: date | None = None


class GapRemark(SQLModel, table=True):
    """What somebody wrote about a gap: what is planned, asked for, or known."""

    __tablename__ = "gap_remark"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    gap_id: UUID = Field(foreign_key="gap.id", index=True)
    words: str = Field(sa_type=Sealed("gap_remark.words"))
    written_at: datetime
    written_by_account_id: UUID | None = Field(default=None, foreign_key="account.id")
