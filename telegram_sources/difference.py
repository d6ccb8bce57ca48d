"""Following a channel: what is new, edited or deleted since our place in the log of its updates."""

from collections.abc import Iterable
from typing import Any, Final

from telethon import errors
from telethon.tl import functions as fn
from telethon.tl import types as t

from telegram_sources.faults import ChannelError
from telegram_sources.history import begin_again, current_pts, read_history
from telegram_sources.message import Peers, grouped, is_post, read_post
from telegram_sources.place import WHOLE, Place
from voronka.model import RawPost

LIMIT: Final = 100
_ALBUM: Final = 10
"""An album has at most so many messages, with ids in a row."""


async def follow(place: Place) -> float:
    """Read all that has happened since; gives how many seconds Telegram wants to be left alone with this (0: none)."""
    gaps = 0
    while True:
        pts = place.state.pts
        assert pts is not None
        request = _request(pts)
        try:
            answer = await place.ask(request)
        except (errors.PersistentTimestampInvalidError, errors.PersistentTimestampEmptyError):
            answer = None
        place.tally.pages += 1
        if answer is None or isinstance(answer, t.updates.ChannelDifferenceTooLong):
            gaps += 1
            if gaps > 2:
                raise ChannelError("Telegram cannot tell what has changed, again and again; try again later")
            await _bridge(place, answer)
            continue
        if isinstance(answer, t.updates.ChannelDifference):
            await _apply(place, answer)
        is_last = answer.final or isinstance(answer, t.updates.ChannelDifferenceEmpty)
        if not is_last and answer.pts <= pts:
            raise ChannelError("Telegram's list of changes does not go on; try again later")
        place.keep(pts=answer.pts, **({"polled_at": place.store.clock.now()} if is_last else {}))
        place.told()
        if is_last:
            return float(answer.timeout or 0)


def _request(pts: int) -> Any:
    return lambda channel: fn.updates.GetChannelDifferenceRequest(
        channel=channel, filter=t.ChannelMessagesFilterEmpty(), pts=pts, limit=LIMIT, force=False
    )


async def _bridge(place: Place, answer: Any) -> None:
    """Telegram remembers no more what happened since: read it from the history."""
    if answer is None:
        pts, newest = await current_pts(place), None
    else:
        place.notice(answer.chats)
        pts = int(answer.dialog.pts)
        newest = max((message.date for message in answer.messages if is_post(message)), default=None)
    await begin_again(place, pts, newest)
    await read_history(place)


async def _apply(place: Place, answer: Any) -> None:
    place.notice(answer.chats)
    peers = Peers.of(answer)
    changed = {message.id: message for message in answer.new_messages}
    deleted: set[int] = set()
    for update in answer.other_updates:
        if isinstance(update, t.UpdateNewChannelMessage | t.UpdateEditChannelMessage):
            changed[update.message.id] = update.message
        elif isinstance(update, t.UpdateDeleteChannelMessages):
            deleted.update(update.messages)
    last = max((message.id for message in answer.new_messages), default=0)
    for number in deleted:
        changed.pop(number, None)
    pieces = _owners(place, [*deleted, *(m.id for m in changed.values() if getattr(m, "grouped_id", None))])
    left = {owner: [n for n in ids if n not in deleted] for owner, ids in pieces.items() if deleted & set(ids)}
    changed, peers = await _whole_albums(place, changed, [n for ids in left.values() for n in ids], peers)
    # what the store says of an album may be of before an earlier deletion: what counts is what is still there
    gone = {owner for owner, ids in left.items() if not set(ids) & set(changed)}

    posts: list[RawPost] = []
    seen = 0
    for group in grouped(changed.values()):
        if not is_post(group[0]):
            seen += 1
            continue
        ids = {message.id for message in group}
        name = next((owner for owner, of in pieces.items() if ids & set(of)), None)
        post = read_post(group, place.source.name, place.state.username, peers, name)
        if post is None:
            gone.add(name or str(group[0].id))  # the words were taken back, if there ever were any
            seen += 1
        elif _is_wanted(place, post):
            posts.append(post)
        else:
            seen += 1
    place.take(posts, gone=sorted(gone), seen=seen)
    place.keep(last_id=max(place.state.last_id, last))


def _owners(place: Place, ids: Iterable[int]) -> dict[str, list[int]]:
    """The stored posts that these messages are, or are a part of, each with the ids of its messages."""
    wanted = set(ids)
    names = {str(n) for number in wanted for n in range(max(number - _ALBUM + 1, 1), number + 1)}
    owners = {}
    for name, stored in place.store.stored(place.source.name, sorted(names)).items():
        album = [n for n in stored.raw.payload.get("album", ()) if isinstance(n, int)] or [int(name)]
        if wanted & set(album):
            owners[name] = album
    return owners


async def _whole_albums(
    place: Place, changed: dict[int, Any], also: Iterable[int], peers: Peers
) -> tuple[dict[int, Any], Peers]:
    """The changed messages with the others of their albums, which an update does not show, and those of ``also``."""
    albums = {message.grouped_id for message in changed.values() if getattr(message, "grouped_id", None)}
    wanted = set(also)
    for message in changed.values():
        if getattr(message, "grouped_id", None):
            wanted.update(range(max(message.id - _ALBUM + 1, 1), message.id + _ALBUM))
    whole, asked = dict(changed), sorted(wanted - set(changed))
    also_wanted = set(also)
    for start in range(0, len(asked), LIMIT):
        ids = [t.InputMessageID(number) for number in asked[start : start + LIMIT]]
        answer = await place.ask(_messages(ids))
        found = Peers.of(answer)
        peers = Peers({**found.chats, **peers.chats}, {**found.users, **peers.users})
        for message in answer.messages:
            if is_post(message) and (message.grouped_id in albums or message.id in also_wanted):
                whole[message.id] = message
    return whole, peers


def _messages(ids: list[Any]) -> Any:
    return lambda channel: fn.channels.GetMessagesRequest(channel=channel, id=ids)


def _is_wanted(place: Place, post: RawPost) -> bool:
    """Whether a post is of the history that is read, or known: an edit of an older one is not."""
    since = place.state.since or place.state.back_since or WHOLE
    if post.posted_at is None or post.posted_at >= since:
        return True
    return bool(place.store.known(place.source.name, [post.external_id]))
