"""The processes that are measured: the site as `trestle serve` starts it, and the bare handler beside it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from drills.databases import FIELD_KEYS
from drills.processes import COMMAND, free_port
from network.settings import Settings
from tests.run_folder import ends_with_us

PATIENCE = 120.0  # seconds until a server must have come up
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """What it and its children have used until now, by the kernel's own count."""
        return sum(_cpu_of(pid) for pid in _family(self.pid))

    def memory_bytes(self) -> int:
        """What it and its children hold in memory now; what several share is counted for each."""
        return sum(_memory_of(pid) for pid in _family(self.pid))

    def most_memory_bytes(self) -> int:
        """What they have held at most until now."""
        return sum(_most_memory_of(pid) for pid in _family(self.pid))


def bench_settings(database_url: str, port: int) -> Settings:
    """As somebody would serve it, without a second factor."""
    return Settings(
        database_url=database_url,
        base_url=f"http://127.0.0.1:{port}",
        secret_key="b" * 40,
        field_keys=FIELD_KEYS,
        second_factor_required=False,
        log_level="warning",
    )


def environment_of(settings: Settings) -> dict[str, str]:
    """What a process must be told so that it has these settings."""
    names = ("database_url", "base_url", "secret_key", "field_keys", "log_level")
    environment = {f"TRESTLE_{name.upper()}": str(getattr(settings, name)) for name in names}
    return environment | {"TRESTLE_SECOND_FACTOR_REQUIRED": "no"}


@contextmanager
def site(
    settings: Settings, folder: Path, processes: int = 1, *, also: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """`trestle serve` over this database, with so many processes; `also` is told them too."""
    environment = environment_of(settings) | dict(also or {})
    port = settings.base_url.rpartition(":")[2]
    with _running(
        [str(COMMAND), "serve", "--port", port, "--processes", str(processes)],
        int(port),
        environment,
        folder / "site.log",
    ) as server:
        yield server


@contextmanager
def bare(folder: Path) -> Iterator[Server]:
    """The handler that does nothing, served the same way."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bench.bare:app", "--port", str(port), "--no-access-log"]
    with _running([*command, "--log-level", "warning"], port, {}, folder / "bare.log") as server:
        yield server


@contextmanager
def _running(command: list[str], port: int, environment: dict[str, str], log: Path) -> Iterator[Server]:
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*ends_with_us("KILL"), *command],
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    try:
        _wait_for(process, port, log)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"did not come up:\n{log.read_text(errors='replace')[-2000:]}")


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    found = [pid]
    for child in children.read_text().split() if children.exists() else ():
        found += _family(int(child))
    return found


def _cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _memory_of(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _most_memory_of(pid: int) -> int:
    said = Path(f"/proc/{pid}/status").read_text()
    return int(said.partition("VmHWM:")[2].split()[0]) * 1024
