"""HTML fragments as plain text with links: rows of examples, the demo's notation, and hostile input."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.demo import load, markup
from crawlers.fragment import read_fragment
from voronka.links import says_itself

BASE = "https://t.me/s/kanal"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<br/>b<br>c", "a\nb\nc"),
        ("<b>Ищем</b> <i>SMM</i>", "Ищем SMM"),
        ('a <i class="emoji"><b>🔥</b></i> b', "a 🔥 b"),
        ('<tg-emoji emoji-id="1"><i class="emoji"><b>👍🏽</b></i></tg-emoji>да', "👍🏽да"),
        ("a<blockquote>b</blockquote>c", "a\nb\nc"),
        ("a<br/><blockquote>b</blockquote>", "a\n\nb"),
        ("<div><div>альбом</div></div>", "альбом"),
        ("\n   <b>a</b>\n   <br>\n   <br>b\n   c\n", "a\n\nb c"),
        ("a  b\u00a0c", "a  b\u00a0c"),
        ("<pre>x\n  y</pre>z", "x\n  y\nz"),
        ("<ul><li>раз</li>\n<li>два</li></ul>", "- раз\n- два"),
        ("<dl><dt>Зарплата</dt><dd>60 000</dd><dt>Город</dt><dd>Омск</dd></dl>", "Зарплата: 60 000\nГород: Омск"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("a<!-- нет --><script>x()</script><style>y</style>b", "ab"),
        ("&lt;b&gt; &amp;amp;", "<b> &amp;"),
        ("<p>a</p><p>b</p>", "a\nb"),
        ("", ""),
        ("<br/><br/>", ""),
    ],
)
def test_text(html: str, text: str) -> None:
    assert read_fragment(html, BASE) == (text, ())


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ('сюда <a href="https://a.example/f">в  форму</a>!', [("https://a.example/f", "в  форму", 5, 13)]),
        ('<br/> <a href="https://a.example/f"> форма\n </a>x', [("https://a.example/f", "форма", 0, 5)]),
        ('<a href="mailto:a@b.example">почта</a>', [("mailto:a@b.example", "почта", 0, 5)]),
        ('<a href="tg://resolve?domain=x">сюда</a>', [("tg://resolve?domain=x", "сюда", 0, 4)]),
        ('<a href="https://a.example/f">\u200b</a>текст', [("https://a.example/f", "\u200b", 0, 1)]),
        ('<a href="/kanal/5">пост</a>', [("https://t.me/kanal/5", "пост", 0, 4)]),
        ('<a href="https://t.me/imya">@imya</a>', []),
        ('<a href="https://t.me/imya">@drugoy</a>', [("https://t.me/imya", "@drugoy", 0, 7)]),
        ('<a href="?q=%23smm">#smm</a>', []),
        ('<a href="https://www.a.example/f/">a.example/f</a>', []),
        ('<a href="https://a.example/%D1%84">https://a.example/ф</a>', []),
        ('<a href="mailto:a@b.example">a@b.example</a>', []),
        ('<a href="javascript:alert(1)">сюда</a><a href="data:text/html,x">x</a><a>y</a>', []),
        ('<a href="https://[::1">сломано</a>', []),
    ],
)
def test_links(html: str, links: list[tuple[str, str, int, int]]) -> None:
    text, found = read_fragment(html, BASE)
    assert [(x.url, x.text, x.start, x.end) for x in found] == links
    assert all(text[x.start : x.end] == x.text for x in found)


@pytest.mark.parametrize("name", load.CHANNELS)
def test_every_post_of_the_demo_is_read_as_it_was_written(name: str) -> None:
    for post in load.channel(name).posts:
        text, links = read_fragment(markup.html(post.text, premium=post.premium_emoji), BASE)
        assert text == markup.plain(post.text).strip()
        assert [(x.text, x.url) for x in links] == markup.links(post.text)


PIECES = st.sampled_from(
    ["<b>", "</b>", "<br/>", "<div>", "</div>", "<blockquote>", "</blockquote>", "<a href='//a.example/'>", "</a>",
     "<pre>", "</pre>", "<li>", "<dd>", "<td>", " ", "\n", "слово", "&nbsp;", "&#0;", "<!--",
     "-->", "<![CDATA[", "\ud83d"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_offsets_hold_whatever_the_markup(html: str) -> None:
    text, links = read_fragment(html, BASE)
    assert text == text.strip()
    for link in links:
        assert link.start is not None
        assert link.end is not None
        assert text[link.start : link.end] == link.text


def test_a_bomb_of_nested_tags_and_a_megabyte_of_emoji_are_read() -> None:
    assert read_fragment("<b>" * 50_000 + "дно", BASE)[0] == "дно"
    assert len(read_fragment("🔥" * 250_000 + "<i class='emoji'><b>🔥</b></i>" * 9_000, BASE)[0]) == 259_000


def test_says_itself_needs_words() -> None:
    assert not says_itself("", "https://a.example/")
