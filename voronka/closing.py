"""When a vacancy counts as closed: the rules, pure. Who applies them: boards' spiders, ingest, the store."""

import re
from enum import StrEnum
from typing import Final


class Closing(StrEnum):
    """Why a post is closed: its own date is past, its page is gone, it says so, its source lists it no longer."""

    EXPIRED = "expired"
    GONE = "gone"
    SAID = "said"
    ABSENT = "absent"


MISSES: Final = 2
"""Healthy reads in a row without an item after which it is no longer there."""

_FEW: Final = 10

_THING: Final = (
    r"(?:ваканси[яюи]|объявлени[ея]|позици[яюи]|должность|набор|(?:при[её]м|сбор) (?:заявок|откликов|анкет|резюме))"
)
_OVER: Final = (
    r"(?:закры(?:т[аыо]?|лась|лся|ли)\b|завершен[аоы]?\b|завершён[аоы]?\b|окончен[аоы]?\b|приостановлен[аоы]?\b"
    r"|(?:(?:в|перенесен[ао]? в|перенесён[ао]? в|отправлен[ао]? в|находится в|перемещен[ао]? в|перемещён[ао]? в) архив)"
    r"|архивирован[аоы]?\b|снят[аоы]?\b|удален[аоы]?\b|удалён[аоы]?\b|отменен[аоы]?\b|отменён[аоы]?\b"
    r"|(?:больше |уже )?не ?(?:актуальн|активн|доступн|принимает)|неактуальн|неактивн|больше не)"
)
_NOTICE: Final = re.compile(
    rf"(?i)^\W{{0,8}}(?:(?:эта|это|данная|данное|к сожалению,?) )?{_THING}\b.{{0,60}}?\b{_OVER}"
    r"|^\W{0,8}(?:работодатель|компания|автор) (?:уже )?(?:закрыл\w?|снял\w?|удалил\w?|архивировал\w?)\b.{0,20}?"
    rf"{_THING}"
    r"|^\W{0,8}(?:вакансия )?(?:находится )?в архиве\W{0,5}$|^\W{0,8}архивн(?:ая вакансия|ое объявление)\W{0,5}$"
    rf"|^\W{{0,8}}срок (?:действия|размещения|публикации) (?:этой |данной )?{_THING} ист[её]к"
    r"|^\W{0,8}(?:this |the )?(?:job|position|vacancy|posting)\b.{0,40}?\b(?:is |has )?(?:been )?"
    r"(?:closed|filled|expired|archived|no longer (?:available|active|accepting|open))"
    r"|^\W{0,8}no longer accepting applications"
)
# A channel's own edit of a post; a hashtag does as well.
_SAID_IN_POST: Final = re.compile(
    r"(?i)^\W{0,12}(?:вакансия|позиция|набор|поиск)? ?(?:закрыт[аыо]?|(?:больше )?не ?актуальн\w{1,2}"
    r"|нашли(?: человека| сотрудника| кандидата)?|человек найден|closed)\W{0,12}$"
)
_HASHTAG: Final = re.compile(r"(?i)(?<!\w)#(?:вакансия_?)?(?:закрыт[ао]|неактуальн[ао])(?!\w)")


def says_closed(words: str) -> bool:
    """Whether a short notice of a page ("Вакансия в архиве") says that the page's vacancy is closed."""
    return len(words) < 160 and _NOTICE.search(words) is not None


def post_says_closed(text: str) -> bool:
    """Whether a post's first or last line, or a hashtag, says that what it offers is closed."""
    lines = [line for line in (text[:400] + "\n" + text[-400:]).splitlines() if any(c.isalpha() for c in line)]
    ends = (lines[0], lines[-1]) if lines else ()
    return any(_SAID_IN_POST.search(line) for line in ends) or any(_HASHTAG.search(line) for line in ends)


def is_plausible(absent: int, known: int) -> bool:
    """Whether so many of a board's known open items can have gone at once; otherwise its list was not whole."""
    return absent <= _FEW or absent * 2 <= known
