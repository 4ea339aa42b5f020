"""Where to go next, as a form or address may ask for it."""

from urllib.parse import parse_qs, urlsplit

MOST_NESTED = 3


def local_path(asked: str, otherwise: str = "/") -> str:
    """The asked path when it stays on this site; never another host, scheme or a line break."""
    try:
        parts = urlsplit(asked[:2000])
    except ValueError:  # a host in brackets that is none
        return otherwise
    stays = (
        asked.startswith("/")
        and not asked.startswith(("//", "/\\"))
        and not parts.netloc
        and not parts.scheme
    )
    return asked if stays and asked.isprintable() and "\\" not in asked else otherwise


def onward_path(asked: str) -> str:
    """Where to go after signing in: never a page of signing in itself, but where that one would have led."""
    path = local_path(asked)
    for _ in range(MOST_NESTED):
        parts = urlsplit(path)
        if parts.path != "/sign-in" and not parts.path.startswith("/sign-in/"):
            return path
        path = local_path(next(iter(parse_qs(parts.query).get("next", ())), "/"))
    return "/"
