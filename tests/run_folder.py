"""The folder of one run of the tests: what all its workers share, gone when the run ends."""

import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_NAME = "TEST_RUN_FOLDER"  # workers are children of the process that made it, and inherit it


def make_run_folder() -> Path:
    """A new folder, for this process and its workers."""
    folder = Path(tempfile.mkdtemp(prefix="trestle-tests-"))
    folder.chmod(
        0o711
    )  # the database server may run as another user, and goes through here to its own folder
    os.environ[_NAME] = str(folder)
    return folder


def run_folder() -> Path:
    """The folder of this run. Raises LookupError outside of one."""
    if _NAME not in os.environ:
        raise LookupError("No run of the tests: tests.postgres_plugin must be loaded.")
    return Path(os.environ[_NAME])


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Let one worker of the run in, the others after it."""
    with (run_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """The path `name` in the run's folder, made by whichever worker asks first, and whole."""
    path = run_folder() / name
    with one_at_a_time(name):
        if not path.exists():
            unfinished = path.with_name(f"unfinished-{name}")
            make(unfinished)
            unfinished.rename(path)
    return path


def ends_with_us(signal: str) -> list[str]:
    """What stands before a command that must end when we do, even when we are killed (on Linux)."""
    if sys.platform == "linux" and shutil.which("setpriv"):
        return ["setpriv", "--pdeathsig", signal]
    return []
