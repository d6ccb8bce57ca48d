"""When and how often people are told; what fails is tried again, and shown in the end."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.alerts.scene import MORNING, Scene
from voronka.alert_sending import BACK_OFF, NotSentError, name_of
from voronka.mail import Letter, MailError
from voronka.model import Kind
from voronka.query import Query
from voronka.saved_filters import Pace, Problem, Way
from voronka.store import alert_messages, alert_ways, saved_filters
from voronka.store.alert_messages import Undelivered
from voronka.store.tables import post

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ways(scene: Scene, way: Way, account_id: int | None = None) -> tuple[Problem | None, bool]:
    with scene.store.reading() as connection:
        state = alert_ways.of(connection, account_id or scene.anna)[way]
    return state.problem, state.off


def undelivered(scene: Scene) -> list[Undelivered]:
    with scene.store.reading() as connection:
        return list(alert_messages.undelivered(connection, scene.anna, scene.now - 30 * DAY))


def test_a_digest_goes_at_its_hour_with_what_was_found_before(scene: Scene) -> None:
    daily, weekly = scene.save(pace=Pace.DAILY), scene.save(pace=Pace.WEEKLY, name="Неделя")
    first, second = scene.post(), scene.post("SMM в кофейню")
    scene.run()
    scene.run(22 * HOUR)
    assert scene.letters == []
    third = scene.post("SMM в аптеку")
    scene.run(HOUR)
    assert [sorted(one) for one in scene.links()] == [[first, second, third]]
    scene.run(5 * DAY)
    assert len(scene.letters) == 1
    scene.run(DAY)
    assert [sorted(one) for one in scene.links()[1:]] == [[first, second, third]]
    assert [row.filter_id for row in scene.messages()] == [daily, weekly]


def test_quiet_hours_hold_back_and_nothing_is_lost(scene: Scene) -> None:
    scene.save(quiet=(9 * 60, 20 * 60))
    one = scene.post()
    scene.run()
    scene.run(9 * HOUR)
    two = scene.post("SMM в аптеку")
    assert scene.letters == []
    scene.run(HOUR)
    assert [sorted(found) for found in scene.links()] == [[one, two]]


def test_each_way_tells_once(scene: Scene) -> None:
    boris = scene.hire("boris", chat=77)
    number = scene.save(who=boris, telegram=True)
    scene.post()
    scene.run()
    scene.run()
    assert (len(scene.letters), [chat for chat, _ in scene.chats]) == (1, [77])
    assert scene.letters[0].to == "boris@kit.example"
    scene.edit(number, who=boris, email=False, telegram=True)
    scene.post("SMM в аптеку")
    scene.run()
    assert (len(scene.letters), len(scene.chats)) == (1, 2)


def test_without_a_chat_or_a_server_it_waits_for_two_weeks(scene: Scene) -> None:
    number = scene.save(email=False, telegram=True)
    scene.post()
    scene.run()
    old = scene.now
    scene.link(scene.anna, 5)
    scene.bot = None
    scene.run(15 * DAY)
    scene.post("SMM в аптеку")
    scene.run()
    scene.bot = lambda chat, text, links: scene.chats.append((chat, text))
    scene.run()
    assert [chat for chat, _ in scene.chats] == [5]
    assert "1 новое" in scene.chats[0][1]
    assert (scene.now - old, scene.new()) == (15 * DAY, {number: 2})


def test_without_a_public_address_nothing_is_sent(scene: Scene) -> None:
    number = scene.save()
    scene.post()
    alerts = scene.alerts()
    alerts._site = None
    assert (alerts.run().found, scene.letters, scene.new()) == (1, [], {number: 1})


def test_closed_meanwhile(scene: Scene) -> None:
    scene.save(pace=Pace.DAILY)
    scene.post()
    scene.run()
    with scene.store.writing() as connection:
        connection.execute(sa.update(post).values(closed=True))
    scene.run(DAY)
    assert (scene.letters, [row.state for row in scene.messages()]) == ([], ["void"])


# -- failures ----------------------------------------------------------------------------------------------------------


def refuse(scene: Scene, error: Exception) -> None:
    def raises(*_arguments: object) -> None:
        raise error

    scene.mail = scene.bot = raises


def mend(scene: Scene) -> None:
    scene.mail = scene.letters.append
    scene.bot = lambda chat, text, links: scene.chats.append((chat, text))


def test_what_fails_is_tried_again_later_and_later_then_given_up_and_shown(scene: Scene) -> None:
    scene.save()
    scene.post()
    refuse(scene, MailError("почтовый сервер занят"))
    assert scene.run().problems == ["почтовый сервер занят"]
    for wait in BACK_OFF:
        [shown] = undelivered(scene)
        assert (shown.given_up, shown.retry_at) == (False, scene.now + wait)
        assert scene.run(wait - timedelta(seconds=1)).failed == 0
        assert scene.run(timedelta(seconds=1)).failed == 1
    [shown] = undelivered(scene)
    assert (shown.given_up, shown.problem, shown.way) == (True, "почтовый сервер занят", Way.EMAIL)
    assert ways(scene, Way.EMAIL) == (Problem.FAILED, False)
    mend(scene)
    assert scene.run(DAY).sent == 0
    scene.post("SMM в аптеку")
    assert scene.run().sent == 1
    assert ways(scene, Way.EMAIL) == (None, False)


def test_a_message_that_could_not_be_sent_is_sent_later_and_is_no_repeat(scene: Scene) -> None:
    scene.save()
    number = scene.post()
    refuse(scene, MailError("занят"))
    scene.run()
    mend(scene)
    scene.run(HOUR)
    assert (scene.links(), undelivered(scene)) == ([[number]], [])
    assert "уже приходило" not in scene.letters[0].text


def test_a_connection_that_broke_sends_again_under_the_same_name_and_says_so(scene: Scene) -> None:
    scene.save()
    scene.post()

    def breaks(letter: Letter) -> None:
        scene.letters.append(letter)
        raise MailError("оборвалось", server=True, unknown=True)

    scene.mail = breaks
    scene.run()
    mend(scene)
    scene.run(HOUR)
    first, second = scene.letters
    assert first.name == second.name
    assert ("уже приходило" in first.text, "уже приходило" in second.text) == (False, True)
    assert scene.run(DAY).sent == 0


def test_a_server_that_is_not_there_is_left_alone_for_a_while(scene: Scene) -> None:
    for number in range(3):
        scene.save(who=scene.hire(f"person{number}"))
    scene.post()
    refuse(scene, MailError("никого нет дома", server=True))
    assert scene.run().failed == 1
    assert scene.run(timedelta(minutes=4)).failed == 0
    mend(scene)
    assert scene.run(timedelta(minutes=2)).sent == 3
    assert [row.tries for row in scene.messages()] == [1, 1, 1]


def test_one_message_that_always_breaks_keeps_no_other_waiting(scene: Scene) -> None:
    scene.save()
    scene.save(who=scene.hire("boris"))
    scene.post()

    def breaks_for_anna(letter: Letter) -> None:
        if letter.to.startswith("anna"):
            raise MailError("оборвалось", server=True, unknown=True)
        scene.letters.append(letter)

    scene.mail = breaks_for_anna
    told = scene.run()
    assert (told.sent, told.failed) == (1, 1)


def test_an_address_that_is_refused_is_off_until_its_owner_says_so(scene: Scene) -> None:
    scene.save()
    scene.post()
    refuse(scene, MailError("нет такого", refused=True))
    scene.run()
    assert ways(scene, Way.EMAIL) == (Problem.REFUSED, True)
    mend(scene)
    scene.post("SMM в аптеку")
    assert scene.run(DAY).sent == 0
    with scene.store.writing() as connection:
        alert_ways.try_again(connection, scene.anna, Way.EMAIL)
    assert scene.run().sent == 1


def test_who_blocks_the_bot_is_left_alone_until_linked_anew(scene: Scene) -> None:
    scene.link(scene.anna, 5)
    scene.save(telegram=True, email=False)
    scene.post()
    refuse(scene, NotSentError("заблокирован", gone=True))
    scene.run()
    assert ways(scene, Way.TELEGRAM) == (Problem.BLOCKED, True)
    mend(scene)
    later = scene.post("SMM в аптеку")
    assert scene.run(DAY).sent == 0
    scene.link(scene.anna, 6)
    assert scene.run().sent == 1
    assert [chat for chat, _ in scene.chats] == [6]
    assert "аптеку" in scene.chats[0][1]
    assert later


@pytest.mark.parametrize("everybody", [False, True])
def test_telegram_that_wants_quiet_gets_it_from_every_process(scene: Scene, everybody: bool) -> None:
    for number in range(2):
        scene.save(who=scene.hire(f"person{number}", chat=number + 1), telegram=True, email=False)
    scene.post()
    until = None if everybody else scene.now + timedelta(minutes=30)
    refuse(scene, NotSentError("подождите", until=until, everybody=everybody))
    assert scene.run().failed == 1
    wait = timedelta(minutes=4 if everybody else 29)
    assert scene.run(wait).failed == 0
    mend(scene)
    assert scene.run(timedelta(minutes=2)).sent == 2


def test_a_message_nobody_wants_any_more_is_given_up(scene: Scene) -> None:
    number = scene.save()
    scene.post()
    refuse(scene, MailError("занят"))
    scene.run()
    scene.edit(number, email=False)
    mend(scene)
    scene.run(HOUR)
    assert (scene.letters, [row.state for row in scene.messages()]) == ([], ["void"])


def test_unsubscribing_by_the_letters_own_link(scene: Scene) -> None:
    scene.save()
    scene.post()
    scene.run()
    header = dict(scene.letters[0].headers)["List-Unsubscribe"]
    with scene.store.writing() as connection:
        assert saved_filters.unsubscribe(connection, header.strip("<>").rpartition("/")[2])
    scene.post("SMM в аптеку")
    assert scene.run().sent == 0


def test_a_run_that_is_asked_to_end_ends_between_messages(scene: Scene) -> None:
    for number in range(3):
        scene.save(who=scene.hire(f"person{number}"))
    scene.post()
    assert scene.alerts().run(lambda: len(scene.letters) >= 1).sent == 1
    assert scene.run().sent == 2


def test_names_of_messages_differ(scene: Scene) -> None:
    one = alert_messages.Message(1, 1, 0, False, MORNING)
    two = alert_messages.Message(1, 1, 0, False, MORNING + timedelta(microseconds=1))
    assert name_of(one) != name_of(two)


def test_a_candidate_in_telegram_is_a_role_and_a_link(scene: Scene) -> None:
    scene.link(scene.anna, 5)
    scene.save(Query(kinds=(Kind.CANDIDATE,)), telegram=True)
    scene.post("Анна Ветрова, SMM, @anna_vetr, +7 900 000-00-01", kind=Kind.CANDIDATE, cities=("Омск",))
    scene.run()
    [(_, text)] = scene.chats
    assert "Кандидат: SMM-менеджер" in text
    assert not any(word in text for word in ("Анна", "Ветров", "anna_vetr", "900", "Омск"))
    [letter] = scene.letters
    assert letter.html is not None
    assert not any(word in letter.text + letter.html + letter.subject for word in ("anna_vetr", "000-00-01"))


def test_a_message_that_every_process_dies_of_is_given_up(scene: Scene) -> None:
    scene.save()
    scene.post()

    class KilledError(BaseException):
        pass

    refuse(scene, KilledError())  # type: ignore[arg-type]  # as a kill: nothing is noted
    for _ in range(len(BACK_OFF) + 1):
        with pytest.raises(KilledError):
            scene.run()
    assert scene.run().failed == 0
    [shown] = undelivered(scene)
    assert shown.given_up
