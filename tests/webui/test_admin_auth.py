"""The admin's way in: the token, the session's cookie, the token of forms, wrong attempts, and where it leads."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from search.service import Search
from tests.webui.conftest import TOKEN, Site, post
from voronka.errors import VoronkaError
from voronka.secret_files import secret_of
from voronka.settings import Settings
from voronka.store import Store
from voronka.store.tables import attempt
from webui import create_app
from webui.admin_auth import token_file
from webui.attempts import Attempts
from webui.forms import safe_path


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/admin").status_code == 200


def test_the_token_opens_and_leads_back(shared: Site) -> None:
    browser = shared.client
    sent_away = browser.get("/admin?a=1")
    assert (sent_away.status_code, sent_away.location) == (303, "/admin/sign-in?next=/admin?a%3D1")
    assert 'name="next" value="/admin?a=1"' in browser.get(sent_away.location).get_data(as_text=True)
    answer = post(browser, "/admin/sign-in", token=f" {TOKEN}\n", next="/sources")
    assert (answer.status_code, answer.location) == (303, "/sources")
    page = browser.get("/admin")
    assert "Управление" in page.get_data(as_text=True)
    assert page.headers["Cache-Control"] == "no-store"
    assert post(browser, "/admin/sign-out").location == "/"
    assert not is_in(browser)


def test_the_cookie_cannot_be_read_or_forged_and_holds_no_token(shared: Site) -> None:
    browser = shared.client
    answer = post(browser, "/admin/sign-in", token=TOKEN)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    assert TOKEN not in cookie
    value = browser.get_cookie("voronka")
    assert value is not None
    other = shared.client
    other.set_cookie("voronka", value.value[:-2] + "xx")
    assert not is_in(other)


def test_under_https_the_cookie_goes_over_https_only(shared: Site, store: Store, tmp_path: Path) -> None:
    answer = shared.client.get("/admin/sign-in", base_url="https://localhost")
    assert "Secure" in answer.headers["Set-Cookie"]
    settings = Settings(data=tmp_path, public_url="https://voronka.example")
    app = create_app(store, Search(store, settings), settings)
    assert "Secure" in app.test_client().get("/admin/sign-in").headers["Set-Cookie"], "also where a proxy ends https"


def test_reading_sets_no_cookie(shared: Site) -> None:
    for path in ("/", "/sources", "/help", "/listing/1", "/nowhere"):
        assert "Set-Cookie" not in shared.client.get(path).headers, path


@pytest.mark.parametrize("given", [None, "", "wrong", "Ы" * 40])
def test_a_form_without_its_token_is_refused(shared: Site, given: str | None) -> None:
    for browser in (shared.client, shared.admin):
        answer = browser.post("/admin/sign-out", data={} if given is None else {"csrf_token": given})
        assert answer.status_code == 400
        assert "Форма устарела" in answer.get_data(as_text=True)
    assert is_in(browser)


def test_a_form_of_another_session_is_refused(shared: Site) -> None:
    page = shared.client.get("/admin/sign-in").get_data(as_text=True)
    theirs = page.split('name="csrf_token" value="')[1].split('"')[0]
    browser = shared.client
    browser.get("/admin/sign-in")
    assert browser.post("/admin/sign-in", data={"csrf_token": theirs, "token": TOKEN}).status_code == 400
    assert not is_in(browser)


def test_the_token_of_forms_changes_at_the_sign_in(shared: Site) -> None:
    browser = shared.client
    page = browser.get("/admin/sign-in").get_data(as_text=True)
    before = page.split('name="csrf_token" value="')[1].split('"')[0]
    post(browser, "/admin/sign-in", token=TOKEN)
    assert browser.post("/admin/sign-out", data={"csrf_token": before}).status_code == 400


def test_wrong_tokens_are_refused_and_then_have_to_wait(site: Site) -> None:
    browser = site.client
    for _ in range(5):
        answer = post(browser, "/admin/sign-in", token="wrong")
        assert answer.status_code == 401
        assert "Токен не подошёл" in answer.get_data(as_text=True)
    answer = post(browser, "/admin/sign-in", token=TOKEN)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 600
    assert not is_in(browser)


def test_attempts_are_counted_by_network_for_all_workers_and_forgotten_in_time(any_store: Store) -> None:
    now = [datetime(2026, 11, 20, 9, tzinfo=UTC)]
    one, other = (Attempts(any_store, "key", 2, 60, lambda: now[0]) for _ in range(2))
    assert one.begin("2001:db8::1") == other.begin("2001:db8::ffff") == 0
    assert one.begin("2001:db8::2") == 61
    assert one.begin("2001:db8:0:1::1") == 0
    assert one.begin("192.0.2.1") == other.begin("::ffff:192.0.2.1") == 0
    assert one.begin("192.0.2.1") > 0
    assert one.begin("192.0.2.2") == 0
    assert one.begin("not an address") == 0
    one.forget("192.0.2.1")
    assert other.begin("192.0.2.1") == 0
    with any_store.reading() as connection:
        rows = list(connection.execute(sa.select(attempt)))
    assert not any("192" in row.key or "2001" in row.key for row in rows), "no address is kept"
    now[0] += timedelta(seconds=61)
    assert other.begin("2001:db8::2") == 0
    with any_store.reading() as connection:
        assert len(list(connection.execute(sa.select(attempt)))) == 1, "what is over is gone"


def test_a_demos_clock_does_not_shut_the_door_for_ever(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert site.store.demo_at is not None
    for _ in range(5):
        post(site.client, "/admin/sign-in", token="wrong")
    assert post(site.client, "/admin/sign-in", token=TOKEN).status_code == 429
    with site.store.writing() as connection:
        connection.execute(sa.update(attempt).values(at=datetime.now(UTC) - timedelta(minutes=11)))
    assert post(site.client, "/admin/sign-in", token=TOKEN).status_code == 303


@given(st.text(alphabet="/\\:@. \t\n\rahtps?#%0é", max_size=30) | st.text(max_size=30))
def test_nothing_leads_to_another_site(wanted: str) -> None:
    found = safe_path(wanted, "/admin")
    assert found.startswith("/")
    assert not found.startswith(("//", "/\\"))
    assert not any(ord(c) < 33 for c in found)


@pytest.mark.parametrize(
    "wanted", ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", ""]
)
def test_a_sign_in_does_not_lead_to_another_site(shared: Site, wanted: str) -> None:
    assert post(shared.client, "/admin/sign-in", token=TOKEN, next=wanted).location == "/admin"
    assert shared.admin.get("/admin/sign-in", query_string={"next": wanted}).location == "/admin"


def test_a_token_is_made_once_for_its_owner_alone(store: Store, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    path = token_file(settings)
    assert path is not None
    for _ in range(2):
        app = create_app(store, Search(store, settings), settings)
        token = path.read_text().strip()
        assert post(app.test_client(), "/admin/sign-in", token=token).status_code == 303
        for name in ("admin-token", "metrics-token", "session-key"):
            assert stat.S_IMODE((settings.data / name).stat().st_mode) == 0o600
    assert sorted(p.name for p in settings.data.iterdir() if p.is_file()) == [
        "admin-token",
        "metrics-token",
        "session-key",
    ]
    path.chmod(0o644)
    assert secret_of(path) == token
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("short\n")
    with pytest.raises(VoronkaError, match="remove it"):
        secret_of(path)


def test_a_new_token_signs_everybody_out(site: Site, tmp_path: Path) -> None:
    old = site.admin
    value = old.get_cookie("voronka")
    assert value is not None
    settings = Settings(data=tmp_path, admin_token=SecretStr("another-token-altogether"))
    browser = create_app(site.store, Search(site.store, settings), settings).test_client()
    browser.set_cookie("voronka", value.value)
    assert not is_in(browser)
    assert is_in(old)


def test_a_token_that_could_be_guessed_is_refused_and_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from voronka.settings import load_settings

    monkeypatch.setenv("VORONKA_DATA", str(tmp_path))
    monkeypatch.setenv("VORONKA_ADMIN_TOKEN", "geheim")
    with pytest.raises(VoronkaError, match="admin_token") as caught:
        load_settings()
    assert "geheim" not in str(caught.value)
    monkeypatch.setenv("VORONKA_ADMIN_TOKEN", "")
    assert load_settings().admin_token is None
