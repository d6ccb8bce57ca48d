"""What happens in a channel after its history was read: new, edited, deleted, and what Telegram forgot to tell."""

from datetime import timedelta

import pytest
from telethon.tl import types as t

from telegram_sources.place import WHOLE
from tests.telegram_sources.mtproto import Channel
from tests.telegram_sources.mtproto.values import now
from tests.telegram_sources.scene import Scene, days
from voronka.ingest import Ingest
from voronka.sources import RunStatus
from voronka.store.posts import Saved


@pytest.fixture
def made(scene: Scene) -> Channel:
    """A channel of 30 posts that was read; from now on calls are counted."""
    made = scene.server.channel("kanal")
    made.fill(30)
    scene.read()
    scene.server.forget_calls()
    return made


def test_new_edited_and_deleted(scene: Scene, made: Channel) -> None:
    made.post("Новая вакансия")
    made.edit(5, "Вакансия изменена")
    made.delete(6, 7)
    (report,) = scene.read()
    assert (report.status, report.new, report.changed) == (RunStatus.OK, 1, 1)
    posts = scene.posts()
    assert set(posts) == set(range(1, 32)) - {6, 7}
    assert (posts[5].text, posts[5].payload["edited"], scene.versions()[5]) == ("Вакансия изменена", True, 2)
    assert posts[5].edited_at is not None
    assert scene.server.counts == {"GetChannelDifference": 1}
    assert scene.state().last_id == 31
    scene.server.forget_calls()
    (report,) = scene.read()
    assert (report.recognised, scene.server.counts) == (0, {"GetChannelDifference": 1})


def test_many_changes_are_read_in_pieces(scene: Scene, made: Channel) -> None:
    made.fill(250)
    (report,) = scene.read()
    assert (report.new, scene.server.counts) == (250, {"GetChannelDifference": 3})


def test_a_drop_in_mid_difference_misses_nothing(scene: Scene, made: Channel) -> None:
    made.fill(250)
    scene.server.drop("GetChannelDifference", nth=2)
    (report,) = scene.read()
    assert (report.new, report.unchanged, scene.server.counts) == (250, 0, {"GetChannelDifference": 4})


def test_an_edit_that_takes_the_words_back_erases_them(scene: Scene, made: Channel) -> None:
    made.edit(5, "")
    scene.read()
    assert 5 not in scene.posts()


def test_a_new_number_of_reactions_is_no_new_version(scene: Scene, made: Channel) -> None:
    reactions = t.MessageReactions([t.ReactionCount(t.ReactionEmoji("👍"), 12)])
    made.edit(5, made.messages[5].message, edit_hide=True, reactions=reactions)
    (report,) = scene.read()
    assert (report.changed, report.unchanged, scene.versions()[5]) == (0, 1, 1)


def test_a_deleted_post_closes_its_listing_only_where_no_other_post_holds_it(scene: Scene) -> None:
    ingest = Ingest(scene.store)

    class Desk:
        def take(self, raws: list) -> list[Saved]:  # type: ignore[type-arg]
            return [outcome.saved for outcome in ingest.add_page(raws)]

        take_out = staticmethod(ingest.take_out)

    text = "SMM-менеджер в пекарню «Пышкин дом»\nКазань, офис, 70 000–90 000 ₽ на руки\nОтклик: @pyshkin_hr"
    one, two = scene.server.channel("kanal"), scene.server.channel("drugoy")
    one.post(text)
    two.post(text)
    scene.read("kanal", "drugoy", desk=Desk())
    assert len(scene.store.listing_ids()) == 1
    one.delete(1)
    scene.read("kanal", "drugoy", desk=Desk())
    [card] = scene.store.listings(scene.store.listing_ids())
    assert [a.source for a in card.appearances] == ["drugoy"]
    two.delete(1)
    scene.read("kanal", "drugoy", desk=Desk())
    assert scene.store.listings(scene.store.listing_ids()) == []


# -- albums --------------------------------------------------------------------------------------------------------


def test_an_album_over_the_edge_of_a_page_is_one_post(scene: Scene) -> None:
    made = scene.server.channel("kanal")
    made.fill(97)
    made.album(["Вакансия на картинках", "", "", "", ""])
    made.fill(20)
    scene.read()
    post = scene.posts()[98]
    assert (post.text, post.payload["album"]) == ("Вакансия на картинках", [98, 99, 100, 101, 102])
    assert set(scene.posts()) == {*range(1, 99), *range(103, 123)}
    assert scene.server.count("GetHistory") == 3


def test_an_album_is_the_newest(scene: Scene) -> None:
    scene.server.channel("kanal").album(["", "Подпись", ""])
    (report,) = scene.read()
    assert (report.new, set(scene.posts())) == (1, {1})


def test_a_new_album_by_the_difference(scene: Scene, made: Channel) -> None:
    made.album(["", "Подпись", ""])
    (report,) = scene.read()
    assert (report.new, scene.posts()[31].text) == (1, "Подпись")
    assert scene.posts()[31].payload["album"] == [31, 32, 33]


def test_an_album_over_the_edge_of_a_difference_is_one_post(scene: Scene, made: Channel) -> None:
    made.fill(98)
    made.album(["", "", "", "Подпись"])
    made.post("Дальше")
    scene.read()
    posts = scene.posts()
    assert (posts[129].text, posts[129].payload["album"]) == ("Подпись", [129, 130, 131, 132])
    assert not {130, 131, 132} & set(posts)


def test_the_caption_of_an_album_is_edited(scene: Scene) -> None:
    made = scene.server.channel("kanal")
    made.album(["", "Подпись", ""])
    scene.read()
    made.edit(2, "Другая подпись")
    (report,) = scene.read()
    assert (report.changed, set(scene.posts()), scene.posts()[1].text) == (1, {1}, "Другая подпись")


def test_what_is_deleted_of_an_album(scene: Scene) -> None:
    made = scene.server.channel("kanal")
    made.album(["", "Подпись", ""])
    made.album(["Первая", "Вторая"])
    made.album(["Одна", ""])
    scene.read()
    assert set(scene.posts()) == {1, 4, 6}
    made.delete(2)  # the words
    made.delete(4)  # the message that the post is named after
    made.delete(6, 7)  # all of it
    scene.read()
    posts = scene.posts()
    assert set(posts) == {4}
    assert (posts[4].text, posts[4].payload.get("album")) == ("Вторая", [5])
    assert posts[4].url == "https://t.me/kanal/5"
    made.edit(5, "Вторая, изменена")
    scene.read()
    assert {number: post.text for number, post in scene.posts().items()} == {4: "Вторая, изменена"}
    made.delete(5)
    scene.read()
    assert scene.posts() == {}


# -- what Telegram does not remember -------------------------------------------------------------------------------


def test_a_difference_too_long_is_bridged_by_the_history(scene: Scene, made: Channel) -> None:
    made.fill(150)
    made.edit(29, "Изменено в прошлом")
    made.delete(28)
    made.forget_updates()
    made.post("Самое новое")
    (report,) = scene.read()
    assert (report.status, report.new, report.changed) == (RunStatus.OK, 151, 1)
    assert set(scene.posts()) == set(range(1, 182)) - {28}
    assert scene.posts()[29].text == "Изменено в прошлом"
    assert scene.server.count("GetHistory") <= 5
    scene.server.forget_calls()
    scene.read()
    assert scene.server.counts == {"GetChannelDifference": 1}


def test_a_bridge_that_breaks_is_built_on(scene: Scene, made: Channel) -> None:
    made.fill(250)
    made.forget_updates()
    scene.server.at("GetHistory", scene.server.stop_soon, nth=3)
    (report,) = scene.read()
    assert report.status is RunStatus.FAILED
    scene.server.start()
    (report,) = scene.read()
    assert report.status is RunStatus.OK
    assert set(scene.posts()) == set(range(1, 281))


def test_what_was_deleted_at_the_end_of_a_channel_in_a_gap(scene: Scene, made: Channel) -> None:
    made.delete(29, 30)
    made.forget_updates()
    made.service()
    made.delete(31)
    made.forget_updates()
    made.edit(1, "Изменено")
    scene.read()
    assert set(scene.posts()) == set(range(1, 29))


def test_a_history_that_is_suddenly_empty_erases_nothing(scene: Scene, made: Channel) -> None:
    messages = dict(made.messages)
    made.messages.clear()
    made.pts += 1
    made.forget_updates()
    (report,) = scene.read()
    assert "30 of 30 posts" in report.warnings[0]
    assert set(scene.posts()) == set(messages)


def test_after_a_gap_only_the_last_days_are_read_again(scene: Scene) -> None:
    made = scene.server.channel("kanal")
    made.fill(400, every=days(1))
    scene.read()
    scene.server.forget_calls()
    made.edit(395, "Изменено")
    made.forget_updates()
    made.post("Новое")
    (report,) = scene.read()
    assert (report.new, report.changed) == (1, 1)
    assert report.unchanged <= 15
    assert scene.server.count("GetHistory") <= 3


def test_after_a_long_absence_nothing_is_missed(scene: Scene) -> None:
    made = scene.server.channel("kanal")
    made.fill(10, every=days(10))
    scene.read()
    made.last_id += 3  # as if some were deleted meanwhile
    made.fill(100, every=days(1))
    made.forget_updates()
    made.post("Новое")
    (report,) = scene.read()
    assert report.new == 101
    assert set(scene.posts()) == {*range(1, 11), *range(14, 115)}


@pytest.mark.parametrize("error", ["PERSISTENT_TIMESTAMP_INVALID", "PERSISTENT_TIMESTAMP_EMPTY"])
def test_a_place_in_the_log_that_telegram_does_not_know(scene: Scene, made: Channel, error: str) -> None:
    made.post("Новое")
    scene.server.fail("GetChannelDifference", error)
    (report,) = scene.read()
    assert (report.status, report.new) == (RunStatus.OK, 1)
    assert scene.state().pts == made.pts


def test_a_place_that_is_never_known_is_no_endless_loop(scene: Scene, made: Channel) -> None:
    scene.server.fail("GetChannelDifference", "PERSISTENT_TIMESTAMP_INVALID", times=20)
    (report,) = scene.read()
    assert report.status is RunStatus.FAILED
    assert scene.server.count("GetChannelDifference") == 3


def test_an_edit_of_a_post_older_than_what_is_read_is_left_out(scene: Scene) -> None:
    made = scene.server.channel("kanal")
    made.fill(100, every=days(1))
    scene.read(since=now() - days(10) - timedelta(hours=1))
    made.edit(5, "Старое, изменено")
    made.edit(99, "Новое, изменено")
    (report,) = scene.read(since=now() - days(10))
    assert (report.new, report.changed) == (0, 1)
    assert 5 not in scene.posts()
    scene.read(since=WHOLE)
    assert scene.posts()[5].text == "Старое, изменено"
