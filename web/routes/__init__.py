"""Every URL of the product, one file per noun."""

from litestar import Router

from web.routes import (
    accounts,
    capacity,
    health,
    home,
    organizations,
    outbox,
    problems,
    profile,
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
    capacity.router,
    signing_in.router,
    accounts.router,
    profile.router,
    users.router,
    outbox.router,
)
