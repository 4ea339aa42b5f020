"""Every URL of the product, one file per noun."""

from litestar import Router

from web.routes import health, home, search, services

ROUTERS: tuple[Router, ...] = (
    home.router,
    health.router,
    search.router,
    search.api_router,
    services.router,
)
