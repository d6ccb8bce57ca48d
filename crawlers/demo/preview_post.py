"""One message of a channel's public preview, in the markup of t.me/s of 2026."""

import base64
import json
from hashlib import sha256
from html import escape
from typing import Final

from crawlers.demo import markup
from crawlers.demo.model import Channel, Forward, LinkPreview, Poll, Post, Reply

_TAIL: Final = (
    '<i class="tgme_widget_message_bubble_tail"><svg class="bubble_icon" width="9px" height="20px" viewBox="0 0 9 20">'
    '<g fill="none"><path class="background" fill="#ffffff" d="M8,1 L9,1 L9,20 L8,20 Z"></path>'
    '<path class="border_1x" fill="#d7e3ec" d="M9,1 L2,1 L2,0 L9,0 Z"></path></g></svg></i>'
)
_CDN: Final = "https://cdn4.telesco.pe/file/"


def picture(seed: str) -> str:
    """The address of an invented picture on Telegram's file servers; the same for the same seed."""
    return _CDN + base64.urlsafe_b64encode(sha256(seed.encode()).digest() * 3).decode().rstrip("=") + ".jpg"


def render(channel: Channel, post: Post) -> str:
    """The message with its wrap: ``div.tgme_widget_message_wrap > div.tgme_widget_message[data-post]``."""
    classes = "tgme_widget_message text_not_supported_wrap js-widget_message"
    if post.service:
        classes = classes.replace("wrap js", "wrap service_message js")
    return f"""<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="{classes}" \
data-post="{channel.name}/{post.id}" data-view="{_view(channel, post)}">
  <div class="tgme_widget_message_user"><a href="https://t.me/{channel.name}">\
<i class="tgme_widget_message_user_photo bgcolor{len(channel.name) % 7}" data-content="{escape(channel.title[:1])}">\
<img src="{picture(channel.name)}"></i></a></div>
  <div class="tgme_widget_message_bubble">
    {_TAIL}
    <div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" \
href="https://t.me/{channel.name}"><span dir="auto">{markup.escape_with_emoji(channel.title)}</span></a></div>

{_forward(post.forward)}{_reply(post.reply)}
{_media(channel, post)}{_text(post)}{_poll(channel, post)}{_preview(post.preview)}{_reactions(post)}
<div class="tgme_widget_message_footer compact js-message_footer">
  {_voters(post.poll)}
  <div class="tgme_widget_message_info short js-message_info">
    {_views(post)}<span class="tgme_widget_message_meta">{_meta(channel, post)}</span>
  </div>
</div>
  </div>
  {_buttons(post)}
</div></div>"""


def _view(channel: Channel, post: Post) -> str:
    mark = sha256(f"{channel.name}/{post.id}".encode()).hexdigest()
    value = {"c": -1000000000 - int(mark[:7], 16), "p": post.id, "t": int(post.at.timestamp()), "h": mark[:18]}
    return base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).decode()


def _forward(forward: Forward | None) -> str:
    if forward is None:
        return ""
    name = f'<span dir="auto">{markup.escape_with_emoji(forward.name)}</span>'
    tag = f'a class="tgme_widget_message_forwarded_from_name" href="{forward.url}"'
    if forward.url is None:
        tag = 'span class="tgme_widget_message_forwarded_from_name"'
    return (
        '<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;'
        f"<{tag}>{name}</{tag.split()[0]}></div>"
    )


def _reply(reply: Reply | None) -> str:
    if reply is None:
        return ""
    return f"""<a class="tgme_widget_message_reply user-color-default" href="{escape(reply.url)}">
<div class="tgme_widget_message_author accent_color"><span class="tgme_widget_message_author_name" dir="auto">\
{markup.escape_with_emoji(reply.author)}</span></div>
<div class="tgme_widget_message_text js-message_reply_text" dir="auto">{markup.escape_with_emoji(reply.text)}</div>
</a>"""


def _media(channel: Channel, post: Post) -> str:
    if post.photos > 1:
        return _album(channel, post)
    if not post.photos:
        return ""
    source = picture(f"{channel.name}/{post.id}")
    if post.service:
        return f'<div class="tgme_widget_message_service_photo"><img src="{source}"></div>'
    return (
        f'<a class="tgme_widget_message_photo_wrap {post.id}914481 1222149006_{post.id}" '
        f'href="https://t.me/{channel.name}/{post.id}" '
        f"""style="width:800px;background-image:url('{source}')">\n"""
        '  <div class="tgme_widget_message_photo" style="padding-top:66.625%"></div>\n</a>'
    )


def _album(channel: Channel, post: Post) -> str:
    width = 453 // post.photos
    photos = "".join(
        '<a class="tgme_widget_message_photo_wrap grouped_media_wrap blured js-message_photo" '
        f'style="left:{i * width}px;'
        f"top:0px;width:{width - 2}px;height:201px;margin-right:2px;margin-bottom:0px;"
        f"""background-image:url('{picture(f"{channel.name}/{post.id + i}")}')" data-ratio="0.75" """
        f'href="https://t.me/{channel.name}/{post.id + i}?single">'
        '<div class="grouped_media_helper" style="left:0;right:0;top:0px;bottom:0px;">'
        '<div class="tgme_widget_message_photo grouped_media" style="left:0;right:0;top:0px;bottom:0px;"></div>'
        "</div></a>"
        for i in range(post.photos)
    )
    return (
        '<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap" data-margin-w="2" data-margin-h="2" '
        'style="width:453px;"><div class="tgme_widget_message_grouped js-message_grouped" style="padding-top:44.37%">'
        '<div class="tgme_widget_message_grouped_layer js-message_grouped_layer" style="width:453px;height:201px">'
        f"{photos}</div></div></div>"
    )


def _text(post: Post) -> str:
    if not post.text:
        return ""
    block = '<div class="tgme_widget_message_text js-message_text" dir="auto">'
    inner = markup.html(post.text, premium=post.premium_emoji)
    # an album's text stands in a text block inside another one of the same classes
    return f"{block}{block}{inner}</div></div>" if post.photos > 1 else f"{block}{inner}</div>"


def _poll(channel: Channel, post: Post) -> str:
    poll = post.poll
    if poll is None:
        return ""
    options = "".join(
        '<div class="tgme_widget_message_poll_option">'
        f'<div class="tgme_widget_message_poll_option_percent">{percent}%</div>'
        '<div class="tgme_widget_message_poll_option_value">'
        f'<div class="tgme_widget_message_poll_option_text">{markup.escape_with_emoji(text)}</div>'
        f'<div class="tgme_widget_message_poll_option_bar accent_bg" style="width:{percent}%"></div></div></div>'
        for text, percent in poll.options
    )
    return (
        '<div class="tgme_widget_message_poll js-poll">'
        f'<div class="tgme_widget_message_poll_question">{markup.escape_with_emoji(poll.question)}</div>'
        '<div class="tgme_widget_message_poll_type">Anonymous Poll</div>'
        f'<a class="tgme_widget_message_poll_options" href="https://t.me/{channel.name}/{post.id}">{options}</a></div>'
    )


def _voters(poll: Poll | None) -> str:
    if poll is None:
        return ""
    return f'<span class="tgme_widget_message_voters">{poll.voters}</span><span class="copyonly"> voters</span>'


def _preview(preview: LinkPreview | None) -> str:
    if preview is None:
        return ""
    return f"""
<a class="tgme_widget_message_link_preview" href="{escape(preview.url)}">
  <i class="link_preview_right_image" style="background-image:url('{picture(preview.url)}')"></i>
  <div class="link_preview_site_name accent_color" dir="auto">{markup.escape_with_emoji(preview.site)}</div>
  <div class="link_preview_title" dir="auto">{markup.escape_with_emoji(preview.title)}</div>
  <div class="link_preview_description" dir="auto">{markup.escape_with_emoji(preview.description)}</div>
</a>"""


def _reactions(post: Post) -> str:
    if not post.reactions:
        return ""
    chips = "".join(
        f'<span class="tgme_reaction">{markup.emoji_html(emoji)}{count}</span>' for emoji, count in post.reactions
    )
    return f'<div class="tgme_widget_message_reactions js-message_reactions">{chips}</div>'


def _views(post: Post) -> str:
    if post.views is None:
        return ""
    return f'<span class="tgme_widget_message_views">{post.views}</span><span class="copyonly"> views</span>'


def _meta(channel: Channel, post: Post) -> str:
    author = ""
    if post.signature:
        author = f'<span class="tgme_widget_message_from_author" dir="auto">{escape(post.signature)}</span>,&nbsp;'
    edited = "edited &nbsp;" if post.edited else ""
    return (
        f'{author}{edited}<a class="tgme_widget_message_date" href="https://t.me/{channel.name}/{post.id}">'
        f'<time datetime="{post.at.isoformat()}" class="time">{post.at:%H:%M}</time></a>'
    )


def _buttons(post: Post) -> str:
    if not post.buttons:
        return ""
    rows = "".join(
        '<div class="tgme_widget_message_inline_row"><a class="tgme_widget_message_inline_button url_button" '
        f'href="{escape(button.url)}" target="_blank" rel="noopener" '
        """onclick="return confirm('Open this link?\\n\\n'+this.href);">"""
        '<span class="tgme_widget_message_inline_button_text" dir="auto">'
        f"{markup.escape_with_emoji(button.text)}</span></a></div>"
        for button in post.buttons
    )
    return f'<div class="tgme_widget_message_inline_keyboard">{rows}</div>'
