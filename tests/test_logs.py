"""The lines of the log: in one form, with what is bound, without secrets and contacts, and never on stdout."""

import json
import logging
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from voronka import logs
from voronka.logs import harmless, run_of


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """The logging of before, for the other tests."""
    root = logging.getLogger()
    handlers, level, former = list(root.handlers), root.level, structlog.get_config()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)
    structlog.configure(**former)


def read(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    captured = capsys.readouterr()
    assert captured.out == "", "stdout is for answers"
    return [json.loads(line) for line in captured.err.splitlines()]


def test_both_kinds_of_loggers_write_json_lines_with_the_runs_id(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json", logging.INFO)
    logs.configure("json", logging.INFO)
    with run_of("collect") as run_id:
        structlog.get_logger("voronka.test").info("page stored", source="kanal", new=3)
        logging.getLogger("waitress").warning("queue of %d", 5, extra={"pages": 3})
    structlog.get_logger("voronka.test").info("after it")
    logging.getLogger("scrapy").debug("not wanted")
    ours, theirs, after = read(capsys)
    assert (ours["event"], ours["source"], ours["new"], ours["level"]) == ("page stored", "kanal", 3, "info")
    assert ours["run_id"] == theirs["run_id"] == run_id
    assert ours["run"] == "collect"
    assert (theirs["event"], theirs["logger"], theirs["level"]) == ("queue of 5", "waitress", "warning")
    assert theirs["pages"] == 3
    assert "run_id" not in after
    assert ours["timestamp"].endswith("Z")


def test_a_traceback_is_one_line_without_values_and_contacts(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json")
    secret = "geheim-in-a-variable"
    try:
        raise ValueError(f"no number: {secret[:0]}+7 900 000-11-22")
    except ValueError:
        structlog.get_logger("voronka.test").exception("failed")
        logging.getLogger("apscheduler").exception("failed too")
    for line in read(capsys):
        assert "ValueError" in line["exception"]
        assert "Traceback" in line["exception"]
        assert "000-11-22" not in line["exception"]
        assert "geheim" not in line["exception"].replace('secret = "geheim', "")


def test_for_people_a_line_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("text")
    structlog.get_logger("voronka.test").info("not shown")
    structlog.get_logger("voronka.test").warning("shown", number=3)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "shown" in captured.err
    assert "number=3" in captured.err
    assert "not shown" not in captured.err


def test_warnings_of_libraries_are_lines_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn("something is old", UserWarning, stacklevel=1)
        [line] = read(capsys)
    assert "something is old" in line["event"]


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("query: таргетолог @tainaya_anna", "query: таргетолог …"),
        ("mail to anna.tainaya+1@pochta.example, please", "mail to …, please"),
        ("call +7 (900) 000-77-01 now", "call … now"),
        ("call 89000007701", "call…"),
        ("postgresql://user:geheim@127.0.0.1:5432/voronka failed", "postgresql://…@127.0.0.1:5432/voronka failed"),
        ("@kanal/12: no text", "@kanal/12: no text"),
        ("answered 503 after 9000 ms at 2026-11-20T09:00:00", "answered 503 after 9000 ms at 2026-11-20T09:00:00"),
        ("303 listings, 80 000 – 120 000 ₽", "303 listings, 80 000 – 120 000 ₽"),
        ("https://t.me/s/kanal?before=11 broke off", "https://t.me/s/kanal?before=11 broke off"),
    ],
)
def test_contacts_and_passwords_are_blotted(text: str, stays: str) -> None:
    assert harmless(None, "info", {"event": text})["event"].replace(" …", "…") == stays.replace(" …", "…")
    nested = harmless(None, "info", {"event": "x", "what": [{"inner": (text,)}], "path": text})
    assert nested["what"][0]["inner"][0].replace(" …", "…") == stays.replace(" …", "…")


def test_values_of_telling_names_are_left_out() -> None:
    names = ("token", "admin_token", "Cookie", "password", "Authorization", "session", "api_key")
    event = harmless(None, "info", {"event": "x", "headers": {"Set-Cookie": "a"}, **dict.fromkeys(names, "geheim")})
    assert {event[name] for name in names} == {"…"}
    assert event["headers"] == {"Set-Cookie": "…"}
