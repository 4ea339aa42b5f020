"""Which word engine the settings name."""

from network.search.finding import WITHIN, WordFinder
from network.settings import Settings


def choose_finder(settings: Settings) -> WordFinder:
    """Meilisearch where an address is set; otherwise the process itself."""
    if not settings.meilisearch_url:
        return WITHIN
    from network.search.meilisearch.answering import MeilisearchFinder  # noqa: PLC0415
    from network.search.meilisearch.asking import Asking  # noqa: PLC0415

    return MeilisearchFinder(Asking(settings.meilisearch_url, settings.meilisearch_search_key))
