"""Following over one connection: polls at their pace, trouble survived, the end in good order."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from telegram_sources.faults import LoggedOutError, TelegramError
from telegram_sources.following import Rounds, follow
from telegram_sources.session_lock import SessionInUseError, session_lock
from tests.crawlers.support import channel
from tests.telegram_sources.scene import Scene
from voronka.sources import RunReport, RunStatus, Source


@dataclass
class Following:
    """What a following is told, and what it says."""

    scene: Scene
    names: list[str]
    lines: list[str] = field(default_factory=list)
    reports: list[RunReport] = field(default_factory=list)

    def sources(self) -> list[Source]:
        sources = [channel(name) for name in self.names]
        self.scene.store.declare(sources)
        return [s.source for s in self.scene.store.sources() if s.enabled]

    def run(self, **values: Any) -> None:
        rounds = Rounds(self.sources, 45, self.reports.extend, self.lines.append, self.scene.clock.time)
        follow(rounds, replace(self.scene.reading, **values))

    def at_poll(self, nth: int, act: Callable[[], None]) -> None:
        self.scene.server.at("GetChannelDifference", act, nth=nth)

    def end_at_poll(self, nth: int) -> None:
        self.at_poll(nth, self.scene.stop.ask)


@pytest.fixture
def following(scene: Scene) -> Following:
    scene.server.channel("kanal").fill(20)
    return Following(scene, ["kanal"])


def test_polls_at_its_pace_and_takes_in_what_is_new(following: Following) -> None:
    scene = following.scene
    made = scene.server.channels[0]
    following.at_poll(2, lambda: made.post("Новое") and None)
    following.at_poll(3, lambda: made.delete(5))
    following.end_at_poll(4)
    following.run()
    assert set(scene.posts()) == set(range(1, 22)) - {5}
    assert [round(seconds) for seconds in scene.clock.slept[:3]] == [45, 45, 45]
    assert scene.server.counts == {
        "ResolveUsername": 1, "GetFullChannel": 1, "GetHistory": 2, "GetChannelDifference": 4,
    }  # fmt: skip
    assert scene.server.connected == 1
    assert [report.new for report in following.reports] == [20, 1, 0]
    assert scene.store.source("kanal").lease_owner is None  # type: ignore[union-attr]


def test_a_longer_pause_that_telegram_wants_is_kept(following: Following) -> None:
    following.scene.server.channels[0].timeout = 300
    following.end_at_poll(3)
    following.run()
    assert sum(following.scene.clock.slept) >= 600


def test_rounds_without_news_are_noted_now_and_then(following: Following) -> None:
    following.end_at_poll(44)
    following.run()
    assert len(following.scene.store.runs("kanal", 200)) == 2, "the first, and one after half an hour"


def test_a_lost_connection_is_made_again(following: Following) -> None:
    scene = following.scene
    following.at_poll(2, scene.server.stop_soon)
    slept = scene.reading.sleep
    assert slept is not None

    async def sleep(seconds: float) -> None:
        if any("trying again" in line for line in following.lines):
            scene.server.start_if_stopped()
        await slept(seconds)

    scene.server.channels[0].post("Новое")
    following.end_at_poll(4)
    following.run(sleep=sleep)
    assert sum("trying again in" in line for line in following.lines) >= 1
    assert len(scene.posts()) == 21


def test_a_dead_server_at_the_beginning_is_a_failure(following: Following) -> None:
    following.scene.server.stop()
    with pytest.raises(TelegramError, match="connection"):
        following.run()


def test_a_session_that_ends_ends_the_following(following: Following) -> None:
    following.at_poll(2, following.scene.server.revoke)
    with pytest.raises(LoggedOutError, match="AUTH_KEY_UNREGISTERED"):
        following.run()
    assert following.scene.server.count("GetChannelDifference") == 2
    assert [run.status for run in following.scene.store.runs("kanal")] == [RunStatus.FAILED, RunStatus.OK]


def test_a_channel_that_fails_is_asked_more_seldom_and_said_once(following: Following) -> None:
    scene = following.scene
    scene.server.channel("drugoy").fill(3)
    following.names.append("drugoy")
    scene.server.fail("GetFullChannel", "SOMETHING_NEW_HERE", nth=2, times=50)
    following.end_at_poll(8)
    following.run()
    assert len(following.lines) == 1
    assert scene.server.count("GetFullChannel") == 4


def test_a_source_that_is_switched_off_meanwhile_is_left_alone(following: Following) -> None:
    scene = following.scene
    scene.server.channel("drugoy").fill(3)
    following.names.append("drugoy")
    following.at_poll(3, lambda: switch_off(scene, "drugoy"))
    following.end_at_poll(6)
    following.run()
    asked = [request.channel.channel_id for request in scene.server.requests if hasattr(request, "force")]
    assert asked.count(scene.server.channels[1].id) == 2


def test_only_one_follows(following: Following) -> None:
    with (
        session_lock(following.scene.reading.credentials, "voronka follow"),
        pytest.raises(SessionInUseError, match=r"voronka follow"),
    ):
        following.run()


def switch_off(scene: Scene, name: str) -> None:
    scene.store.set_disabled(name, disabled=True)
