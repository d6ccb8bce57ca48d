"""The demo's posts as messages of Telegram's API: what the server behind the preview's pages would hold."""

from typing import Any

from telethon.tl import types as t

from crawlers.demo import markup
from crawlers.demo.model import Channel as DemoChannel
from crawlers.demo.model import Post
from tests.telegram_sources.mtproto import Channel, Server


def units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def hidden_link(text: str, words: str, url: str, *, after: int = 0) -> Any:
    """The entity of a link behind words of a text."""
    place = text.index(words, after)
    return t.MessageEntityTextUrl(units(text[:place]), units(words), url)


def plain_words(text: str) -> Any:
    """A text with entities, none of them."""
    return t.TextWithEntities(text, [])


def url_button(text: str, url: str) -> Any:
    """A button that leads somewhere."""
    return t.KeyboardInlineButton(text, t.InlineButtonTypeUrl(url))


def keyboard(*rows: list[Any]) -> Any:
    """Rows of buttons under a message."""
    return t.ReplyInlineMarkup([t.KeyboardInlineButtonRow(row) for row in rows])


def fill(server: Server, demo: DemoChannel) -> Channel:
    """A channel of the server with the same posts, under the same ids."""
    made = server.channel(demo.name, demo.title)
    for post in demo.posts:
        made.last_id = post.id - 1
        if post.service:
            made.service(date=post.at)
            continue
        fields = _fields(server, post)
        text = markup.plain(post.text)
        if post.photos > 1:
            rest = {name: value for name, value in fields.items() if name == "fwd_from"}
            made.post(text, date=post.at, grouped_id=post.id, **fields)
            for _ in range(post.photos - 1):
                made.post("", date=post.at, grouped_id=post.id, **rest)
        else:
            made.post(text, date=post.at, **fields)
    return made


def _fields(server: Server, post: Post) -> dict[str, Any]:
    text, after, entities = markup.plain(post.text), 0, []
    for words, url in markup.links(post.text):
        entities.append(hidden_link(text, words, url, after=after))
        after = text.index(words, after) + len(words)
    fields: dict[str, Any] = {"entities": entities or None, "post_author": post.signature}
    if post.edited:
        fields["edit_date"] = post.at
    if post.photos:
        fields["media"] = t.MessageMediaPhoto(photo=t.PhotoEmpty(1))
    if post.preview is not None:
        page = post.preview
        web = t.WebPage(1, page.url, page.url, 0, site_name=page.site, title=page.title, description=page.description)
        fields["media"] = t.MessageMediaWebPage(web)
    if post.poll is not None:
        answers = [
            t.PollAnswer(plain_words(words), bytes([number])) for number, (words, _) in enumerate(post.poll.options)
        ]
        poll = t.Poll(id=1, question=plain_words(post.poll.question), answers=answers, hash=0)
        fields["media"] = t.MessageMediaPoll(poll, t.PollResults())
    if post.forward is not None:
        fields["fwd_from"] = _forward(server, post)
    if post.buttons:
        fields["reply_markup"] = keyboard([url_button(button.text, button.url) for button in post.buttons])
    return fields


def _forward(server: Server, post: Post) -> Any:
    origin = post.forward
    assert origin is not None
    if origin.url is None:
        return t.MessageFwdHeader(date=post.at, from_name=origin.name)
    username, number = origin.url.rstrip("/").split("/")[-2:]
    known = [chat for chat in server.chats if chat.username == username]
    if not known:
        number_of_chat = 5000 + len(server.chats)
        photo = t.ChatPhotoEmpty()
        chat = t.Channel(id=number_of_chat, title=origin.name, username=username, photo=photo, date=post.at)
        server.chats.append(chat)
        known = [chat]
    return t.MessageFwdHeader(date=post.at, from_id=t.PeerChannel(known[0].id), channel_post=int(number))
