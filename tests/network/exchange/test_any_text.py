"""Whatever letters stand in a directory: it comes in, goes out valid, and then nothing changes any more."""

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from network.actors import OPERATOR
from network.exchange.exporting import ExportFormat, export_directory
from network.exchange.importing import import_directory
from tests.network.exchange.packages import nested_service, write_lines
from tests.network.exchange.validating import faults_of_object

TEXT = st.text(st.characters(codec=None), max_size=40) | st.sampled_from(
    [
        "=1+1",
        "\u202etxt.exe",
        "a\r\nb\rc",
        '"',
        ",",
        "\u2028",
        "NaN",
        "-",
        "\ufeff",
        "a\x00b",
        "é" * 40,
        "\\u0000",
        "'",
    ]
)
VALUE = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
    | st.lists(TEXT, max_size=2)
)

NAMES = st.sampled_from(["name", "description", "fees", "url", "email", "status"])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(texts={"name": "\ud800"}, extra={}, name="\udfff")
@given(texts=st.dictionaries(NAMES, TEXT), extra=st.dictionaries(TEXT, VALUE, max_size=3), name=TEXT)
def test_it_comes_in_goes_out_valid_and_stays_the_same(
    session: Session, tmp_path: Path, texts: dict[str, str], extra: dict[str, Any], name: str
) -> None:
    service = nested_service(**texts)
    service["phones"][0] |= extra | {"id": service["phones"][0]["id"], "number": name}
    service["organization"]["name"] = f"Elm {name}"
    path = tmp_path / "in.ndjson"
    write_lines(path, service)
    with session.begin_nested() as moment:
        import_directory(session, OPERATOR, path, source="Any")
        forms = [(ExportFormat.NDJSON, "out.ndjson"), (ExportFormat.DATAPACKAGE, "out.zip")]
        for form, file in forms:
            export_directory(session, tmp_path / file, form=form, force=True)
            first = (tmp_path / file).read_bytes()
            again = import_directory(session, OPERATOR, tmp_path / file)
            assert (again.changed, again.problems.left_out()) == (0, 0), again.problems.listed
            export_directory(session, tmp_path / file, form=form, force=True)
            assert (tmp_path / file).read_bytes() == first
        for line in (tmp_path / "out.ndjson").read_text(encoding="utf-8").splitlines():
            assert faults_of_object("service", json.loads(line)) == []
        moment.rollback()
