"""What somebody says is wrong with a listing, and how a curator settles it."""

from dataclasses import dataclass

from network.errors import Invalid
from network.tables import ProblemKind, ProblemStatus
from network.words import say


@dataclass(frozen=True)
class ProblemForm:
    """A kind and a few words."""

    kind: str = ""
    words: str = ""

    def checked(self) -> ProblemKind:
        """The kind. Raises Invalid."""
        if self.kind not in set(ProblemKind):
            raise Invalid({"kind": say("Choose what is wrong.")})
        return ProblemKind(self.kind)


@dataclass(frozen=True)
class SettleForm:
    """Mended, or nothing was wrong."""

    status: str = ""

    def checked(self) -> ProblemStatus:
        """How it was settled. Raises Invalid."""
        if self.status not in {ProblemStatus.MENDED, ProblemStatus.DISMISSED}:
            raise Invalid({"status": say("Say whether you mended the listing or found it right.")})
        return ProblemStatus(self.status)
