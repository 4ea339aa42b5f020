"""Meilisearch beside the process: finds words, and nothing else (docs/decisions/0025-meilisearch.md)."""
