"""A page of a channel's public preview, t.me/s/<channel>, in the markup of 2026."""

from collections.abc import Sequence
from html import escape
from typing import Final

from crawlers.demo import preview_post
from crawlers.demo.markup import escape_with_emoji, html
from crawlers.demo.model import Channel, Post

PAGE_SIZE: Final = 20

NOTHING: Final = (
    '<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message_centered">'
    '<div class="tme_no_messages_found">No posts found</div></div></div>'
)
"""What stands in the history of a page before the channel's first post."""


def url(channel: str, before: int | None = None) -> str:
    """The page's address; ``before`` is exclusive."""
    return f"https://t.me/s/{channel}" + ("" if before is None else f"?before={before}")


def pages(channel: Channel, size: int = PAGE_SIZE) -> list[tuple[str, str]]:
    """All pages of a channel as (URL, HTML), newest first, and the empty one before its first post."""
    rendered: list[tuple[str, str]] = []
    before: int | None = None
    rest = list(channel.posts)
    while rest:
        part, rest = rest[-size:], rest[:-size]
        newer = None if before is None else part[-1].id
        older = part[0].id if rest else None
        rendered.append((url(channel.name, before), render(channel, part, older, newer=newer)))
        before = part[0].id
    rendered.append((url(channel.name, before), render(channel, (), None)))
    return rendered


def render(channel: Channel, posts: Sequence[Post], older: int | None, *, newer: int | None = None) -> str:
    """A page with ``posts`` by rising id.

    ``older`` is the id the link to the page before asks for (None: there is no such link, as on the first page of a
    channel's life); ``newer`` is the same for the link forward, which pages in the past have below their posts.
    """
    title = escape(channel.title)
    history = [_more(channel, "before", older)] if older is not None else []
    history += [preview_post.render(channel, post) for post in posts] or [NOTHING]
    history += [_more(channel, "after", newer)] if newer is not None else []
    photo = (
        f'<i class="tgme_page_photo_image bgcolor{len(channel.name) % 7}" data-content="{escape(channel.title[:2])}">'
        f'<img src="{preview_post.picture(channel.name)}"></i>'
    )
    name = channel.name
    name_html = f'<span dir="auto">{escape_with_emoji(channel.title)}</span>'
    return f"""<!DOCTYPE html>
<html>
  <head>
    <meta charset="utf-8">
    <title>{title} – Telegram</title>
    <meta name="viewport" content="width=device-width, initial-scale=1.0, minimum-scale=1.0, maximum-scale=1.0, \
user-scalable=no" />
    <meta name="format-detection" content="telephone=no" />
    <meta http-equiv="X-UA-Compatible"
     content="IE=edge" />
    <meta name="MobileOptimized" content="176" />
    <meta name="HandheldFriendly" content="True" />

<meta property="og:title" content="{title}">
<meta property="og:image" content="{preview_post.picture(name)}">
<meta property="og:site_name" content="Telegram">
<meta property="og:description" content="{escape(channel.description)}">

<meta property="twitter:title" content="{title}">
<meta property="twitter:image" content="{preview_post.picture(name)}">
<meta property="twitter:site" content="@Telegram">

<meta property="al:ios:app_store_id" content="686449807">
<meta property="al:ios:app_name" content="Telegram Messenger">
<meta property="al:ios:url" content="tg://resolve?domain={name}">

<meta property="al:android:url" content="tg://resolve?domain={name}">
<meta property="al:android:app_name" content="Telegram">
<meta property="al:android:package" content="org.telegram.messenger">

<meta name="twitter:card" content="summary">
<meta name="twitter:site" content="@Telegram">
<meta name="twitter:description" content="{escape(channel.description)}
">

    <link rel="canonical" href="/s/{name}{f"?before={older}" if older is not None else ""}">

    <script>window.matchMedia&&window.matchMedia('(prefers-color-scheme: dark)').matches&&document.documentElement&&\
document.documentElement.classList&&document.documentElement.classList.add('theme_dark');</script>
    <link rel="icon" type="image/svg+xml" href="//telegram.org/img/website_icon.svg?4">
    <link href="//telegram.org/css/font-roboto.css?1" rel="stylesheet" type="text/css">
    <link href="//telegram.org/css/widget-frame.css?73" rel="stylesheet" media="screen">
    <link href="//telegram.org/css/telegram-web.css?39" rel="stylesheet" media="screen">
    <script>TBaseUrl='/';</script>
  </head>
  <body class="widget_frame_base tgme_webpreview emoji_image thin_box_shadow tme_mode no_transitions">
    <div class="tgme_background_wrap">
      <canvas id="tgme_background" class="tgme_background" width="50" height="50" \
data-colors="dbddbb,6ba587,d5d88d,88b884"></canvas>
      <div class="tgme_background_pattern"></div>
    </div>
    <header class="tgme_header search_collapsed">
  <div class="tgme_container">
    <div class="tgme_header_search">
      <form class="tgme_header_search_form" action="/s/{name}">
        <input class="tgme_header_search_form_input js-header_search" placeholder="Search" name="q" \
autocomplete="off" value="" />
      </form>
    </div>
    <div class="tgme_header_right_column">
      <section class="tgme_right_column">
        <div class="tgme_channel_info">
          <div class="tgme_channel_info_header">
            {photo}
            <div class="tgme_channel_info_header_title_wrap">
              <div class="tgme_channel_info_header_title">{name_html}</div>
              <div class="tgme_channel_info_header_labels"></div>
            </div>
            <div class="tgme_channel_info_header_username"><a href="https://t.me/{name}">@{name}</a></div>
          </div>
          <div class="tgme_channel_info_counters"><div class="tgme_channel_info_counter">\
<span class="counter_value">{channel.subscribers}</span> <span class="counter_type">subscribers</span></div></div>
          <div class="tgme_channel_info_description">{html(channel.description)}</div>
          <a class="tgme_channel_download_telegram" href="//telegram.org/dl">Download Telegram</a>
        </div>
      </section>
    </div>
    <div class="tgme_header_info">
      <a class="tgme_channel_join_telegram" href="//telegram.org/dl">Join</a>
      <a class="tgme_header_link" href="https://t.me/{name}">
        {photo}
        <div class="tgme_header_title_wrap">
          <div class="tgme_header_title">{name_html}</div>
        </div>
        <div class="tgme_header_counter">{channel.subscribers} subscribers</div>
      </a>
    </div>
  </div>
</header>
<main class="tgme_main" data-url="/{name}">
  <div class="tgme_container">
    <section class="tgme_channel_history js-message_history">
      {"".join(history)}
    </section>
  </div>
</main>
    <script src="//telegram.org/js/jquery.min.js"></script>
    <script src="//telegram.org/js/widget-frame.js?66"></script>
    <script src="//telegram.org/js/telegram-web.js?14"></script>
    <script>TWeb.init();
</script>

  </body>
</html>
<!-- page generated in 18.31ms -->"""


def _more(channel: Channel, side: str, post_id: int) -> str:
    return (
        '<div class="tgme_widget_message_centered js-messages_more_wrap">'
        f'<a href="/s/{channel.name}?{side}={post_id}" class="tme_messages_more js-messages_more" '
        f'data-{side}="{post_id}"></a></div>'
    )
