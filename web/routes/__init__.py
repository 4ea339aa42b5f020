"""Every URL of the product, one file per noun."""

from litestar import Router

from web.routes import health, home

ROUTERS: tuple[Router, ...] = (
    home.router,
    health.router,
)
