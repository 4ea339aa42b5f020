"""The promise of one door: what is sealed about people is read in few places, each named with its reason.

A route, page, letter or export that reads the tables itself, and does not get what it shows from
`shown_referral`, fails here before it can show too much.
"""

import ast
from pathlib import Path

import pytest

from network.rules.happenings import HAPPENINGS
from network.rules.telling import EVENT_NEEDS

ROOT = Path(__file__).parents[2]
GUARDED = {"Person", "SafeContact", "Remark", "Outcome", "Appointment", "PersonMark"}

# Outlets that touch these tables, and why that is no way around the door.
OWN = "the own agency's record of a person, got by `get_person`, which others cannot"
ALLOWED = {
    "network/worklists/preparing.py": OWN,
    "web/forms/people.py": OWN,
    "web/pages/case.py": OWN,
    "web/pages/consent_signing.py": OWN,
    "web/pages/consents.py": OWN,
    "web/pages/doors.py": OWN,
    "web/pages/people.py": OWN,
    "web/pages/people_editing.py": OWN,
    "web/pages/person.py": OWN,
    "web/pages/referral_preparing.py": OWN,
    "web/referring.py": OWN,
    "web/routes/cases.py": OWN,
    "web/routes/needs.py": OWN,
    "web/routes/people.py": OWN,
    "web/searching.py": OWN,
    "commands/describing.py": "the names of tables and columns, for docs/data.md",
    "network/exchange/shape.py": "the tables of the directory",
    "network/notices/reminders.py": "letters to the persons themselves, by their own rules of safe contact",
    "network/worklists/lists.py": "conditions on ids, states and hours; nothing of it is shown",
    "network/worklists/queries.py": "deadlines of the reader's own caseload",
    "web/routes/mine.py": "whose page it is, opened by their own code",
    "web/routes/appointments.py": "an appointment to be moved, by whom the rules let",
    "web/routes/referrals.py": "the diversion clock, on the sender's side only",
}


def outlets() -> list[Path]:
    """Everything that shows something to somebody."""
    folders = ("web", "network/notices", "network/exchange", "network/worklists", "commands")
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def imported_tables(path: Path) -> set[str]:
    """The guarded tables that a module takes from network.tables, under whatever name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("network.tables"):
            found |= {name.name for name in node.names} & GUARDED
        if isinstance(node, ast.ImportFrom) and node.module == "network":
            found |= {"network.tables" for name in node.names if name.name == "tables"}
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names if name.name.startswith("network.tables")}
    return found


def test_no_outlet_reads_what_is_guarded_but_through_the_door() -> None:
    reading = {str(path.relative_to(ROOT)) for path in outlets() if imported_tables(path)}

    assert reading - set(ALLOWED) == set(), "show a ShownReferral instead, or name it here with its reason"
    assert set(ALLOWED) - reading == set(), "no longer needed here"


@pytest.mark.parametrize("line", [
    "from network.tables import Person", "from network.tables.person import Person as P",
    "import network.tables", "from network import tables",
])  # fmt: skip
def test_a_way_around_is_seen(tmp_path: Path, line: str) -> None:
    path = tmp_path / "outlet.py"
    path.write_text(line)

    assert imported_tables(path)


def test_every_happening_of_a_referral_has_its_line_and_who_may_read_it() -> None:
    of_referrals = {kind for kind in HAPPENINGS if kind.startswith(("referral.", "appointment."))}

    assert of_referrals - {"referral.read"} == set(EVENT_NEEDS)
