"""A browser for tests: it keeps cookies, sends forms with their token, and looks at every page it gets."""

from typing import Any

from litestar import Litestar
from litestar.testing import TestClient

from tests.web.page_checks import check_page
from web.world import World


class TestBrowser(TestClient[Litestar]):
    """Every GET of a page is also a check of its HTML; every POST carries the form token unless `forged`."""

    __test__ = False

    def __init__(self, app: Litestar, world: World) -> None:
        super().__init__(app, base_url="http://testserver.local", raise_server_exceptions=False)
        self._world = world

    def get(self, url: Any, **options: Any) -> Any:
        self._see_changes()
        response = super().get(url, **options)
        if (
            "text/html" in response.headers.get("content-type", "")
            and "hx-request" not in response.request.headers
        ):
            check_page(response.text)
        return response

    def post(self, url: Any, *, forged: bool = False, **options: Any) -> Any:
        self._see_changes()
        if not forged:
            if "trestle_csrf" not in self.cookies:
                super().get("/help")
            options["headers"] = {
                "x-csrftoken": self.cookies["trestle_csrf"],
                **(options.get("headers") or {}),
            }
        return super().post(url, **options)

    def piece(self, url: str, **options: Any) -> Any:
        """What htmx would get."""
        return self.get(url, headers={"hx-request": "true", **options.pop("headers", {})}, **options)

    def _see_changes(self) -> None:
        with self._world.store.reading() as session:
            self._world.search.refresh(session)
