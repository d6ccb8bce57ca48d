"""The bot's side of a talk with who sends it posts: what is read, what is asked, and what enters the store.

A way that needs no reading of anybody's channel: an owner or a candidate sends a post, sees what was read in it, and
says by a button that it is theirs and may be shown. Before that nothing is kept: a button leads back to the message it
stands under, which Telegram sends along.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import telegram as t

from telegram_sources.bot_source import BOT_SOURCE
from telegram_sources.inbox_post import Origin, Permission, origin_of, post_of
from telegram_sources.inbox_words import summary, words
from voronka.contact_marks import Mark
from voronka.ingest import Ingest
from voronka.model import Kind, RawPost, Reading
from voronka.reading import read_safely
from voronka.store import crossposts, post_names, posts
from voronka.store.crossposts import Channel
from voronka.store.posts import Saved
from voronka.suppression import Hasher

MOST_A_DAY: Final = 20
"""So many posts of one person are taken in 24 hours, those that were taken back included."""

_LONGEST_COMMAND: Final = 200
_READ_RUSSIAN: Final = frozenset({"ru", "be", "uk", "kk", "ky", "uz", "tg", "hy", "az", "ka", "mo"})

Buttons = tuple[tuple[str, str], ...]
"""Labels and what they stand for, one a row."""


@dataclass(frozen=True, slots=True)
class Say:
    """A message to be sent; ``reply_to`` is the message it answers."""

    chat: int
    text: str
    buttons: Buttons = ()
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A message of the bot's to be put in the place of a former one."""

    chat: int
    message: int
    text: str
    buttons: Buttons = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """That a button's press was heard: it stops waiting."""

    query: str


@dataclass(frozen=True, slots=True)
class LookUp:
    """What the bot may do in a chat is to be asked, and told to ``found``."""

    chat: int
    found: Callable[[t.ChatMember], None]


Act = Say | Change | Heard | LookUp


class Inbox:
    """Takes what comes to the bot.

    ``secret`` hashes a chat's number: a post's name must not say who sent it, for it outlives the post. ``talk`` is
    given a chat, a command and a language ("ru", "en"), and gives an answer where it has one.
    """

    def __init__(
        self,
        ingest: Ingest,
        secret: str,
        *,
        public_url: str | None = None,
        candidate_days: int = 180,
        talk: Callable[[int, str, str], str | None] = lambda _chat, _said, _language: None,
    ) -> None:
        self._ingest = ingest
        self._store = ingest.store
        self._hasher = Hasher(secret)
        self._public_url = public_url
        self._days = candidate_days
        self._talk = talk
        self._store.declare([BOT_SOURCE])

    def take(self, update: t.Update) -> list[Act]:
        """What is to be done about an update; posts enter the store here."""
        if update.callback_query is not None:
            return self._pressed(update.callback_query)
        if update.channel_post is not None:
            return self._proved(update.channel_post)
        if update.my_chat_member is not None:
            if update.my_chat_member.chat.type == t.Chat.CHANNEL:
                self._may(update.my_chat_member.chat.id, update.my_chat_member.new_chat_member)
            return []
        message = update.message or update.edited_message
        if message is None or message.chat.type != t.Chat.PRIVATE or message.from_user is None:
            return []
        if update.edited_message is not None:
            return self._edited(message)
        said = (message.text or "").strip()
        if said.startswith("/"):
            return self._command(message, said)
        return self._offered(message)

    def _proved(self, message: t.Message) -> list[Act]:
        """Link a channel to the team whose code was posted there; nothing else that is posted there is looked at."""
        code = (message.text or "").strip()
        if not code.startswith(crossposts.MARK) or len(code) > _LONGEST_COMMAND:
            return []
        chat = message.chat.id
        found = Channel(chat, message.chat.title or "", message.chat.username or "")
        with self._store.writing() as connection:
            proved = crossposts.prove(connection, code, found, datetime.now(UTC))
        return [LookUp(chat, lambda member: self._may(chat, member))] if proved else []

    def _may(self, chat: int, member: t.ChatMember) -> None:
        """Note what the bot may do in a channel: without its rights nothing of a team's gets there."""
        flags: dict[str, bool | None] = dict.fromkeys(crossposts.RIGHTS, isinstance(member, t.ChatMemberOwner))
        if isinstance(member, t.ChatMemberAdministrator):
            rights = (member.can_post_messages, member.can_edit_messages, member.can_delete_messages)
            flags = dict(zip(crossposts.RIGHTS, rights, strict=True))
        with self._store.writing() as connection:
            crossposts.note_rights(connection, chat, [name for name, given in flags.items() if not given])

    # -- messages ----------------------------------------------------------------------------------------------

    def _command(self, message: t.Message, said: str) -> list[Act]:
        language, chat = _language(message.from_user), message.chat.id
        command, _, rest = said[:_LONGEST_COMMAND].partition(" ")
        name = command.partition("@")[0].lower()
        if name == "/remove":
            return [Say(chat, self._remove_all(chat, language))]
        answer = self._talk(chat, f"{name} {rest}", language)
        return [Say(chat, answer or words(language, "hello"))]

    def _offered(self, message: t.Message) -> list[Act]:
        """Show what was read in a message, and ask whether it may be published."""
        language, chat = _language(message.from_user), message.chat.id
        raw = post_of(message, self._name(chat, message.message_id))
        if raw is None:
            # of an album one message alone has the words
            return [] if message.media_group_id else [Say(chat, words(language, "no_text"), (), message.message_id)]
        reading = read_safely(raw)
        refused = _refusal(reading, origin_of(message))
        if refused is not None or isinstance(reading, str):
            return [Say(chat, words(language, refused or "failed"), (), message.message_id)]
        ways = _ways(reading, origin_of(message))
        text = "\n\n".join([summary(reading, language), self._terms(reading, ways, language)])
        buttons = [(words(language, way), f"{way}:{message.message_id}") for way in ways]
        buttons.append((words(language, "drop"), f"drop:{message.message_id}"))
        return [Say(chat, text, tuple(buttons), message.message_id)]

    def _edited(self, message: t.Message) -> list[Act]:
        """Take an edit of what is published; another one is none of our business."""
        language, chat = _language(message.from_user), message.chat.id
        name = self._name(chat, message.message_id)
        with self._store.reading() as connection:
            known = posts.one(connection, BOT_SOURCE.name, name)
        raw = post_of(message, name, None if known is None else known.raw.payload.get("permission"))
        if known is None or raw is None:
            return []
        reading = read_safely(raw)
        if _refusal(reading, origin_of(message)) is not None:
            return [Say(chat, words(language, "edit_neither"), (), message.message_id)]
        text, buttons = self._publish(raw, message.message_id, language, "updated")
        return [Say(chat, text, buttons, message.message_id)]

    # -- buttons -----------------------------------------------------------------------------------------------

    def _pressed(self, query: t.CallbackQuery) -> list[Act]:
        heard = Heard(query.id)
        shown, (way, _, digits) = query.message, (query.data or "").partition(":")
        if shown is None or shown.chat.type != t.Chat.PRIVATE or not digits.isdecimal():
            return [heard]
        language, chat, number = _language(query.from_user), shown.chat.id, int(digits[:18])
        if way == "drop":
            return [heard, Change(chat, shown.message_id, words(language, "dropped"))]
        if way == "remove":
            gone = self._ingest.take_out(BOT_SOURCE.name, [self._name(chat, number)])
            return [heard, Change(chat, shown.message_id, words(language, "removed" if gone else "nothing"))]
        original = shown.reply_to_message if isinstance(shown, t.Message) else None
        if original is None or original.message_id != number:
            return [heard, Change(chat, shown.message_id, words(language, "again"))]
        text, buttons = self._agreed(original, way, query.from_user, language)
        return [heard, Change(chat, shown.message_id, text, buttons)]

    def _agreed(self, original: t.Message, way: str, who: t.User, language: str) -> tuple[str, Buttons]:
        """Publish a post whose sender has just said that it may be."""
        now, chat = self._store.clock.now(), original.chat.id
        name = self._name(chat, original.message_id)
        with self._store.reading() as connection:
            known = posts.one(connection, BOT_SOURCE.name, name)
            taken = post_names.count_taken(connection, BOT_SOURCE.name, self._name(chat), now - timedelta(days=1))
        if known is None and taken >= MOST_A_DAY:
            return words(language, "too_many", most=MOST_A_DAY), ()
        bare = post_of(original, name)
        if bare is None:
            return words(language, "again"), ()
        reading, origin = read_safely(bare), origin_of(original)
        refused = _refusal(reading, origin)
        if refused is not None or isinstance(reading, str):
            return words(language, refused or "failed"), ()
        if way not in _ways(reading, origin):
            return words(language, "again"), ()
        permission = (
            known.raw.payload.get("permission") if known is not None else None  # pressed twice: the first stands
        ) or Permission(self._terms(reading, (way,), language), way, who.id, now).to_json()
        return self._publish(_with(original, name, permission), original.message_id, language, "published")

    def _publish(self, raw: RawPost, number: int, language: str, done: str) -> tuple[str, Buttons]:
        [outcome] = self._ingest.add_page([raw])
        if outcome.saved is Saved.KEPT_OUT:
            return words(language, "kept_out"), ()
        text = words(language, done)
        if self._public_url and outcome.listing_ids:
            text += f"\n{self._public_url.rstrip('/')}/listing/{outcome.listing_ids[0]}"
        return text, ((words(language, "remove"), f"remove:{number}"),)

    def _remove_all(self, chat: int, language: str) -> str:
        with self._store.reading() as connection:
            names = post_names.names_beginning(connection, BOT_SOURCE.name, self._name(chat))
        if not names:
            return words(language, "nothing")
        return words(language, "removed_all", number=self._ingest.take_out(BOT_SOURCE.name, names))

    # -- small things ------------------------------------------------------------------------------------------

    def _name(self, chat: int, number: int | None = None) -> str:
        """The name of a post by where it stands, or what the names of all of a chat begin with."""
        head = self._hasher.digest(Mark("bot_chat", str(chat)))[:20]
        return f"{head}-" if number is None else f"{head}-{number}"

    def _terms(self, reading: Reading, ways: tuple[str, ...], language: str) -> str:
        terms = [words(language, f"as_{way}") for way in ways]
        if reading.kind is Kind.CANDIDATE:
            terms.append(words(language, "person", days=self._days))
        return " ".join(terms)


def _with(message: t.Message, name: str, permission: dict[str, object]) -> RawPost:
    raw = post_of(message, name, permission)
    assert raw is not None, "it had words a moment ago"
    return raw


def _refusal(reading: Reading | str, origin: Origin) -> str | None:
    """Why a post is not taken, as the name of a sentence; None: it is."""
    if isinstance(reading, str):
        return "failed"
    if reading.kind not in (Kind.VACANCY, Kind.CANDIDATE, Kind.DIGEST):
        return "neither"
    if reading.kind is Kind.CANDIDATE and origin is Origin.OTHER:
        return "not_yours"
    return None


def _ways(reading: Reading, origin: Origin) -> tuple[str, ...]:
    """As what somebody may send a post: as its author, as the owner of its channel."""
    if origin is not Origin.CHANNEL:
        return ("mine",)
    return ("channel",) if reading.kind is Kind.CANDIDATE else ("mine", "channel")


def _language(user: t.User | None) -> str:
    """That of a person's Telegram, where it is told; Russian for those of countries where it is read."""
    code = (user.language_code or "ru")[:2] if user is not None else "ru"
    return "ru" if code in _READ_RUSSIAN else "en"
