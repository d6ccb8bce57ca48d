"""What came over the wire as text, and whether it is the page that was asked for."""

import codecs
import re
from typing import Final

from scrapy.http import Response, TextResponse

from crawlers.faults import BlockedError, PassingError, SourceError

_CYRILLIC: Final = re.compile("[а-яёА-ЯЁ«»—–…№\u00a0]")
_FOREIGN: Final = re.compile("[^\x00-\x7f]")
_TAGS: Final = re.compile(r"(?is)<(script|style|noscript)\b.*?</\1\s*>|<[^>]{0,5000}>")
_TITLE: Final = re.compile(r"(?is)<title[^>]{0,200}>(.{0,300}?)</title")
_BLOCK_TITLE: Final = re.compile(
    r"(?i)captcha|капч|вы не робот|just a moment|attention required|access denied|ddos-guard|проверка браузера"
    r"|доступ (?:ограничен|запрещ[её]н)|are you (?:a )?(?:human|robot)|security check"
)
_BLOCK_MARK: Final = re.compile(
    r"(?i)g-recaptcha|h-captcha|hcaptcha\.com|smart-?captcha|cf-challenge|challenge-platform|name=[\"']?captcha"
    r"|вы не робот|checking your browser"
)
_LOGIN_TITLE: Final = re.compile(
    r"(?i)^\s{0,20}(?:вход|войти|войдите|авторизация|авторизуйтесь|log ?in|sign ?in|please log in)\b"
)
_PASSWORD: Final = re.compile(r"(?i)<input\b[^>]{0,300}type=[\"']?password")
_PLACEHOLDER_TITLE: Final = re.compile(
    r"(?i)техническ\w{1,3} (?:работ|обслуживан)|временно (?:недоступен|не работает)"
    r"|сайт (?:закрыт|отключ[её]н|на обслуживании)"
    r"|under (?:maintenance|construction)|maintenance mode|coming soon|domain (?:is )?(?:parked|for sale)"
    r"|срок регистрации домена|домен (?:прода[её]тся|припаркован)|welcome to nginx|account suspended"
)
_OUR_SUBJECT: Final = re.compile("JobPosting|tgme_widget_message")
_FEW_WORDS: Final = 250


def text_of(response: Response) -> str:
    """The page's text whatever charset it claims: valid UTF-8 is UTF-8; else what is declared; else windows-1251.

    Raises SourceError where it is no text or cannot be read in any of these.
    """
    body = response.body
    if not body.strip():
        raise PassingError("the answer is empty; collect again later")
    if not isinstance(response, TextResponse) and b"\x00" in body[:1000]:
        raise SourceError("the answer is no text; look at the page in a browser")
    try:
        # not final: a page that broke off within a letter is still UTF-8
        return codecs.getincrementaldecoder("utf-8-sig")().decode(body, final=False)
    except UnicodeDecodeError:
        pass
    text = response.text if isinstance(response, TextResponse) else body.decode("utf-8", "replace")
    if _readable(text):
        return text
    guess = body.decode("windows-1251", "replace")
    if _readable(guess) and len(_CYRILLIC.findall(guess)) > 0.8 * len(_FOREIGN.findall(guess)):
        return guess
    raise SourceError("the answer cannot be read in the charset it claims; look at the page in a browser")


def _readable(text: str) -> bool:
    foreign = len(_FOREIGN.findall(text))
    return text.count("\ufffd") <= 0.02 * foreign


def is_whole(html: str) -> bool:
    """Whether an HTML document has its end; one that broke off has not."""
    return "</html" in html[-3000:].lower()


def refuse_block(html: str) -> None:
    """Raise BlockedError where the page is a captcha or a barrier instead of what was asked for."""
    head = html[:200_000]
    if _OUR_SUBJECT.search(head):  # a vacancy's form may have a captcha of its own
        return
    title = _TITLE.search(head)
    suspicious = _BLOCK_MARK.search(head) or (title and _BLOCK_TITLE.search(title[1]))
    if suspicious and len(_TAGS.sub(" ", head).split()) < _FEW_WORDS:
        raise BlockedError(_BLOCKED)


def refuse_page(html: str) -> None:
    """Raise BlockedError where the page is a captcha or a login, SourceError where it is a placeholder."""
    refuse_block(html)
    head = html[:200_000]
    found = _TITLE.search(head)
    if found is None or _OUR_SUBJECT.search(head) or len(_TAGS.sub(" ", head).split()) >= _FEW_WORDS:
        return
    title = " ".join(found[1].split())
    if _LOGIN_TITLE.search(title) and _PASSWORD.search(head):
        raise BlockedError("asks to log in; we do not go round it: ask the site's owner, or switch the source off")
    if _PLACEHOLDER_TITLE.search(title):
        raise SourceError(f"shows a placeholder in place of its page («{title[:80]}»); collect again later")


_BLOCKED: Final = (
    "asks to prove that we are no robot (a captcha); we do not go round it: read it more slowly, ask the site's owner, "
    "or switch the source off"
)
