"""Whether a vacancy promises more than its duties are worth: 180,000 a month, unskilled, for answers by a template."""

from typing import Final

from voronka.extract import lazy as re
from voronka.extract.document import Document
from voronka.model import Evidence, Period, Posting

PLENTY: Final = 120_000
"""Roubles a month that simple work without experience does not pay."""
_MONTHLY: Final = {Period.DAY: 22, Period.WEEK: 4, Period.MONTH: 1}
_SIMPLE: Final = re.compile(
    r"\b(?:набор\w{0,4} текст\w{0,3}|перепечат\w{2,6}|наборщик\w{0,2}|переписк\w{1,2}|отвечать на (?:сообщени"
    r"|комментари|отзыв)\w{1,3}"
    r"|модератор\w{0,2}|чат-?(?:оператор|менеджер)\w{0,2}|(?:оператор|администратор)\w{0,2} чат\w{1,2}"
    r"|по (?:готовому )?шаблону"
    r"|расклад\w{3,6} файл\w{0,3}|сортир\w{3,6} (?:файл|письм|фото)\w{0,3}|лайк\w{1,3}|ввод\w{0,2} данных"
    r"|копировать и вставлять"
    r"|(?:простые|легкие|несложные) задани\w|фасовк\w{1,2}|сборк\w ручек|с телефона|со смартфона)"
)
_FEW_HOURS: Final = re.compile(
    r"\b(?:(?:[1-4]|пар[аыу]|один|два|три) ?(?:(?:-|до) ?[2-4] )?час\w{0,2} в (?:день|сутки)"
    r"|занятость (?:от )?[1-3](?: ?- ?[2-4])? час\w{0,2})"
)


def find(doc: Document, posting: Posting, start: int, end: int) -> tuple[Evidence, ...]:
    """The words of pay and of work that do not fit, or nothing. Only pay in roubles for unskilled work is judged."""
    pay = posting.salary
    if pay is None or pay.min is None or pay.currency != "RUB" or posting.experience_years != 0:
        return ()
    if pay.min * _MONTHLY.get(pay.period, 0) < PLENTY:
        return ()
    stop = min(end, doc.head)
    work = _FEW_HOURS.search(doc.folded, start, stop) or _SIMPLE.search(doc.folded, start, stop)
    if work is None:
        return ()
    return (
        *(Evidence("flag.mismatch.pay", e.start, e.end, e.text) for e in posting.evidence.get("salary", ())),
        doc.evidence("flag.mismatch.work", *work.span()),
    )
