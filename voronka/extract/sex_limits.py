"""Whether a vacancy asks for a man or a woman: "только девушки", "пол: мужской", "продавец (жен.)".

Both sexes together are no limit, nor is the sex of those for whom a thing is made or written.
"""

from collections.abc import Iterator
from typing import Final

from voronka.extract import lazy as re
from voronka.extract.cue_table import sentence
from voronka.extract.document import Document
from voronka.extract.folding import has
from voronka.extract.worded import Worded

_HER: Final = r"(?:девуш(?:ка|ку|ки|ек|кам|кой)|женщин(?:а|у|ы|ам|ой)?|девочк(?:а|у|и)|дам(?:у|ы)|барышн[яю])"
_HIM: Final = (
    r"(?:мужчин(?:а|у|ы|ам)?|мужик(?:а|и|ов)?|парень|парн(?:я|и|ей|ям)|юнош(?:а|у|и|ей|ам)|мальчик(?:а|и|ов)?)"
)
_PERSON: Final = rf"(?:{_HER}|{_HIM})(?!\w)"
_SOUGHT: Final = Worded(
    r"\b(?:ищ(?:ем|у|ет|ут)|требу(?:ется|ются)|нуж(?:на|ен|ны|но)|приглаша(?:ем|ю|ет)(?: на работу)?"
    r"|набира(?:ем|ю)|возьм(?:ем|у)|"
    r"рассматрива(?:ем|ю|ются)|рассмотр(?:им|ю)|жд(?:ем|у)|в поиске|зовем)(?P<between>(?: [\w-]+,?){0,4}?) ?-?"
    rf"(?P<who>\b(?!\w{{4,7}}ам\b){_PERSON})(?! по | \d+ ?%)"
)
_ONLY: Final = Worded(
    rf"\b(?:только|строго|исключительно|лишь|именно) (?P<who>(?!\w{{4,7}}ам\b){_PERSON})"
    r"|\b(?:(?:fe)?males? only|only (?:fe)?males?|women only|only women|men only|looking for an? (?:female|male"
    r"|girl|lady|woman))\b"
)
_FOR: Final = Worded(
    rf"\b(?:работа|вакансия|подработка|удаленка) (?:только )?для (?P<who>{_PERSON})(?! с (?:дет|огранич))"
)
_WISH: Final = Worded(
    rf"\b(?:желательно|предпочтительно|предпочтение|приоритет|преимущество"
    rf"|лучше)(?: ?[:-])? (?:\w+ )?(?P<who>{_PERSON})"
)
_REFUSED: Final = Worded(
    rf"\b(?P<who>{_PERSON}) (?:просьба )?не (?:рассматрива|бер[её]м|подход|беспоко"
    rf"|обраща)\w*"
)
_LABEL: Final = Worded(r"\bпол ?[:.-]{0,2} ?(?P<who>мужск|женск|муж|жен)\w{0,3}(?!\w)")
_BRACKETS: Final = re.compile(
    r"\((?:только )?(?P<who>муж|жен)(?:чин[аы]|щин[аы]|\.)?\)|, (?P<short>муж|жен)\.(?![ ,]*(?:и\b|муж|жен))"
)
_AGED: Final = re.compile(
    rf"(?:^|[\n,;(:•*.—-]) ?(?P<who>{_PERSON})(?: и \w+)?,? (?:от |до |в возрасте "
    rf"|с )?\d\d(?! ?%)",
    re.MULTILINE,
)
_ASKED: Final = re.compile(
    r"[,;(] ?(?P<who>девушка|женщина|мужчина|парень|юноша) (?:с|без|от|до"
    r"|в возрасте)\b(?! дет)"
)
_PREPOSITION: Final = re.compile(r"\b(?:для|про|о|об|к|на|у|с|от|по|под|чтобы|как|что|котор\w+|умеет)\b")
_AUDIENCE: Final = re.compile(
    r"аудитори|\bца\b|целев|клиент|покупател|потребит|подписчи|читател|пользоват|сегмент|персонаж|геро|портрет"
    r"|наш[аеиу]\w? девуш"
)


def find(doc: Document, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Limits of sex between two offsets: a rule's name and the offsets of the words."""
    fold = doc.folded
    stop = min(end, doc.head)
    there = {hints: has(fold, hints) for hints in (_NAMED, _LABELLED, _SHORT)}
    for rule, pattern, hints in _RULES:
        if not there[hints]:
            continue
        for match in pattern.finditer(fold, start, stop):
            if not _is_free(fold, match, rule):
                yield rule, *match.span()


_NAMED: Final = (
    "девуш",
    "женщин",
    "мужчин",
    "парн",
    "парень",
    "юнош",
    "девоч",
    "барышн",
    "дам",
    "мужик",
    "male",
    "women",
    "men only",
    "girl",
)
_LABELLED: Final = ("пол",)
_SHORT: Final = ("муж", "жен")
_RULES: Final = (
    ("flag.sex.only", _ONLY, _NAMED),
    ("flag.sex.sought", _SOUGHT, _NAMED),
    ("flag.sex.for", _FOR, _NAMED),
    ("flag.sex.wish", _WISH, _NAMED),
    ("flag.sex.refused", _REFUSED, _NAMED),
    ("flag.sex.aged", _AGED, _NAMED),
    ("flag.sex.asked", _ASKED, _NAMED),
    ("flag.sex.label", _LABEL, _LABELLED),
    ("flag.sex.short", _BRACKETS, _SHORT),
)


def _is_free(fold: str, match: re.Match[str], rule: str) -> bool:
    around = fold[slice(*sentence(fold, *match.span()))]
    if re.search(rf"\b{_HER}(?!\w)", around) and re.search(rf"\b{_HIM}(?!\w)", around):
        return True
    if "муж" in around and "жен" in around and rule in ("flag.sex.label", "flag.sex.short"):
        return True
    if rule == "flag.sex.sought":
        return _PREPOSITION.search(match["between"]) is not None
    return (
        rule in ("flag.sex.aged", "flag.sex.asked", "flag.sex.wish", "flag.sex.only")
        and _AUDIENCE.search(around) is not None
    )
