"""From Meilisearch's documents to the rows of an index, many at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from network.search.index import Index

NO_ROW = -1
ID_LETTERS = 64  # of a document: the service's id and the location's, in hexadecimal digits
ODD = np.uint64(0x9E3779B97F4A7C15)  # so that services at one location do not fall together

Rows = NDArray[np.intp]
Mask = NDArray[np.bool_]


class RowsOfDocuments:
    """The row of each service at each place. It is made anew only for an index with other rows."""

    def __init__(self, index: Index) -> None:
        self._columns = index.columns["service_id"], index.columns["location_id"]
        self._ids = np.concatenate([column.view(">u8").reshape(-1, 2) for column in self._columns], axis=1)
        keys = _keys(self._ids)
        self._order = np.argsort(keys, kind="stable")
        self._sorted = keys[self._order]

    def is_of(self, index: Index) -> bool:
        """Whether these are its rows."""
        services, locations = self._columns
        return index.columns["service_id"] is services and index.columns["location_id"] is locations

    def rows(self, documents: Sequence[str]) -> Rows:
        """The row of each document; NO_ROW for one that is not in the index. Raises ValueError for a document
        that is not ours."""
        if any(len(each) != ID_LETTERS for each in documents):
            raise ValueError("a document that is not ours")
        if not documents or not len(self._order):
            return np.full(len(documents), NO_ROW)
        ids = np.frombuffer(bytes.fromhex("".join(documents)), ">u8").reshape(-1, 4)
        places = np.minimum(np.searchsorted(self._sorted, _keys(ids)), len(self._sorted) - 1)
        rows = self._order[places]
        return np.where((self._ids[rows] == ids).all(axis=1), rows, NO_ROW)


def rows_behind(index: Index, services: Collection[UUID]) -> Mask:
    """The rows of these services."""
    mask = np.zeros(len(index), np.bool_)
    for service_id in services:
        mask[index.rows_of.get(service_id)] = True
    return mask


def _keys(ids: NDArray[Any]) -> NDArray[np.uint64]:
    service, location = ids[:, 1].astype(np.uint64), ids[:, 3].astype(np.uint64)
    keys: NDArray[np.uint64] = service ^ (location * ODD)
    return keys
