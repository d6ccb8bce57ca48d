"""Whatever happens in a channel and on the line, in any order: in the end the store holds what the channel holds."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from telegram_sources.message import Peers, grouped, is_post, read_post
from tests.telegram_sources.mtproto import Channel
from tests.telegram_sources.scene import Scene
from voronka.sources import RunStatus

CALLS = ("GetHistory", "GetChannelDifference", "GetMessages", "GetFullChannel", "ResolveUsername")


class Happenings:
    """What happens by chance in a channel, and to the reader's calls."""

    def __init__(self, scene: Scene, made: Channel, chance: random.Random) -> None:
        self.scene, self.made, self.chance = scene, made, chance
        self.number = 0

    def words(self) -> str:
        self.number += 1
        return f"Слова {self.number} 🔥"

    def some(self, most: int) -> list[int]:
        """Some of the channel's messages with words or pictures, mostly new ones."""
        ids = [number for number, message in self.made.messages.items() if is_post(message)][-80:]
        return self.chance.sample(ids, min(len(ids), self.chance.randint(1, most)))

    def one(self) -> None:
        """One happening."""
        chance, made = self.chance, self.made
        match chance.choice(("post", "posts", "album", "edit", "edit", "delete", "service", "forget")):
            case "post":
                made.post(self.words())
            case "posts":
                for _ in range(chance.randint(2, 130)):
                    made.post(self.words())
            case "album":
                captions = [self.words() if chance.random() < 0.3 else "" for _ in range(chance.randint(2, 10))]
                captions[chance.randrange(len(captions))] = self.words()
                made.album(captions)
            case "edit":
                for number in self.some(3):
                    if made.messages[number].message:
                        made.edit(number, self.words())
            case "delete":
                made.delete(*self.some(6))
            case "service":
                made.service()
            case "forget":
                made.forget_updates()

    def trouble(self) -> None:
        """Something goes wrong, or happens in the middle of a reading."""
        server, chance = self.scene.server, self.chance
        name, nth = chance.choice(CALLS), chance.randint(1, 3)
        match chance.choice(("drop", "flood", "restart", "away", "pts", "meanwhile", "salt", "none")):
            case "drop":
                server.drop(name, nth=nth)
            case "flood":
                server.flood(name, chance.randint(1, 60), nth=nth)
            case "restart":
                server.at(name, server.restart_soon, nth=nth)
            case "away":
                server.at(name, server.stop_soon, nth=nth)
            case "pts":
                server.fail("GetChannelDifference", "PERSISTENT_TIMESTAMP_INVALID", nth=nth)
            case "meanwhile":
                server.at(name, self.one, nth=nth)
            case "salt":
                server.at(name, self.new_salt, nth=nth)

    def new_salt(self) -> None:
        self.scene.server.salt += 1


def texts(made: Channel) -> list[str]:
    """What the channel's posts say."""
    found = [
        read_post(group, "kanal", "kanal", Peers()) for group in grouped(made.messages.values()) if is_post(group[0])
    ]
    return sorted(post.text for post in found if post is not None)


@pytest.mark.parametrize("seed", [1, 2, 106, 192, 205, 263])  # the last four found faults
def test_in_the_end_the_store_holds_what_the_channel_holds(scene: Scene, seed: int) -> None:
    go(scene, random.Random(seed))


@pytest.mark.full
@pytest.mark.parametrize("seed", range(100, 300))
def test_in_the_end_the_store_holds_what_the_channel_holds_very_often(scene: Scene, seed: int) -> None:
    go(scene, random.Random(seed))


def go(scene: Scene, chance: random.Random) -> None:
    made = scene.server.channel("kanal")
    happenings = Happenings(scene, made, chance)
    for _ in range(8):
        repeat(happenings.one, chance.randint(0, 4))
        happenings.trouble()
        scene.read()
        scene.server.start_if_stopped()
    scene.server.forget_faults()
    with scene.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM telegram_wait")
    scene.clock.slept.append(3600)
    (report,) = scene.read()
    assert report.status is RunStatus.OK, report.message
    assert sorted(post.text for post in scene.posts().values()) == texts(made)
    assert scene.server.count("ResolveUsername") <= 4, "but for what was tried again"


def repeat(act: Callable[[], Any], times: int) -> None:
    for _ in range(times):
        act()
