"""What a drill found."""

from dataclasses import dataclass, fields


@dataclass
class Score:
    """Counts of one drill. Nothing may be lost or doubled; a letter is perhaps sent when a process died while
    it was handed to the mail server: it is not sent again, and somebody is told."""

    drill: str
    database: str
    attempts: int = 0
    winners: int = 0
    lost: int = 0
    doubled: int = 0
    perhaps_sent: int = 0
    seconds: float = 0.0

    @property
    def is_clean(self) -> bool:
        return not self.lost and not self.doubled


HEADINGS = tuple(field.name.replace("_", " ") for field in fields(Score))


def table(scores: list[Score]) -> str:
    """The scores in columns, and the sum that must be nothing."""
    rows = [HEADINGS, *(tuple(_cell(getattr(score, f.name)) for f in fields(Score)) for score in scores)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    lost, doubled = sum(score.lost for score in scores), sum(score.doubled for score in scores)
    return "\n".join([*lines, "", f"lost {lost}, doubled {doubled}"])


def _cell(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)
