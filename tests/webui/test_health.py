"""Answers for machines: alive, ready, the meters; and what is noted of each request."""

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
import structlog
from pydantic import SecretStr
from structlog.testing import LogCapture

from search.service import Search
from tests.webui.conftest import TOKEN, Site, post
from voronka.errors import VoronkaError
from voronka.settings import Settings
from voronka.sources import Source, SourceKind
from voronka.store import Store
from webui import create_app

BEARER = "a-token-for-the-meters"


def test_alive_without_asking_the_store(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.store.close()
    monkeypatch.setattr(site.store.database, "_revision", None)
    answer = site.client.get("/healthz")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok"})


def test_ready_tells_how_far_the_index_is_behind(site: Site) -> None:
    answer = site.client.get("/readyz")
    assert answer.get_json() == {"status": "ok", "listings": 9, "behind": 0}
    with site.store.writing() as connection:
        connection.exec_driver_sql("INSERT INTO change (listing_id) VALUES (1)")
    assert site.client.get("/readyz").get_json()["behind"] == 1


def test_not_ready_without_an_index_and_without_saying_where(store: Store, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, admin_token=SecretStr(TOKEN))
    client = create_app(store, Search(store, settings), settings).test_client()
    assert client.get("/readyz").status_code == 200, "an empty store needs no index"
    with store.writing() as connection:
        connection.exec_driver_sql("INSERT INTO change (listing_id) VALUES (1)")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "no index" in answer.get_json()["reason"]
    assert str(tmp_path) not in answer.get_data(as_text=True)


def test_not_ready_where_the_store_fails_or_was_migrated(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with site.store.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert site.client.get("/readyz").status_code == 503

    def fail() -> str:
        raise sa.exc.OperationalError("SELECT 1", {}, Exception("password geheim"))

    monkeypatch.setattr(site.store.database, "_revision", fail)
    answer = site.client.get("/readyz")
    assert answer.status_code == 503
    assert "geheim" not in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"


# -- the meters -------------------------------------------------------------------------------------------------------


@pytest.fixture
def measured(site: Site, tmp_path: Path) -> Site:
    settings = Settings(data=tmp_path, admin_token=SecretStr(TOKEN), metrics_token=SecretStr(BEARER))
    search = Search(site.store, settings)
    return Site(site.store, site.ids, create_app(site.store, search, settings))


def meters(site: Site, token: str = BEARER) -> dict[str, float]:
    answer = site.client.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.status_code
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = (line.rpartition(" ") for line in answer.get_data(as_text=True).splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer wrong", f"Basic {BEARER}", f"Bearer {TOKEN}", "Bearer ы"])
def test_the_meters_want_their_token_also_from_loopback(measured: Site, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header.encode().decode("latin-1")}
    answer = measured.client.get("/metrics", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert b"voronka_" not in answer.data
    assert measured.admin.get("/metrics").status_code == 401, "one token for one purpose"


def test_requests_are_counted_by_route_and_status(measured: Site) -> None:
    for path in ("/listing/1", "/listing/2", "/listing/99999", "/nowhere/@tainaya_anna", "/?q=@tainaya_anna"):
        measured.client.get(path)
    measured.client.open("/", method="BREW")
    found = meters(measured)
    text = "\n".join(found)
    assert found['voronka_http_requests_total{method="GET",route="/",status="200"}'] == 1
    assert 'method="-"' in text
    assert found['voronka_http_requests_total{method="GET",route="-",status="404"}'] == 1
    [listing] = {name for name in found if "route=" in name and "listing" in name and "404" in name}
    assert found[listing] == 1
    [count] = {name for name in found if name.startswith("voronka_http_request_seconds_count") and "listing" in name}
    assert found[count] == 3
    assert "tainaya" not in text
    assert any(name.startswith("process_resident_memory_bytes") for name in found)


def test_store_sources_and_index_are_told(measured: Site) -> None:
    measured.store.declare([Source("Анна Тайная", "Анна Тайная", SourceKind.IMPORT)])
    found = meters(measured)
    assert found["voronka_store_up"] == 1
    assert found['voronka_posts{kind="vacancy"}'] == 4
    assert found['voronka_listings{kind="vacancy"}'] == 6
    assert found['voronka_listings{kind="candidate"}'] == 1
    assert found['voronka_source_last_run_items{source="kanal_a",what="new"}'] == 5
    assert found['voronka_source_last_run_failed{source="doska"}'] == 1
    assert 'voronka_source_last_success_timestamp_seconds{source="kanal_a"}' in found
    assert 'voronka_source_last_success_timestamp_seconds{source="doska"}' not in found
    assert found["voronka_index_behind"] == 0
    assert found["voronka_index_listings"] == 9
    assert not any("Анна" in name for name in found), "what was imported may be named after a person"


def test_the_meters_answer_where_the_store_does_not(measured: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise VoronkaError("the store failed")

    monkeypatch.setattr(type(measured.store), "figures", lambda _store: fail())
    found = meters(measured)
    assert found["voronka_store_up"] == 0
    assert "voronka_index_behind" not in found


def test_the_docs_name_the_meters_that_there_are(measured: Site) -> None:
    measured.client.get("/help")
    answer = measured.client.get("/metrics", headers={"Authorization": f"Bearer {BEARER}"})
    there = set(re.findall(r"^# TYPE (voronka_\w+)", answer.get_data(as_text=True), re.MULTILINE))
    deploy = (Path(__file__).parents[2] / "docs" / "deploy.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\b(voronka_\w+)", deploy)) == there


# -- a request's id and its line in the log ---------------------------------------------------------------------------


@pytest.fixture
def lines() -> Iterator[LogCapture]:
    """The events that are logged, with what is bound to the request."""
    captured = LogCapture()
    former = structlog.get_config()
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, captured], wrapper_class=structlog.BoundLogger
    )
    try:
        yield captured
    finally:
        structlog.configure(**former)


def test_each_request_has_an_id_and_a_line(shared: Site, lines: LogCapture) -> None:
    answer = shared.client.get("/listing/1?from=@tainaya_anna", headers={"X-Request-ID": "abc-123.def_4"})
    assert answer.headers["X-Request-ID"] == "abc-123.def_4"
    [line] = [entry for entry in lines.entries if entry["event"] == "request"]
    assert line["request_id"] == "abc-123.def_4"
    assert (line["method"], line["route"], line["status"]) == ("GET", "/listing/<int:number>", 200)
    assert line["ms"] > 0
    assert "tainaya" not in json.dumps(line)


@pytest.mark.parametrize("given", ["", "short", "with space in it", "x" * 65, "<script>alert</script>", "имя-запроса"])
def test_an_ill_formed_id_is_replaced(shared: Site, given: str) -> None:
    one, other = (
        shared.client.get("/help", headers={"X-Request-ID": given.encode().decode("latin-1")}).headers["X-Request-ID"]
        for _ in range(2)
    )
    assert re.fullmatch(r"[0-9a-f]{32}", one)
    assert one != other


def test_probes_are_logged_only_where_they_fail(site: Site, lines: LogCapture) -> None:
    site.client.get("/healthz")
    assert lines.entries == []
    site.client.get("/metrics")
    assert [entry["status"] for entry in lines.entries] == [401]


def test_a_failure_is_logged_with_its_request_and_no_address(
    site: Site, lines: LogCapture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise KeyError("in the middle")

    monkeypatch.setattr(type(site.store), "sources", fail)
    site.app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = site.client.get("/sources?q=@tainaya_anna")
    assert answer.status_code == 500
    failed, request = lines.entries
    assert failed["event"] == "page failed"
    assert failed["request_id"] == request["request_id"] == answer.headers["X-Request-ID"]
    assert (request["status"], request["log_level"]) == (500, "error")
    assert "tainaya" not in repr(lines.entries)


def test_signing_in_logs_no_token(site: Site, lines: LogCapture) -> None:
    post(site.client, "/admin/sign-in", token="a-wrong-token-of-somebody")
    assert "a-wrong-token" not in repr(lines.entries)
    assert logging.getLogger("werkzeug").handlers == []
