"""Folders and zips of files, opened so that nothing outside them and nothing beyond the limits is read.

Nothing is ever unpacked to disk: a name like `../../etc/passwd` in a zip is only a name that nobody asks for.
"""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from network.errors import Invalid
from network.exchange import limits
from network.words import Say, say


def unusable(sentence: Say) -> Invalid:
    """What came in cannot be used at all."""
    refusal = Invalid({"file": sentence})
    refusal.sentence = sentence
    refusal.args = (str(sentence),)
    return refusal


def too_large() -> Invalid:
    """Beyond the limits."""
    return unusable(
        say("This directory is larger than {number} MB when unpacked.", number=limits.MOST_BYTES // 1_000_000)
    )


class Container(Protocol):
    """Files by their names, `/` between folders."""

    def names(self) -> list[str]: ...

    def open(self, name: str) -> IO[bytes]: ...

    def size(self, name: str) -> int: ...


class Readable(Protocol):
    """Bytes, from wherever."""

    def read(self, size: int = -1, /) -> bytes: ...

    def close(self) -> None: ...


class Limited(io.RawIOBase):
    """Reads on until the limit, whatever a header said about the size."""

    def __init__(self, stream: Readable) -> None:
        self._stream, self._left = stream, limits.MOST_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            piece = self._stream.read(len(buffer))
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise unusable(say("The file is damaged and cannot be unpacked.")) from error
        self._left -= len(piece)
        if self._left < 0:
            raise too_large()
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._stream.close()
        super().close()


def limited(stream: Readable) -> IO[bytes]:
    """The stream, which fails beyond the limit."""
    return io.BufferedReader(Limited(stream), 1 << 16)


class Folder:
    """A folder on disk; links that lead out of it are not followed."""

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()

    def names(self) -> list[str]:
        found = [*self._path.glob("*"), *self._path.glob("*/*.csv")]
        return sorted(
            path.relative_to(self._path).as_posix()
            for path in found
            if path.is_file() and path.resolve().is_relative_to(self._path)
        )

    def open(self, name: str) -> IO[bytes]:
        return limited((self._path / name).open("rb"))

    def size(self, name: str) -> int:
        return (self._path / name).stat().st_size


class Zip:
    """A zip file; names are those of its files, without a folder that all of them share."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        members = [one for one in file.infolist() if not one.is_dir()]
        if len(members) > limits.MOST_FILES:
            raise unusable(say("This zip holds more than {number} files.", number=limits.MOST_FILES))
        if any(one.flag_bits & 1 for one in members):
            raise unusable(say("This zip is locked with a password."))
        if sum(one.file_size for one in members) > limits.MOST_BYTES:
            raise too_large()
        kept = [one for one in members if not _is_rubbish(one.filename)]
        folders = {PurePosixPath(one.filename).parent for one in kept}
        shared = folders.pop() if len(folders) == 1 else PurePosixPath()
        self._members = {str(PurePosixPath(one.filename).relative_to(shared)): one for one in kept}

    def names(self) -> list[str]:
        return sorted(self._members)

    def open(self, name: str) -> IO[bytes]:
        try:
            return limited(self._file.open(self._members[name]))
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise unusable(say("The file is damaged and cannot be unpacked.")) from error

    def size(self, name: str) -> int:
        return self._members[name].file_size


@contextmanager
def open_zip(path: Path) -> Iterator[Zip]:
    """The zip at `path`. Raises Invalid when it is damaged, locked or too large."""
    try:
        file = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise unusable(say("The file is damaged and cannot be unpacked.")) from error
    with file:
        yield Zip(file)


def _is_rubbish(name: str) -> bool:
    """What computers put into zips unasked."""
    path = PurePosixPath(name)
    return "__MACOSX" in path.parts or path.name.startswith(".")
