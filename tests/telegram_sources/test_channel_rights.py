"""What the bot may do in a team's channel is known once it is linked, and stays known."""

from collections.abc import Iterator

import pytest

from telegram_sources.inbox import Inbox
from tests.telegram_sources.inbox_api import BotApi, Json, channel, fault, running_api
from tests.telegram_sources.talk import Talk
from tests.vacancies.test_life import team
from voronka.ingest import Ingest
from voronka.store import Store, crossposts
from voronka.store.crossposts import RIGHTS

__all__ = ["team"]


@pytest.fixture
def api() -> Iterator[BotApi]:
    with running_api() as running:
        yield running


@pytest.fixture
def talk(api: BotApi, store: Store) -> Talk:
    return Talk(api, store, Inbox(Ingest(store), "an-invented-secret"))


def prove(talk: Talk, team: str) -> None:
    with talk.store.writing() as connection:
        code = crossposts.new_code(connection, team, talk.store.clock.now())
    talk.api.post_in_channel(code)
    talk.run()


def lacks(talk: Talk, team: str) -> tuple[str, ...]:
    with talk.store.reading() as connection:
        found = crossposts.channel(connection, team)
    assert found is not None
    return found.lacks


@pytest.mark.parametrize(
    ("may", "missing"),
    [
        ({}, ()),
        ({"delete_messages": False}, ("delete",)),
        ({"post_messages": False, "edit_messages": False}, ("post", "edit")),
        (None, RIGHTS),
    ],
)
def test_rights_are_known_when_a_channel_is_linked(
    talk: Talk, team: tuple[str, int], may: Json | None, missing: tuple[str, ...]
) -> None:
    talk.api.give_rights(may, told=False)
    prove(talk, team[0])
    assert lacks(talk, team[0]) == missing


def test_a_change_of_rights_is_heard_of(talk: Talk, team: tuple[str, int]) -> None:
    prove(talk, team[0])
    for may, missing in (({"post_messages": False}, ("post",)), (None, RIGHTS), ({}, ())):
        talk.api.give_rights(may)
        talk.run()
        assert lacks(talk, team[0]) == missing
    talk.api.give_rights(None, where=channel() | {"id": -9})  # of another channel
    talk.api.give_rights(None, where={"id": 77, "type": "private", "first_name": "Инна"})  # somebody blocked the bot
    talk.run()
    assert lacks(talk, team[0]) == ()


def test_a_look_that_fails_leaves_the_channel_linked(talk: Talk, team: tuple[str, int]) -> None:
    talk.api.faults["getChatMember"] = [fault(400, "Bad Request: member list is inaccessible")]
    prove(talk, team[0])
    assert lacks(talk, team[0]) == ()


def test_a_wrong_code_is_not_followed_by_a_look(talk: Talk, team: tuple[str, int]) -> None:
    talk.api.post_in_channel("voronka-guess")
    talk.run()
    assert "getChatMember" not in talk.api.calls
