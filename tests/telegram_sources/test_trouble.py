"""Trouble with Telegram: floods, sessions that end, channels that go away, clocks, salts; one clear line each."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr
from telethon.tl import types as t

from telegram_sources.session import Credentials
from telegram_sources.session_lock import session_lock
from tests.telegram_sources.scene import Scene
from voronka.sources import RunStatus
from voronka.standing import standings


def next_tries(scene: Scene) -> dict[str, datetime | None]:
    found = standings(scene.store.sources(), scene.store.recent_runs(), datetime.now(UTC))
    return {standing.state.source.name: standing.next_try for standing in found}


# -- floods --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ResolveUsername", "GetFullChannel", "GetHistory", "GetChannelDifference"])
def test_a_short_flood_is_waited_for(scene: Scene, name: str) -> None:
    scene.server.channel("kanal").fill(150)
    scene.server.flood(name, 60)
    (report,) = scene.read()
    assert (report.status, report.new) == (RunStatus.OK, 150)
    assert scene.clock.slept == [60]
    assert scene.waits(datetime.now(UTC)) == {}


def test_a_long_flood_of_the_history_is_noted_and_the_rest_goes_on(scene: Scene) -> None:
    one, two = scene.server.channel("kanal"), scene.server.channel("drugoy")
    one.fill(150)
    two.fill(20)
    scene.read("drugoy")
    two.post("Новое")
    scene.server.at("GetHistory", lambda: one.post("Новое, пока ждём") and None, nth=1)
    scene.server.flood("GetHistory", 3600, nth=2)
    reports = scene.read("kanal", "drugoy")
    assert [report.status for report in reports] == [RunStatus.FAILED, RunStatus.OK]
    assert "messages.getHistory" in reports[0].message
    assert scene.clock.slept == []
    assert scene.posts()[151].text == "Новое, пока ждём", "what is new is read all the same"
    assert len(scene.posts()) == 101
    [(method, until)] = scene.waits(datetime.now(UTC)).items()
    assert method == "messages.getHistory"
    assert timedelta(minutes=59) < until - datetime.now(UTC) <= timedelta(hours=1)
    assert next_tries(scene) == {"kanal": until, "drugoy": None}

    scene.server.forget_calls()
    one.post("Ещё новее")
    (report,) = scene.read()
    assert report.status is RunStatus.OK
    assert str(until.year) in report.warnings[0]
    assert scene.server.counts == {"GetChannelDifference": 1}, "the history is left alone"
    assert next_tries(scene)["kanal"] == until

    with scene.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM telegram_wait")
    scene.clock.slept.append(3600)  # an hour later
    (report,) = scene.read()
    assert (report.status, report.new) == (RunStatus.OK, 50)
    assert next_tries(scene)["kanal"] is None


def test_a_flooded_look_up_leaves_channels_alone_that_need_it_and_no_others(scene: Scene) -> None:
    for name in ("kanal", "drugoy", "tretiy"):
        scene.server.channel(name).fill(5)
    scene.read("tretiy")
    scene.server.flood("ResolveUsername", 86_400)
    reports = scene.read("kanal", "drugoy", "tretiy")
    assert [report.status for report in reports] == [RunStatus.FAILED, RunStatus.LEFT_OUT, RunStatus.OK]
    assert scene.server.count("ResolveUsername") == 2
    reports = scene.read("kanal", "drugoy", "tretiy")
    assert [report.status for report in reports] == [RunStatus.LEFT_OUT, RunStatus.LEFT_OUT, RunStatus.OK]
    assert scene.server.count("ResolveUsername") == 2
    assert "contacts.resolveUsername" in reports[0].message


def test_short_floods_without_end_are_a_long_one(scene: Scene) -> None:
    scene.server.channel("kanal").fill(5)
    scene.server.flood("GetHistory", 2, times=50)
    (report,) = scene.read()
    assert report.status is RunStatus.FAILED
    assert scene.server.count("GetHistory") == 5


# -- the session ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", ["AUTH_KEY_UNREGISTERED", "SESSION_REVOKED", "USER_DEACTIVATED_BAN"])
def test_a_revoked_session_is_one_line_and_no_second_try(scene: Scene, error: str) -> None:
    for name in ("kanal", "drugoy"):
        scene.server.channel(name).fill(5)
    scene.server.fail("GetUsers", error, 401, times=9)
    reports = scene.read("kanal", "drugoy")
    assert [report.status for report in reports] == [RunStatus.FAILED] * 2
    assert reports[0].message == reports[1].message
    assert error in reports[0].message
    assert "voronka telegram login" in reports[0].message
    assert scene.server.connected == 1
    assert scene.server.counts == {}
    assert [run.status for run in scene.store.runs("kanal")] == [RunStatus.FAILED]


def test_a_flood_at_the_very_beginning_is_a_failure_of_all(scene: Scene) -> None:
    scene.server.flood("GetUsers", 500, times=2)
    reports = scene.read("kanal", "drugoy")
    assert [report.status for report in reports] == [RunStatus.FAILED] * 2
    assert "500 s" in reports[0].message


def test_a_session_that_is_revoked_in_mid_history(scene: Scene) -> None:
    scene.server.channel("kanal").fill(250)
    scene.server.channel("drugoy").fill(5)
    scene.server.at("GetHistory", scene.server.revoke, nth=2)
    reports = scene.read("kanal", "drugoy")
    assert [report.status for report in reports] == [RunStatus.FAILED] * 2
    assert "AUTH_KEY_UNREGISTERED" in reports[0].message
    assert len(scene.posts()) == 100
    assert scene.server.count("GetHistory") == 2
    assert "ResolveUsername" in scene.server.counts
    assert scene.server.count("ResolveUsername") == 1, "the second channel is not tried"


def test_a_key_that_the_server_does_not_know(scene: Scene) -> None:
    scene.server.keys.clear()
    (report,) = scene.read()
    assert report.status is RunStatus.FAILED
    assert "voronka telegram login" in report.message


@pytest.mark.parametrize("text", ["1abc", "nonsense", "1" + "A" * 352, "1" + "A" * 351])
def test_a_session_that_is_none_is_named_and_not_shown(scene: Scene, text: str) -> None:
    (report,) = scene.read(credentials=Credentials(1, SecretStr("hash"), SecretStr(text)))
    assert report.status is RunStatus.FAILED
    assert "TELEGRAM_SESSION" in report.message
    assert text not in report.message


def test_a_session_in_use_is_left_alone(scene: Scene) -> None:
    scene.server.channel("kanal").fill(5)
    with session_lock(scene.reading.credentials, "voronka follow"):
        (report,) = scene.read()
    assert report.status is RunStatus.LEFT_OUT
    assert "voronka follow" in report.message
    assert scene.server.connected == 0
    (report,) = scene.read()
    assert report.status is RunStatus.OK


# -- channels ------------------------------------------------------------------------------------------------------


def test_a_renamed_channel_is_read_on_and_said(scene: Scene) -> None:
    made = scene.server.channel("kanal")
    made.fill(5)
    scene.read()
    made.username = "novoe_imya"
    made.post("После переименования")
    (report,) = scene.read()
    assert (report.status, report.new) == (RunStatus.OK, 1)
    assert "@novoe_imya" in report.warnings[0]
    assert scene.posts()[6].url == "https://t.me/novoe_imya/6"
    assert scene.server.count("ResolveUsername") == 1
    assert scene.state().username == "novoe_imya"


def test_a_user_name_that_another_channel_took_is_not_mixed_in(scene: Scene) -> None:
    made = scene.server.channel("kanal")
    made.fill(5)
    scene.read()
    made.username = None
    scene.server.channel("kanal").fill(50)
    made.post("Всё ещё прежний канал")
    (report,) = scene.read()
    assert (report.status, report.new) == (RunStatus.OK, 1)
    # and if the former one cannot be asked for any more, either
    scene.server.channels.remove(made)
    (report,) = scene.read()
    assert report.status is RunStatus.FAILED
    assert "another channel" in report.message
    assert len(scene.posts()) == 6


def test_an_access_hash_of_no_use_is_asked_for_once(scene: Scene) -> None:
    scene.server.channel("kanal").fill(5)
    scene.read()
    with scene.store.writing() as connection:
        connection.exec_driver_sql("UPDATE telegram_channel SET access_hash = 1")
    (report,) = scene.read()
    assert report.status is RunStatus.OK
    assert scene.server.count("ResolveUsername") == 2


def test_another_account_looks_channels_up_and_reads_on(scene: Scene) -> None:
    made = scene.server.channel("kanal")
    made.fill(5)
    scene.read()
    with scene.store.writing() as connection:
        connection.exec_driver_sql("UPDATE telegram_channel SET account = 1, access_hash = 1")
    scene.server.forget_calls()
    made.post("Новое")
    (report,) = scene.read()
    assert (report.status, report.new) == (RunStatus.OK, 1)
    assert scene.server.counts == {"ResolveUsername": 1, "GetChannelDifference": 1}


def test_a_channel_that_became_private_fails_alone_and_keeps_its_posts(scene: Scene) -> None:
    made = scene.server.channel("kanal")
    made.fill(5)
    scene.server.channel("drugoy").fill(5)
    scene.read("kanal", "drugoy")
    made.private = True
    reports = scene.read("kanal", "drugoy")
    assert [report.status for report in reports] == [RunStatus.FAILED, RunStatus.OK]
    assert "CHANNEL_PRIVATE" in reports[0].message
    assert len(scene.posts()) == 5
    # it is not asked for at every run, unless somebody names it
    scene.server.forget_calls()
    reports = scene.read("kanal", "drugoy")
    assert [report.status for report in reports] == [RunStatus.LEFT_OUT, RunStatus.OK]
    assert scene.server.counts == {"GetChannelDifference": 1}
    made.private = False
    (report,) = scene.read("kanal", named=["kanal"])
    assert report.status is RunStatus.OK
    assert next_tries(scene)["kanal"] is None


def test_names_that_are_no_channel(scene: Scene) -> None:
    scene.server.users.append(t.User(id=9, username="chelovek", first_name="Имя", access_hash=1))
    reports = scene.read("nikogo", "chelovek")
    assert [report.status for report in reports] == [RunStatus.FAILED] * 2
    assert "channels.yml" in reports[0].message
    assert "is no channel" in reports[1].message
    scene.read("nikogo", "chelovek")
    assert scene.server.count("ResolveUsername") == 2, "the names are not looked up again at every run"


def test_an_error_that_nobody_foresaw_is_told_by_its_name(scene: Scene) -> None:
    scene.server.channel("kanal").fill(5)
    scene.server.fail("GetFullChannel", "SOMETHING_NEW_HERE")
    (report,) = scene.read()
    assert report.status is RunStatus.FAILED
    assert "SOMETHING_NEW_HERE" in report.message


@pytest.mark.parametrize("name", ["GetConfig", "GetHistory"])
def test_a_server_that_says_nothing_is_not_waited_for_for_ever(scene: Scene, name: str) -> None:
    scene.server.channel("kanal").fill(5)
    scene.server.silence(name)
    (report,) = scene.read(patience=replace(scene.reading.patience, answer=0.5))
    assert report.status is RunStatus.FAILED
    assert "is there a network?" in report.message
    (report,) = scene.read()
    assert (report.status, report.new) == (RunStatus.OK, 5)


def test_whoever_asks_to_end_does_not_wait_long_for_an_answer(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("telegram_sources.calls._GRACE", 0.1)
    scene.server.channel("kanal").fill(5)
    scene.server.at("GetHistory", scene.stop.ask)
    scene.server.silence("GetHistory")
    (report,) = scene.read()
    assert report.status is RunStatus.STOPPED


# -- the wire ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_a_wrong_clock_is_set_by_the_server(scene: Scene, seconds: float) -> None:
    scene.server.channel("kanal").fill(120)
    scene.server.clock = seconds
    (report,) = scene.read()
    assert (report.status, report.new) == (RunStatus.OK, 120)


def test_a_new_salt_in_mid_history(scene: Scene) -> None:
    scene.server.channel("kanal").fill(250)

    def change() -> None:
        scene.server.salt += 1

    scene.server.at("GetHistory", change, nth=2)
    (report,) = scene.read()
    assert (report.status, report.new, report.unchanged) == (RunStatus.OK, 250, 0)


def test_whoever_asks_to_end_gets_the_page_under_way_finished(scene: Scene) -> None:
    scene.server.channel("kanal").fill(250)
    scene.server.at("GetHistory", scene.stop.ask, nth=2)
    (report,) = scene.read()
    assert report.status is RunStatus.STOPPED
    assert len(scene.posts()) == 200, "the page under way is finished"
