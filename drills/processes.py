"""The web and the workers as processes of their own, killed without warning and started again."""

import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.run_folder import ends_with_us

COMMAND = Path(sys.executable).with_name("trestle")


def free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


@dataclass
class Process:
    """One process of Trestle. `kill` is SIGKILL: it has no time for anything."""

    arguments: tuple[str, ...]
    environment: dict[str, str]
    log: Path
    port: int | None = None  # of the web, which is there when it answers
    killed: int = 0
    running: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        with self.log.open("wb") as log:
            self.running = subprocess.Popen(
                [*ends_with_us("KILL"), COMMAND, *self.arguments],
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    @property
    def is_ready(self) -> bool:
        """Whether it has come up and does its work."""
        if self.port is None:
            return "waits" in self.log.read_text(errors="replace")
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def kill(self) -> None:
        if self.running is not None:
            self.running.kill()
            self.running.wait()
            self.killed += 1

    def stop(self) -> None:
        """In good order."""
        if self.running is not None and self.running.poll() is None:
            self.running.send_signal(signal.SIGTERM)
            try:
                self.running.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.running.kill()
                self.running.wait()
