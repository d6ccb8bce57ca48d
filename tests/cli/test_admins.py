"""`voronka admin`, and the one-time link that serving prints while nobody has an account."""

import io
from datetime import UTC, datetime

import pytest

from tests.cli.conftest import Run
from voronka.accounts import Purpose
from voronka.cli.admins import invite_first_admin
from voronka.cli.workplace import workplace
from voronka.store import accounts, signing_in


def test_an_admin_is_made_and_made_again(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "--password-stdin" in run("admin", "create", "anna@kit.example").err
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert run("admin", "create", "anna@kit.example", "--password-stdin").code == 2
    monkeypatch.setattr("sys.stdin", io.StringIO("семь-верст-до-небес\n"))
    made = run("admin", "create", "Anna@kit.example", "--team", "Бумажный кит", "--password-stdin")
    assert (made.code, made.out) == (0, "anna@kit.example runs this installation now\n")
    assert run("admin", "create", "anna@kit.example").code == 0, "an account keeps its password"
    assert run("admin", "create", "anna").code == 2
    with workplace() as place, place.store.reading() as connection:
        found = accounts.find(connection, "anna@kit.example")
        assert found is not None
        person = accounts.get(connection, found[0])
    assert person is not None
    assert person.site_admin
    assert [one.team_name for one in person.memberships] == ["Бумажный кит"]


def test_links_are_printed_and_open(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("admin", "reset", "anna@kit.example").code == 2
    first = run("admin", "link").out
    monkeypatch.setattr("sys.stdin", io.StringIO("семь-верст-до-небес\n"))
    assert run("admin", "create", "anna@kit.example", "--password-stdin").code == 0
    reset = run("admin", "reset", "anna@kit.example").out
    with workplace() as place, place.store.reading() as connection:
        found = [
            signing_in.link_of(connection, link.strip().rpartition("/link/")[2], datetime.now(UTC))
            for link in (first, reset)
        ]
    assert [one and one.purpose for one in found] == [Purpose.FIRST_ADMIN, Purpose.RESET]


def test_serving_prints_a_link_on_an_empty_store_only(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with workplace() as place:
        invite_first_admin(place, "http://127.0.0.1:8000")
        assert "http://127.0.0.1:8000/link/" in "".join(capsys.readouterr().err.split())
        with place.store.writing() as connection:
            accounts.create_account(connection, "anna@kit.example", "Анна", None)
        invite_first_admin(place, "http://127.0.0.1:8000")
        assert "/link/" not in capsys.readouterr().err


def test_a_demo_needs_no_link(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with workplace() as place:
        place.store.claim(datetime(2026, 11, 20, tzinfo=UTC))
        invite_first_admin(place, "http://127.0.0.1:8000")
        assert "/link/" not in capsys.readouterr().err
