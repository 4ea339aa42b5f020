"""One way to write JSON, so that the same values always give the same bytes."""

import json
from typing import Any


def canonical_json(members: Any) -> bytes:
    """Sorted names, no spaces, UTF-8."""
    return json.dumps(members, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
