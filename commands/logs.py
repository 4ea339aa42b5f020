"""Log lines as JSON on standard error, without personal data: no names, no addresses, no query strings."""

import logging
import traceback
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

MOST_LINES = 100


class CleanFormatter(JsonFormatter):
    """Of an error its kind and where it happened; its words may repeat what a person typed."""

    def formatException(self, ei: Any) -> str:
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None and len(lines) < MOST_LINES:
            lines += [type(error).__name__, *_places(error.__traceback__)]
            error = error.__cause__ or error.__context__
        return "\n".join(lines[:MOST_LINES])


def _places(where: TracebackType | None) -> list[str]:
    return [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(where)]


def set_up_logs(level: str) -> None:
    """One JSON object a line; libraries speak only when something is wrong."""
    handler = logging.StreamHandler()
    handler.setFormatter(
        CleanFormatter("%(asctime)s %(levelname)s %(name)s %(message)s", rename_fields={"levelname": "level"})
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("trestle").setLevel(level.upper())
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
