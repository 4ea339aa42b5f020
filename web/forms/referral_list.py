"""How the list of referrals is narrowed, as its address says it; what is not understood is left out."""

from collections.abc import Mapping

from network.worklists.catalogue import Filters, Standing
from network.worklists.lists import Whose, WorkList


def filters_of(query: Mapping[str, str]) -> Filters:
    """The filters of an address."""
    standing, whose, work = (query.get(name, "") for name in ("standing", "whose", "list"))
    return Filters(
        standing=Standing(standing) if standing in set(Standing) else Standing.OPEN,
        whose=Whose(whose) if whose in set(Whose) else None,
        work=WorkList(work) if work in set(WorkList) else None,
    )
