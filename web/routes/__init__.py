"""Every URL of the product, one file per noun."""

from litestar import Router

from web.routes import (
    accounts,
    capacity,
    directory,
    editing_agencies,
    editing_places,
    editing_services,
    health,
    home,
    hsds,
    organizations,
    outbox,
    problems,
    profile,
    questions,
    search,
    services,
    shortlist,
    signing_in,
    users,
)

ROUTERS: tuple[Router, ...] = (
    home.router,
    health.router,
    search.router,
    search.api_router,
    services.router,
    organizations.router,
    shortlist.router,
    problems.router,
    questions.router,
    capacity.router,
    directory.router,
    editing_agencies.router,
    editing_places.router,
    editing_services.router,
    signing_in.router,
    accounts.router,
    profile.router,
    users.router,
    outbox.router,
    hsds.router,
)
