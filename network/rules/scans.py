"""Bounds for the scan of a signed paper."""

MOST_BYTES = 10_000_000
MOST_PIXELS = 60_000_000  # a phone's picture has 12 to 50 million
MOST_SIDE = 20_000


class NotAScan(Exception):
    """The content is no whole picture or PDF; `is_unsafe` when it is one that could do harm."""

    def __init__(self, why: str, *, is_unsafe: bool = False) -> None:
        super().__init__(why)
        self.is_unsafe = is_unsafe


def check_size(width: int, height: int) -> None:
    """Raises NotAScan for a picture without pixels, or with more than any paper needs."""
    if not 1 <= width <= MOST_SIDE or not 1 <= height <= MOST_SIDE or width * height > MOST_PIXELS:
        raise NotAScan("size")
