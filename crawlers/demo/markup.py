"""The notation in which the demo's posts are written, as Telegram's HTML and as plain text.

``**bold**``, ``__italic__``, ``~~struck~~``, ``||spoiler||``, ```code```, lines that begin with ``> `` are a quotation,
``[words](https://…)`` is a link hidden behind words. Links, @names, #tags, e-mails and emoji are recognised as Telegram
does. ``plain`` gives what a right reader of the HTML gets; ``links`` the hidden links.
"""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import Final
from urllib.parse import quote

# Emoji as Telegram draws them: flags, keycaps, pictographs with skin tone and joined sequences, and signs of the older
# blocks that are drawn as emoji by themselves or by the selector U+FE0F.
_PICTURE: Final = (
    "(?:[\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7eb\U0001f900-\U0001faff]"
    "|[\u203c-\u3299]\ufe0f|[⌚⌛⏩-⏳▪☀-☔☕♻⚓⚡⚪⚫⚽⛄⛔⛳⛽✅✊✋✨❌❎❓❔❕❗❤➕➖➗➡⬅⬆⬇⬛⬜⭐⭕])"
    "\ufe0f?[\U0001f3fb-\U0001f3ff]?"
)
EMOJI: Final = f"(?:[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_PICTURE}(?:\u200d{_PICTURE})*)"

_INLINE: Final = re.compile(
    r"\[(?P<words>[^\]\n]+)\]\((?P<url>[^)\s]+)\)"
    r"|\*\*(?P<bold>.+?)\*\*"
    r"|(?<!\w)__(?P<italic>.+?)__(?!\w)"
    r"|~~(?P<strike>.+?)~~"
    r"|\|\|(?P<spoiler>.+?)\|\|"
    r"|`(?P<code>[^`\n]+)`"
    r"|(?P<bare>https?://[^\s<>«»()]*[\w/=-])"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w.-])(?P<site>(?:t\.me|(?:[a-z0-9-]+\.)+example)(?:/[^\s<>«»()]*[\w/=-])?)"
    r"|(?<![\w@.])@(?P<name>[A-Za-z]\w{3,31})"
    rf"|(?P<emoji>{EMOJI})"
    r"|(?<![\w#&])\#(?P<tag>\w+)",
    re.DOTALL,
)
_NESTING: Final = ("bold", "italic", "strike", "spoiler")
_BLANK: Final = 'target="_blank" rel="noopener"'


def html(text: str, *, premium: bool = False) -> str:
    """The notation as the inner HTML of a message's text; ``premium`` draws emoji as custom ones.

    As on the real pages there is no ``<br/>`` beside a quotation: the block itself breaks the line.
    """
    return "".join(
        f"<blockquote>{_html(block, premium)}</blockquote>" if quoted else _html(block, premium)
        for quoted, block in _blocks(text)
    )


def plain(text: str) -> str:
    """The notation as plain text with line breaks: what a right reader of ``html(text)`` gets."""
    return "\n".join(_plain(block) for _, block in _blocks(text))


def links(text: str) -> list[tuple[str, str]]:
    """The links hidden behind words, as (words, URL), in the order of the text."""
    return [(_plain(m["words"]), m["url"]) for m in _INLINE.finditer(text) if m["words"]]


def _blocks(text: str) -> Iterator[tuple[bool, str]]:
    for quoted, lines in groupby(text.split("\n"), key=lambda line: line.startswith("> ")):
        yield quoted, "\n".join(line.removeprefix("> ") if quoted else line for line in lines)


def _html(text: str, premium: bool) -> str:
    pieces: list[str] = []
    position = 0
    for match in _INLINE.finditer(text):
        pieces += (_escape(text[position : match.start()]), _element(match, premium))
        position = match.end()
    return "".join([*pieces, _escape(text[position:])])


def _element(match: re.Match[str], premium: bool) -> str:
    kind, value = match.lastgroup or "", match[match.lastgroup or 0]
    if match["words"]:
        url = escape(match["url"])
        return f'<a href="{url}" {_BLANK} onclick="{_CONFIRM}">{_html(match["words"], premium)}</a>'
    if kind in _NESTING:
        return _wrap(kind, _html(value, premium))
    match kind:
        case "code":
            return f"<code>{_escape(value)}</code>"
        case "bare":
            return f'<a href="{escape(value)}" {_BLANK}>{_escape(value)}</a>'
        case "site":
            return f'<a href="https://{escape(value)}" {_BLANK}>{_escape(value)}</a>'
        case "mail":
            return f'<a href="mailto:{escape(value)}">{_escape(value)}</a>'
        case "name":
            return f'<a href="https://t.me/{value}" target="_blank">@{value}</a>'
        case "tag":
            return f'<a href="?q={quote("#" + value)}">#{value}</a>'
    return emoji_html(value, premium=premium)


_CONFIRM: Final = "return confirm(&#39;Open this link?\\n\\n&#39;+this.href);"


def _wrap(kind: str, inner: str) -> str:
    if kind == "spoiler":
        return f"<tg-spoiler>{inner}</tg-spoiler>"
    tag = {"bold": "b", "italic": "i", "strike": "s"}[kind]
    return f"<{tag}>{inner}</{tag}>"


def emoji_html(emoji: str, *, premium: bool = False) -> str:
    """One emoji as the preview draws it: a picture named by its UTF-8 bytes, the character in ``b`` for copying."""
    code = emoji.replace("\ufe0f", "").encode().hex().upper()
    style = f"background-image:url('//telegram.org/img/emoji/40/{code}.png')"
    picture = f'<i class="emoji" style="{style}"><b>{emoji}</b></i>'
    if not premium:
        return picture
    number = 5368324170671202286 + int(code[-6:], 16)
    return f'<tg-emoji emoji-id="{number}">{picture}</tg-emoji>'


def escape_with_emoji(text: str) -> str:
    """A name or title (no notation) as HTML with its emoji drawn."""
    return re.sub(EMOJI, lambda match: emoji_html(match[0]), escape(text))


def _plain(text: str) -> str:
    def bare(match: re.Match[str]) -> str:
        if match["words"]:
            return _plain(match["words"])
        if match.lastgroup in _NESTING:
            return _plain(match[match.lastgroup])
        return match["code"] or match[0]

    return _INLINE.sub(bare, text)


def _escape(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br/>")
