"""Writes files so that a reader finds the old one or the whole new one, never half of it."""

import gzip
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import uuid4

from network.exchange.containers import unusable
from network.exchange.tabular import DESCRIPTOR
from network.words import say

# The same bytes whenever they are packed: the earliest time a zip can tell.
NO_TIME = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644


def check_target(path: Path, *, force: bool, is_folder: bool) -> None:
    """Refuse to write over something that nobody said may go, or over a folder that is no data package."""
    if not path.parent.is_dir():
        raise unusable(say("There is no folder {path}.", path=str(path.parent)))
    if not path.exists():
        return
    if path.is_dir() != is_folder:
        raise unusable(
            say("{path} is a folder where a file belongs, or a file where a folder does.", path=str(path))
        )
    if not force:
        raise unusable(say("{path} is there already. Choose another name, or say --force.", path=str(path)))
    if is_folder and any(path.iterdir()) and not (path / DESCRIPTOR).exists():
        raise unusable(say("{path} is a folder with other things in it; they stay.", path=str(path)))


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name when all of it is written; packed when the name ends in .gz."""
    temporary = _beside(path)
    try:
        with temporary.open("xb") as file:
            if path.suffix == ".gz":
                with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0, compresslevel=6) as packed:
                    yield packed  # type: ignore[misc]
            else:
                yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A folder that takes its name when all in it is written; one that was there before goes only then."""
    temporary, before = _beside(path), _beside(path)
    temporary.mkdir()
    try:
        yield temporary
        if path.exists():
            path.rename(before)
        temporary.rename(path)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        if before.exists() and not path.exists():
            before.rename(path)
        shutil.rmtree(before, ignore_errors=True)


def zip_folder(folder: Path, path: Path) -> None:
    """Pack the files of a folder, the same way every time."""
    with new_file(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for member in sorted(folder.iterdir()):
            told = zipfile.ZipInfo(member.name, NO_TIME)
            told.external_attr, told.compress_type = READABLE << 16, zipfile.ZIP_DEFLATED
            with member.open("rb") as source, packed.open(told, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target, 1 << 20)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{uuid4().hex}")
