"""A channel's whole history over the wire: nothing missed, nothing doubled, few calls; also through trouble."""

from datetime import timedelta

import pytest

from telegram_sources.place import WHOLE
from tests.telegram_sources.mtproto.values import now
from tests.telegram_sources.scene import Scene, days
from voronka.model import RawPost
from voronka.sources import RunStatus
from voronka.store.posts import Saved
from voronka.store.telegram import ChannelState


def test_a_thousand_messages_in_eleven_calls(scene: Scene) -> None:
    scene.server.channel("kanal").fill(1000)
    (report,) = scene.read()
    assert (report.status, report.new, report.message) == (RunStatus.OK, 1000, "")
    assert set(scene.posts()) == set(range(1, 1001))
    assert scene.server.counts == {
        "ResolveUsername": 1, "GetFullChannel": 1, "GetHistory": 11, "GetChannelDifference": 1,
    }  # fmt: skip


def test_a_second_time_the_history_is_not_asked_for(scene: Scene) -> None:
    scene.server.channel("kanal").fill(30)
    scene.read()
    scene.server.forget_calls()
    (report,) = scene.read()
    assert (report.status, report.recognised) == (RunStatus.OK, 0)
    assert scene.server.counts == {"GetChannelDifference": 1}


def test_an_empty_channel_is_no_failure(scene: Scene) -> None:
    made = scene.server.channel("kanal")
    (report,) = scene.read()
    assert (report.status, report.recognised) == (RunStatus.OK, 0)
    made.post("Первая вакансия")
    (report,) = scene.read()
    assert (report.status, report.new) == (RunStatus.OK, 1)


def test_five_channels_over_one_connection(scene: Scene) -> None:
    names = [f"kanal_{n}" for n in range(5)]
    for name in names:
        scene.server.channel(name).fill(120)
    reports = scene.read(*names)
    assert [(report.source, report.new) for report in reports] == [(name, 120) for name in names]
    assert scene.server.connected == 1


@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_dropped_connection_in_mid_history_is_made_again(scene: Scene, nth: int) -> None:
    scene.server.channel("kanal").fill(250)
    scene.server.drop("GetHistory", nth=nth)
    (report,) = scene.read()
    assert (report.status, report.new, report.unchanged) == (RunStatus.OK, 250, 0)
    assert scene.server.connected == 2
    assert scene.server.count("GetHistory") == 5
    assert scene.server.count("ResolveUsername") == 1


def test_a_server_that_restarts_loses_nothing(scene: Scene) -> None:
    scene.server.channel("kanal").fill(250)
    scene.server.at("GetHistory", scene.server.restart_soon, nth=2)
    (report,) = scene.read()
    assert (report.status, report.new) == (RunStatus.OK, 250)


def test_a_server_that_stays_away_is_a_failure_and_the_next_run_goes_on(scene: Scene) -> None:
    scene.server.channel("kanal").fill(250)
    scene.server.at("GetHistory", scene.server.stop_soon, nth=2)
    reports = scene.read("kanal", "drugoy")
    assert [report.status for report in reports] == [RunStatus.FAILED] * 2
    assert {report.message for report in reports} == {reports[0].message}
    assert "TELEGRAM_PROXY" in reports[0].message
    assert len(scene.posts()) == 100
    scene.server.start()
    scene.server.forget_calls()
    (report,) = scene.read()
    assert (report.status, report.new, report.unchanged) == (RunStatus.OK, 150, 0)
    assert scene.server.counts == {"GetHistory": 3, "GetChannelDifference": 1}


def test_what_happens_while_the_history_is_read_is_not_missed(scene: Scene) -> None:
    made = scene.server.channel("kanal")
    made.fill(150)

    def happen() -> None:
        made.edit(5, "Изменено, пока читали")
        made.delete(6)
        made.post("Новое, пока читали")

    scene.server.at("GetHistory", happen, nth=2)
    (report,) = scene.read()
    assert report.status is RunStatus.OK
    assert set(scene.posts()) == set(range(1, 152)) - {6}
    assert scene.posts()[5].text == "Изменено, пока читали"


def test_only_the_wanted_days_then_further_back_then_all(scene: Scene) -> None:
    scene.server.channel("kanal").fill(300, every=days(1))
    since = now() - days(30) - timedelta(hours=1)
    scene.read(since=since)
    assert set(scene.posts()) == set(range(271, 301))
    assert scene.state().since == since
    scene.server.forget_calls()
    scene.read(since=now() - days(10))
    assert scene.server.count("GetHistory") == 0, "less is wanted than what is known"
    (report,) = scene.read(since=now() - days(50) - timedelta(hours=1))
    assert (report.new, report.unchanged, scene.server.count("GetHistory")) == (20, 0, 1)
    (report,) = scene.read()
    assert report.new == 0, "without a number of days what was wanted before is enough once it was read"
    (report,) = scene.read(since=WHOLE)
    assert (report.new, set(scene.posts())) == (250, set(range(1, 301)))


def test_posts_that_the_preview_read_and_the_channel_deleted_are_erased(scene: Scene) -> None:
    made = scene.server.channel("kanal")
    made.fill(150)
    scene.read()
    made.delete(3, 100, 101, 149)
    forget(scene)
    (report,) = scene.read()
    assert (report.new, report.unchanged) == (0, 146)
    assert set(scene.posts()) == set(range(1, 151)) - {3, 100, 101, 149}


def test_a_purged_source_is_read_anew_without_being_looked_up(scene: Scene) -> None:
    scene.server.channel("kanal").fill(20)
    scene.read()
    scene.store.purge_source("kanal")
    scene.server.forget_calls()
    (report,) = scene.read()
    assert report.new == 20
    assert scene.server.count("ResolveUsername") == 0


def test_a_page_that_cannot_be_stored_is_asked_for_again(scene: Scene) -> None:
    scene.server.channel("kanal").fill(250)

    class FullDisk:
        pages = 0

        def take(self, raws: list[RawPost]) -> list[Saved]:
            self.pages += 1
            if self.pages == 2:
                raise OSError("no space left on device")
            return list(scene.reading.desk.take(raws))

        def take_out(self, source: str, external_ids: list[str]) -> int:
            return 0

    with pytest.raises(OSError, match="no space"):
        scene.read(desk=FullDisk())
    assert scene.state().back_id == 100
    (report,) = scene.read()
    assert (report.new, report.unchanged) == (150, 0)


def forget(scene: Scene) -> None:
    """As if the channel had never been read this way."""
    from voronka.store import telegram

    state = scene.state()
    with scene.store.writing() as connection:
        telegram.keep(connection, ChannelState("kanal", state.channel_id, state.access_hash, state.account))
