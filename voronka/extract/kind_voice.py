"""Who speaks in a post: verbs of the first person, deeds told without a subject, people named, people asked for.

A resume says "веду", "построил отдел", "Ника, дизайнер"; an employer says "ищем фотографа". Words are judged by their
grammar, so that trades and verbs nobody listed are understood too.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from voronka.extract import lazy as re
from voronka.extract.document import Document
from voronka.extract.parts import CONTACT
from voronka.extract.text import is_first_name, is_living, parses
from voronka.extract.worded import Worded

_Span = tuple[int, int]

_WORD: Final = re.compile(r"[а-я]{3,20}")
# A word that may be a verb of the first person or of the past, by its ending.
_DEED: Final = re.compile(r"(?<![\w@#/.-])[а-я]{2,19}(?:[ую]|л|ла|лся|лась|[юу]сь)(?![а-я])")
# Verbs of the first person that say nothing of one's trade: those of employers, of narrators, of advisers.
_NOT_TRADE: Final = re.compile(
    r"(?:ищу|пла[чт]|заплач|выплач|жду|зову|приглаша|набира|нанима|подбира|требу|дума|счита|зна[юе]|чита|смотр|вижу|слыш|"
    r"помн|понима|сижу|стою|лежу|рассказ|расска|напомин|напомн|делюсь|подел|объясн|спрашива|спрошу|благодар|поздравл|"
    r"жела|совету|рекоменду|обеща|буду|дарю|науч|обуч|разда|надеюсь|боюсь|хочу|прошу|верю|чувству|говор|скажу|"
    r"отвеча|пойду|иду|еду|ухожу|признаюсь|предупрежда|цитиру|пересыла|публику|повторя|стара|могу|куп(?!лю рекл)|"
    r"запуска|дам|даю|пришлю|скину|вышлю|ставлю|беру|возьму|пью|плачу|начну|становлюсь|устаю|получаю)"
)
_STRONG_PAST: Final = re.compile(
    r"(?:руковод|управля|отвечал|занима|работал|отработал|стажир|специализ|начинал|закончил|окончил|прош(?:ел|ла)$)"
)


@lru_cache(maxsize=16384)
def _verb(word: str) -> str:
    """ "i" for a verb of the first person singular, "past" for a transitive one of the past, singular; else ""."""
    for parse in parses(word)[:3]:
        tag = parse.tag
        if "VERB" not in tag or parse.score < 0.3:
            continue
        if "1per" in tag and "sing" in tag:
            return "i"
        if "past" in tag and "sing" in tag and "neut" not in tag:
            return "past" if "tran" in tag or _STRONG_PAST.match(word) else ""
    return ""


def _clauses(doc: Document, end: int) -> Iterator[tuple[re.Match[str], bool]]:
    """Verbs that are the first words of clauses, each with whether its sentence or line begins there too."""
    for match in _DEED.finditer(doc.folded, 0, end):
        before = doc.folded[max(0, match.start() - 8) : match.start()]
        if before and (before[-1].isalnum() or before[-1] in "-_@#/."):
            continue
        opening = before.rstrip(" \u200b\ufe0f*_•·–—-✅✔▪▫🔹")
        if opening[-1:] in {"»", ")"} and "\n" not in before:
            continue  # "Автосервис «Полёт» открыл …": the subject has been named
        if not opening or opening[-1] in "\n.!?…:;)" or not (opening[-1].isalnum() or opening[-1] in ",(«\"'"):
            yield match, True
        elif opening[-1] in ",(" or before.endswith("- "):
            yield match, False


def deeds(doc: Document, end: int) -> tuple[list[_Span], list[_Span]]:
    """Where somebody says what they do ("веду", "соберу") and what they did ("Построил отдел"), quotations left out."""
    now: list[_Span] = []
    past: list[_Span] = []
    for match, whole in _clauses(doc, end):
        word = match.group()
        if is_quoted(doc, match.start()):
            continue
        verb = _verb(word)
        if verb == "i" and not _NOT_TRADE.match(word):
            now.append(match.span())
        elif verb == "past" and whole and not _has_subject(doc, match):
            past.append(match.span())
    return now, past


def _has_subject(doc: Document, verb: re.Match[str]) -> bool:
    """Whether a subject follows a verb ("Прошла неделя")."""
    following = _WORD.search(doc.folded, verb.end(), verb.end() + 25)
    if following is None or following.start() - verb.end() > 1:
        return False
    masculine = not verb.group().endswith(("ла", "лась"))
    for parse in parses(following.group())[:2]:
        tag = parse.tag
        if "nomn" in tag and "sing" in tag and ("NOUN" in tag or "NPRO" in tag):
            # A lifeless masculine noun looks the same as an object ("построил отдел"): it is taken for one.
            return ("masc" in tag and "anim" in tag) if masculine else ("femn" in tag)
    return False


_NAMED: Final = re.compile(
    r"(?:^|(?<=[.!?…»)] )|(?<=\n))[^\w\n«\"]{0,6}(?:(?:(?:[Пп]ривет|[Вв]сем привет|[Зз]дравствуйте)[!,.]? )?"
    r"(?:[Яя]|[Ээ]то|[Мм]еня зовут|[Зз]овут|[Ии]мя:) ?[-–—]? ?)?(?P<name>[А-ЯЁ][а-яё]{2,12})"
    r"(?: (?:[А-ЯЁ][а-яё]{2,16}|[А-ЯЁ]\.))?"
    r"(?P<after>[,.(\n]| [-–—(]|$)",
    re.MULTILINE,
)
_NAMED_AFTER: Final = re.compile(r"\n|[.!?…»)] ")
"""All that _NAMED may follow."""
_AFTER_TRADE: Final = re.compile(r" ?[-–—,]? ?(?P<name>[А-ЯЁ][а-яё]{2,12})(?=[.,\n!]|$)")


def _named(text: str, end: int) -> Iterator[re.Match[str]]:
    free = 0
    for at in (0, *(before.end() for before in _NAMED_AFTER.finditer(text, 0, end))):
        if at >= free and (match := _NAMED.match(text, at, end)) is not None:
            yield match
            free = match.end()


def person(doc: Document, end: int) -> _Span | None:
    """Where a person is named who is not merely one to be called: "Ника, Тула, удалённо", "Таргетолог Вика."."""
    for match in _named(doc.text, min(end, 700)):
        if not is_first_name(doc.folded[match.start("name") : match.end("name")]) or is_quoted(
            doc, match.start("name")
        ):
            continue
        after = doc.folded[match.end() : match.end() + 40].lstrip(" \n(-–—:")
        if CONTACT.match(after) or after.startswith(
            (
                "агентств",
                "компани",
                "студи",
                "основател",
                "сооснов",
                "фаундер",
                "владел",
                "директор",
                "тел",
                "hr",
                "рекрут",
                "менеджер по персоналу",
                "пиш",
                "звон",
                "@",
            )
        ):
            continue
        if match["after"] == "\n" and match.start("name") > 60:
            continue
        return match.span("name")
    for mention in doc.mentions_between(0, min(end, 300)):
        named = _AFTER_TRADE.match(doc.text, mention.end) if mention.how == "name" else None
        if named is not None and is_first_name(doc.folded[named.start("name") : named.end("name")]):
            after = doc.folded[named.end() : named.end() + 25].lstrip(" ,.:")
            if not CONTACT.match(after):
                return named.span("name")
    return None


_SEEKS: Final = Worded(
    r"(?<!не )(?<!кого )\b(?:ищем|ищет|ищу|нужен|нужна|нужны|требуется|требуются|требуеться|треубется|"
    r"приглашаем|приглашает|"
    r"набираем|набирает|наймем|нанимаем|возьмем|разыскивается|ждем|зовем|зову|в поисках|подбираем|разыскиваем)\b"
)
_HANDS: Final = frozenset({"руки", "рука", "голова", "человек", "люди", "кто", "тот", "того", "те", "тех"})
# Those whom people look for without giving them work.
_NO_WORKER: Final = re.compile(
    r"(?:партнер|клиент|заказчик|инвестор|рекламодател|покупател|арендатор|подписчик|друз|друг|работодател|наставник|"
    r"респондент|участник|ученик|спонсор|дилер|франчайз|компани|брат|сестр|муж|жен|мама|мам|подруг|знаком|дет|ребен|кот|"
    r"собак|ментор|соинвестор|герой|героев|героя|читател|сосед|эксперт|блогер|кандидат|член)"
)

# Whoever looks for one of these looks for work, not for a worker.
_WORK_ITSELF: Final = re.compile(
    r"(?:гибрид|удаленк|подработк|постоянк|работ[уы]\b|ваканси|занятост|фулл-?тайм|парт-?тайм|стажировк|халтур|шабашк)"
)

# Who gathers people to teach them.
_SCHOOL: Final = re.compile(r"\b(?:академи|курс|поток|групп[уы]|обучени|марафон|интенсив|наставник|мини-команд)")


def wanted(doc: Document, end: int) -> _Span | None:
    """Where somebody, whatever their trade, is said to be needed: "ищем фотографа", "нужен тильдовед"."""
    for verb in _SEEKS.finditer(doc.folded, 0, end):
        if is_quoted(doc, verb.start()) or offered(doc, verb.start()):
            continue
        words = [m for m in _WORD.finditer(doc.folded, verb.end(), min(end, verb.end() + 70))][:5]
        if any(_WORK_ITSELF.match(word.group()) for word in words[:2]):
            continue
        for word in words:
            if re.search(r"[.!?\n:]", doc.folded[verb.end() : word.start()].rstrip(" \n")) and verb.group() not in (
                "требуется", "требуются",
            ):  # fmt: skip
                break
            if _NO_WORKER.match(word.group()):
                break
            if word.group() in _HANDS and _SCHOOL.search(doc.folded, max(0, verb.start() - 60), word.end() + 30):
                break
            if word.group().startswith("рук") and doc.folded.endswith("на ", 0, word.start()):
                continue  # pay "на руки"
            if word.group() in _HANDS or is_living(word.group()):
                return verb.start(), word.end()
    return None


_OFFERED: Final = re.compile(
    r"(?:кому|если (?:вам|вы|у вас)|вам|тем,? (?:кому|кто)|для тех,? (?:кому|кто)|где|когда|всем,? (?:кому|кто)|"
    r"тебе|почему|зачем|кого|как|вдруг|может|может быть) (?:[а-я]+ ){0,2}$"
)


def offered(doc: Document, verb: int) -> bool:
    """Whether a verb of seeking speaks of the reader's need ("кому нужен директолог"): then somebody is offered."""
    return _OFFERED.search(doc.folded, max(0, verb - 40), verb) is not None


def is_quoted(doc: Document, at: int) -> bool:
    """Whether an offset lies in a quotation: in «…» or on a line that begins with one ">"."""
    if doc.is_quoted(at):
        return True
    start = doc.folded.rfind("\n", 0, at) + 1
    return doc.folded.startswith(">", start) and not doc.folded.startswith(">>", start)
