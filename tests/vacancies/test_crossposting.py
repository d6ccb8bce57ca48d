"""The messages of teams' channels follow their vacancies; what Telegram refuses is tried again or left to a person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.vacancies.test_life import again, begun, later, team
from voronka.accounts import Role
from voronka.erasing import Eraser
from voronka.mail import Letter
from voronka.model import Link
from voronka.store import Store, accounts, crossposts
from voronka.store.crossposts import Channel, Crosspost
from voronka.store.tables import post, post_version, vacancy
from voronka.vacancies import life
from voronka.vacancies.crossposting import NotPostedError, keep_up
from voronka.vacancies.draft import Draft
from voronka.vacancies.elsewhere import CLOSED
from voronka.vacancies.reminding import remind

__all__ = ["team"]
BASE = "https://v.example"


@dataclass
class Board:
    """A channel in memory; ``faults`` come before anything is done."""

    messages: dict[int, str] = field(default_factory=dict)
    faults: list[NotPostedError] = field(default_factory=list)
    calls: int = 0

    def _called(self) -> None:
        self.calls += 1
        if self.faults:
            raise self.faults.pop(0)

    def post(self, chat: int, text: str, links: Sequence[Link]) -> int:
        self._called()
        self.messages[self.calls] = text
        return self.calls

    def change(self, chat: int, message: int, text: str, links: Sequence[Link]) -> None:
        self._called()
        self.messages[message] = text

    def take_away(self, chat: int, message: int) -> None:
        self._called()
        del self.messages[message]


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def posted(store: Store, team: tuple[str, int], board: Board) -> int:
    """A vacancy that is in the channel."""
    row = begun(store, team)
    life.publish(store, row, team[1], None, trusted=True)
    with store.writing() as connection:
        crossposts.want(connection, row.id, -100)
    assert keep_up(store, board, BASE).changed == 1
    return row.id


def stands(store: Store, number: int) -> Crosspost:
    with store.reading() as connection:
        found = crossposts.get(connection, number)
    assert found is not None
    return found


def test_it_follows_edits_the_end_and_a_new_beginning(
    store: Store, team: tuple[str, int], board: Board, posted: int
) -> None:
    [text] = board.messages.values()
    assert "SEO" in text
    assert keep_up(store, board, BASE).changed == 0
    assert board.calls == 1
    row = again(store, team, posted)
    draft = Draft.from_json(row.draft)
    row = life.save(store, row, team[1], Draft(draft.text + "\nСрочно", draft.posting))
    assert keep_up(store, board, BASE).changed == 0, "a draft changes nothing that others see"
    life.publish(store, row, team[1], None, trusted=True)
    keep_up(store, board, BASE)
    [text] = board.messages.values()
    assert "Срочно" in text
    life.close(store, again(store, team, posted), team[1])
    keep_up(store, board, BASE)
    [text] = board.messages.values()
    assert text.startswith(CLOSED)
    life.publish(store, again(store, team, posted), team[1], None, trusted=True)
    keep_up(store, board, BASE)
    assert not board.messages[1].startswith(CLOSED)
    later(store, 31)
    keep_up(store, board, BASE)
    assert board.messages[1].startswith(CLOSED), "its term is over"


def test_it_goes_with_an_erased_contact_and_when_it_is_not_wanted(store: Store, board: Board, posted: int) -> None:
    eraser = Eraser(store)
    eraser.carry_out(eraser.contact("@fikus_hr_demo"))
    keep_up(store, board, BASE)
    assert board.messages == {}
    with store.reading() as connection:
        assert crossposts.get(connection, posted) is None


def test_what_is_refused_is_tried_again_later(store: Store, team: tuple[str, int], board: Board, posted: int) -> None:
    life.close(store, again(store, team, posted), team[1])
    now = store.clock.now()
    board.faults = [NotPostedError("no rights", "gone"), NotPostedError("flood", "later", now + timedelta(hours=3))]
    assert len(keep_up(store, board, BASE).problems) == 1
    assert stands(store, posted).problem == "gone"
    assert keep_up(store, board, BASE).problems == ()
    later(store, 0.01)
    keep_up(store, board, BASE)
    assert (stands(store, posted).problem, stands(store, posted).due_at) == ("later", now + timedelta(hours=3))
    later(store, 0.2)
    assert keep_up(store, board, BASE).changed == 1
    assert stands(store, posted).problem == ""


def test_what_may_have_been_sent_is_not_sent_again_by_itself(store: Store, team: tuple[str, int], board: Board) -> None:
    row = begun(store, team)
    life.publish(store, row, team[1], None, trusted=True)
    with store.writing() as connection:
        crossposts.want(connection, row.id, -100)
    board.faults = [NotPostedError("broke", "unknown")]
    keep_up(store, board, BASE)
    later(store, 1)
    assert keep_up(store, board, BASE).changed == 0
    with store.writing() as connection:
        crossposts.want(connection, row.id, -100)
    assert keep_up(store, board, BASE).changed == 1


def test_a_message_deleted_in_the_channel_is_not_wanted_there(
    store: Store, team: tuple[str, int], board: Board, posted: int
) -> None:
    life.close(store, again(store, team, posted), team[1])
    board.faults = [NotPostedError("message to edit not found", "missing")]
    keep_up(store, board, BASE)
    found = stands(store, posted)
    assert (found.wanted, found.message_id, found.problem) == (False, None, "missing")


def test_a_code_proves_one_channel_once_and_for_an_hour(store: Store, team: tuple[str, int]) -> None:
    now, where = store.clock.now(), Channel(-100, "Канал", "kanal")
    with store.writing() as connection:
        code = crossposts.new_code(connection, team[0], now)
        assert not crossposts.prove(connection, code, where, now + timedelta(hours=2))
        assert not crossposts.prove(connection, "voronka-guess", where, now)
        assert crossposts.channel(connection, team[0]) is None
        assert crossposts.prove(connection, code, where, now)
        assert not crossposts.prove(connection, code, Channel(-7, "Чужой", ""), now)
        assert crossposts.channel(connection, team[0]) == where
        crossposts.unlink(connection, team[0])
        assert crossposts.channel(connection, team[0]) is None


def test_what_cannot_be_deleted_says_nothing_of_the_vacancy(store: Store, board: Board, posted: int) -> None:
    eraser = Eraser(store)
    eraser.carry_out(eraser.contact("@fikus_hr_demo"))
    board.faults = [NotPostedError("message can't be deleted", "refused")]
    keep_up(store, board, BASE)
    assert list(board.messages.values()) == [CLOSED]
    with store.reading() as connection:
        assert crossposts.get(connection, posted) is None


def test_a_kill_while_sending_sends_nothing_twice(store: Store, team: tuple[str, int], board: Board) -> None:
    class Killed(Board):
        def post(self, chat: int, text: str, links: Sequence[Link]) -> int:
            super().post(chat, text, links)
            raise KeyboardInterrupt

    row = begun(store, team)
    life.publish(store, row, team[1], None, trusted=True)
    with store.writing() as connection:
        crossposts.want(connection, row.id, -100)
    with pytest.raises(KeyboardInterrupt):
        keep_up(store, Killed(), BASE)
    later(store, 1)
    assert keep_up(store, board, BASE).changed == 0
    assert (board.calls, stands(store, row.id).problem) == (0, "unknown")


@pytest.mark.parametrize(
    "damage",
    [
        {"country": None, "form": None},
        {"form": []},
        {"form": {"formats": ["on the moon"]}},
        {"form": {"deadline": "no day"}},
        {"form": {"salary": "much"}},
        {"form": {"roles": None}},
    ],
)
def test_what_is_damaged_in_the_store_ends_no_round(
    store: Store, team: tuple[str, int], board: Board, posted: int, damage: dict[str, Any]
) -> None:
    other = begun(store, team, title="Директор по гусям")
    life.publish(store, other, team[1], None, trusted=True)
    with store.writing() as connection:
        crossposts.want(connection, other.id, -100)
        of_first = sa.select(post.c.id).where(post.c.external_id == str(posted)).scalar_subquery()
        connection.execute(sa.update(post_version).where(post_version.c.post_id == of_first).values(payload=damage))
    done = keep_up(store, board, BASE)
    assert done.changed == 1
    assert [problem.startswith(f"vacancy {posted}: what is stored") for problem in done.problems] == [True]
    assert "Директор по гусям" in board.messages[board.calls]


def test_a_letter_is_written_beside_a_damaged_vacancy(store: Store, team: tuple[str, int]) -> None:
    with store.writing() as connection:
        accounts.join(connection, team[1], team[0], Role.RECRUITER)
    first, second = begun(store, team), begun(store, team, title="Директор по гусям")
    for row in (first, second):
        life.publish(store, row, team[1], None, trusted=True)
    with store.writing() as connection:
        connection.execute(sa.update(vacancy).where(vacancy.c.id == first.id).values(draft={"form": None}))
    later(store, 28)
    letters: list[Letter] = []
    sent, problem = remind(store, letters.append, "https://v.example", UTC)
    assert (sent, problem.startswith(f"vacancy {first.id}: what is stored")) == (1, True)
    assert "Директор по гусям" in letters[0].subject
