"""Log lines as JSON on standard error, without personal data: no names, no addresses, no query strings."""

import logging

from pythonjsonlogger.json import JsonFormatter


def set_up_logs(level: str) -> None:
    """One JSON object a line; libraries speak only when something is wrong."""
    handler = logging.StreamHandler()
    handler.setFormatter(
        JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s", rename_fields={"levelname": "level"})
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("trestle").setLevel(level.upper())
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
