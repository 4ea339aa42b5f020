"""What the operator reads in the log tells nothing of the people who use the site."""

import json
import logging

import pytest

from commands.logs import set_up_logs


def test_operator_reads_where_it_failed_and_nothing_that_somebody_typed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    set_up_logs("info")
    try:
        try:
            raise KeyError("olive.officer@example.org")
        except KeyError as error:
            raise ValueError("5 Test Street") from error
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    finally:
        root.handlers, root.level = before
    line = json.loads(capsys.readouterr().err)
    assert line["message"] == "Exception in ASGI application"
    assert "ValueError" in line["exc_info"]
    assert "KeyError" in line["exc_info"]
    assert "test_logs.py" in line["exc_info"]
    assert "olive" not in line["exc_info"]
    assert "5 Test Street" not in line["exc_info"]
