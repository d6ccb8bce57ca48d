"""What a post is: evidence for each kind is weighed, and the heaviest side wins.

The words that speak for a kind are rows of kind_cues; here stand the weighing and what is seen in a post's form (a
worker sought by name, a board's link, a list of vacancies).
"""

from collections.abc import Sequence
from typing import Final

from voronka.extract import all_cues
from voronka.extract import card as cards
from voronka.extract import kind_voice as voice
from voronka.extract import lazy as re
from voronka.extract import title as titles
from voronka.extract.document import Document
from voronka.extract.kind_scales import Scales, Verdict, balance
from voronka.extract.parts import CONTACT, Split
from voronka.extract.text import fold, is_first_name
from voronka.extract.title import Title
from voronka.extract.worded import Worded
from voronka.model import Evidence, Kind

EXAMINED: Final = 5_000
"""Characters from the start that are weighed."""

_QUOTED: Final = 0.2
# A channel's own closing line; what it offers is not the post's subject.
_FOOTER: Final = re.compile(
    r"подписаться на|разместить (?:ваканс|резюме|объявл|пост)|больше (?:ваканс|работ)|в наш(?:ем|их) канал|"
    r"все вакансии|хотите попасть в|"
    r"прислать ваканси|(?:^|[^\w\n])подписаться\s*$"
)
_WORK: Final = re.compile(
    r"\b(?:работ[уыае]|мест[оа]|проект\w*|заказ\w*|удаленк\w+|подработк\w+|должност\w+|позици\w+|стажировк\w+|постоянк\w+|"
    r"job|position|роль)\b"
)


# What says in so many words that a post is an advertisement counts in its closing lines too.
_MARKED: Final = frozenset({"kind.promo.marked", "kind.promo.tagged"})


def find(doc: Document, split: Split) -> Verdict:
    """The kind of a post, with how it falls into parts already known."""
    scales = weigh(doc, split)
    return scales.verdict()


def weigh(doc: Document, split: Split) -> Scales:
    """All that speaks for each kind."""
    scales = Scales()
    end = min(len(doc.text), EXAMINED)
    closing = footer(doc, end)
    for cue, matches in all_cues.of_kinds(doc.folded, end):
        hits = 0.0
        seen: set[str] = set()
        for match in matches:
            at = match.start()
            if at >= closing and cue.kind in (Kind.PROMO, Kind.VACANCY) and cue.name not in _MARKED:
                break
            if match.group()[:5] in seen:
                continue
            seen.add(match.group()[:5])
            weight = cue.weight * (_QUOTED if voice.is_quoted(doc, at) else 1.0)
            weight = min(weight, (cue.cap - hits) * cue.weight)
            hits += weight / cue.weight
            scales.add(cue.kind, weight, doc.evidence(cue.name, at, match.end()))
            if hits >= cue.cap:
                break
    contact = CONTACT.search(doc.folded, 0, doc.head)
    _form(doc, split, contact, scales)
    _voices(doc, end, scales)
    balance(scales, contact is not None or bool(doc.links))
    return scales


# What a channel says of itself under a ruled line.
_OWN_ADVERT: Final = re.compile(
    r"подпис|наш\w* (?:\w+ )?(?:канал|чат|бот)|втор\w+ канал|в закрепе|больше (?:ваканс|работ)|разместить|реклам|"
    r"по (?:всем )?вопросам|прислать|резюме (?:сюда|присылай)|курс|вебинар|чек-лист|гайд"
)
_RULE: Final = re.compile(r"^[^\w\n«»\"@#+]{3,60}$", re.MULTILINE)


def footer(doc: Document, end: int) -> int:
    """Where the channel's closing lines begin; the end where there are none."""
    at = end
    for row in doc.rows[:0:-1][:3]:
        if row.end <= end and _FOOTER.search(doc.folded, row.start, row.end):
            at = row.start
    ruled = [match for match in _RULE.finditer(doc.folded, 60, end) if len(match.group().strip()) >= 3]
    if ruled and _OWN_ADVERT.search(doc.folded, ruled[-1].end(), end):
        # Emoji between two parts are no rule: what follows it must be the shorter part.
        last = ruled[-1].start()
        at = min(at, last) if end - last < last else at
    return at


def _form(doc: Document, split: Split, contact: re.Match[str] | None, scales: Scales) -> None:
    """What the post's form says: titles, contacts, links, parts."""
    _by_titles(doc, scales)
    if contact is not None:
        for kind in (Kind.VACANCY, Kind.CANDIDATE):
            scales.add(kind, 0.8, doc.evidence("kind.contact", *contact.span()))
    elif not doc.links and not _DOMAIN.search(doc.folded, 0, doc.head):
        scales.weights[Kind.CONTENT] += 1.5
        scales.weights[Kind.PROMO] -= 1.0
    if len(doc.text) > 1200 and contact is None:
        scales.weights[Kind.CONTENT] += 1.0
    _by_links(doc, scales)
    if doc.card is not None:
        scales.add(Kind.VACANCY, 3.0, doc.evidence("kind.card", doc.card.title.words, doc.card.title.end))
        scales.weights[Kind.PROMO] -= 4.0
    if split.form == "digest":
        weight = 9.0 + min(len(split.parts), 10) * 0.5
        weight += 2.5 * all(part.title is not None and part.title.certain for part in split.parts)
        first = split.parts[0]
        scales.add(Kind.DIGEST, weight, doc.evidence("kind.digest.lines", first.start, first.end))
        # Lines of vacancies say of each what one vacancy would say.
        scales.weights[Kind.VACANCY] -= 4.0
    elif split.form == "positions":
        first = split.parts[0]
        scales.add(Kind.VACANCY, 3.0, doc.evidence("kind.vacancy.positions", first.start, first.end))
    elif split.form == "people":
        first = split.parts[0]
        scales.add(Kind.CANDIDATE, 5.0, doc.evidence("kind.candidate.people", first.start, first.end))


# "Марина, 26 лет", "Имя Фамилия, 31, Пермь": how people introduce themselves.
_PERSON_LINE: Final = re.compile(
    r"^[^\w\n]{0,6}(?:Я |Имя: )?[А-ЯЁ][а-яё]{2,12}(?: [А-ЯЁ][а-яё]{2,16})?,? (?:мне )?[1-6]\d(?: лет|"
    r" год[а]?\b|[,.\n])",
    re.MULTILINE,
)
_OPENS: Final = re.compile(r"\b(?:открыва|предлага|запуска|объявля|приглаша|набира|провод)\w+ [^.!?\n]{0,25}$")
# "SEO-специалист, 6 лет": years right after the title are those that a person has.
_OWN_YEARS: Final = re.compile(
    r"[ ,.|(-]{1,3}(?:с )?(?:опыт(?:ом)?(?: работы)? )?\d{1,2}(?:[.,]\d)?\+? (?:год|года|лет)\b(?! на рынке)"
)
# "Лидоруб с английским в поисках базы": who is named seeks, and not another worker.
_SEEKS_ITSELF: Final = re.compile(r"[^.!?\n]{0,45}?\b(?:ищет|в поиск(?:е|ах)|рассматривает|рассмотрит)\b")
_EMPLOYS: Final = re.compile(
    r" (?:[а-я]{4,15} ){0,2}(?:эксперт|блогер|селлер|предпринимател|проект|команд|студи|агентств|компани|работ|мест|"
    r"ваканси|клиент|заказ|стартап|бренд)"
)
_TOLD: Final = re.compile(r"\b(?:уже (?:полгода|год|\w+ месяц|давно|\d)|второй месяц|третий месяц|который месяц)")
# "Не хватает 48 000 специалистов", "ищу партнеров-менеджеров": nobody is hired for it.
_NOT_HIRED: Final = re.compile(r"\d[\d ]{3,9}|\d ?тыс|[ \d](?:партнер|инвестор|дистрибьютор|дилер)(?!ск)")
_SOUGHT_VERB: Final = re.compile(
    r"\b(?:ищ\w+|нуж\w+|требу\w+|приглаш\w+|набира\w+|бер\w+|возьмем|жд[еу]\w+|наним\w+|looking|hiring|need|"
    r"зовем|не хватает|подбираем|разыскив\w+|найм\w+)\b"
)


# A position in a field whose words advertisements use: "менеджер по франшизам", "ведущий вебинаров".
_TOPICS: Final = (
    (re.compile(r"франш|франчайз"), ("kind.promo.franchise",)),
    (re.compile(r"курс|вебинар|обучен|школ|методист|куратор|преподавател"), ("kind.promo.course", "kind.promo.event")),
    (re.compile(r"реклам|размещ|медиа|трафик|блогер|инфлюенс"), ("kind.promo.ad_places",)),
)


def _topics(doc: Document, scales: Scales, sought: Sequence[Title]) -> None:
    """What a sought position's title explains is no advertisement."""
    for pattern, rules in _TOPICS:
        if any(pattern.search(doc.folded, title.start, title.end) for title in sought):
            scales.weights[Kind.PROMO] -= scales.of(Kind.PROMO, *rules)


def _by_titles(doc: Document, scales: Scales) -> None:
    candidates = titles.candidates(doc, Kind.VACANCY)
    named = [title for title in candidates if title.mentions[0].how == "name"]
    sought = [title for title in candidates if title.rule == "title.sought" and title.mentions[0].how != "generic"]
    for title in sought:
        if voice.is_quoted(doc, title.start) or _PARTNER.search(doc.folded, title.start, title.end + 1):
            continue
        lower = max(0, title.start - 90)
        verbs = list(titles.SEEKING.finditer(doc.folded, lower, title.start))
        if not verbs or not _SOUGHT_VERB.search(verbs[-1].group()):
            continue
        verb = verbs[-1]
        between = doc.folded[verb.end() : title.start]
        if voice.offered(doc, verb.start()) or _ASKED.match(doc.folded, title.end):
            continue
        if _WORK.search(between) or "\n" in between.strip() or len(between) > 60:
            continue
        if _NOT_HIRED.search(doc.folded, verb.end(), title.mentions[0].start + len("дистрибьютор")):
            continue
        # "Ищут", "ищет уже полгода": told of somebody, not asked of the reader.
        reported = verb.group() == "ищут" or _TOLD.search(doc.folded, verb.end(), title.end + 15) is not None
        weight = 5.0 if title.mentions[0].how == "name" else 2.5
        scales.add(
            Kind.VACANCY, 2.0 if reported else weight, doc.evidence("kind.vacancy.sought", verb.start(), title.end)
        )
        break
    own = next(
        (title for title in candidates if title.rule == "title.self" and not voice.is_quoted(doc, title.start)), None
    )
    if own is not None and _OPENS.search(doc.folded, max(0, own.start - 40), own.start):
        own = None  # "открывает стажировку": who opens one is no trainee
    person = _PERSON_LINE.search(doc.text, 0, doc.head)
    if person is not None and not person.group().rstrip().endswith(("лет", "год", "года")):
        word = re.search(r"[А-ЯЁ][а-яё]+", person.group())  # "Оклад 60," is no Anna of sixty
        person = person if word and is_first_name(fold(word.group())) else None
    if person is not None and not doc.is_quoted(person.start()):
        weight = 4.5 if person.start() < 40 else 3.0
        scales.add(Kind.CANDIDATE, weight, doc.evidence("kind.candidate.person", *person.span()))
    first = next((row for row in doc.rows if row.words < row.end), None)
    begins = [
        t for t in named if t.rule in ("title.start", "title.label") and first is not None and t.start < first.end + 120
    ]
    if own is not None:
        # "Маркетолог в завод. Я Ольга, директор по развитию": she speaks for the employer.
        other = bool(begins) and begins[0].mentions[0].code != own.mentions[0].code
        scales.add(Kind.CANDIDATE, 1.0 if other else 3.5, doc.evidence("kind.candidate.self", own.start, own.end))
    _topics(doc, scales, [*begins, *sought])
    if begins:
        scales.add(Kind.VACANCY, 2.5, doc.evidence("kind.title", begins[0].start, begins[0].end))
        scales.add(Kind.CANDIDATE, 2.0, doc.evidence("kind.title", begins[0].start, begins[0].end))
        seeks = _SEEKS_ITSELF.match(doc.folded, begins[0].end)
        if seeks is not None and (
            _EMPLOYS.match(doc.folded, seeks.end()) or not doc.mentions_between(seeks.end(), seeks.end() + 60)
        ):
            scales.add(Kind.CANDIDATE, 3.5, doc.evidence("kind.candidate.seeks", *seeks.span()))
        own_years = _OWN_YEARS.match(doc.folded, begins[0].end)
        if own_years is not None:
            scales.add(Kind.CANDIDATE, 2.5, doc.evidence("kind.candidate.own_years", *own_years.span()))
    if not named:
        scales.weights[Kind.VACANCY] -= 2.0
        scales.weights[Kind.CANDIDATE] -= 1.0 if doc.mentions else 3.0


# Partners and customers are sought for their money or their shop, not to be paid.
_PARTNER: Final = re.compile(r"\b(?:партнер(?:а|ов|ы)?|франчайзи|селлер(?:а|ов)?|инвестор\w*)(?![\w-])")
# "Требуется SMM-менеджер? Нет, …": a question is a lure, not a search.
_ASKED: Final = re.compile(r"[^\n.!?]{0,20}\?(?! ?[@\n]|$)")
# Prices of several pieces of work stand in an offer; a customer names one sum.
_RATE: Final = Worded(
    r"\b(?:слайд|баннер|лого\w*|лендинг|сайт|визитк\w+|магазин|рилс\w*|reels|ролик\w*|пост\w*|стать\w+|текст\w*|"
    r"страниц\w+|стори\w+|аудит|настройк\w+|запуск|ведение|упаковк\w+|карточк\w+|обложк\w+|персонаж\w*|съемк\w+|"
    r"смена|час|работа по часам|консультаци\w|сопровождение|пакет|презентаци\w+|монтаж|подкаст|сценари\w+|"
    r"прогрев\w*|запрос\w+|креатив\w*|макет\w*|письм\w+|таргет|директ|отрисовк\w+|верстк\w+)\b[^\n.;]{0,30}?"
    r"(?:от |[-=:] ?|\s)\d[\d ]{0,8}(?:₽|р\b|руб|к\b|т\.? ?р|тыс|\$|€)?(?=[\s,.;/)]|$)"
)


def _voices(doc: Document, end: int, scales: Scales) -> None:
    """Who speaks: a person of their own trade, or somebody who needs a worker."""
    now, past = voice.deeds(doc, end)
    for spans, rule, first, more in ((now, "kind.candidate.i_do", 2.0, 1.0), (past, "kind.candidate.i_did", 1.5, 1.0)):
        for index, span in enumerate(spans[:4]):
            scales.add(Kind.CANDIDATE, more if index else first, doc.evidence(rule, *span))
    named = voice.person(doc, end)
    if named is not None:
        scales.add(Kind.CANDIDATE, 2.5, doc.evidence("kind.candidate.name", *named))
    wanted = voice.wanted(doc, end)
    if wanted is not None and "kind.vacancy.sought" not in {r.rule for _, r in scales.reasons[Kind.VACANCY]}:
        scales.add(Kind.VACANCY, 3.5, doc.evidence("kind.vacancy.wanted", *wanted))
    rates = [match for match in _RATE.finditer(doc.folded, 0, end) if not voice.is_quoted(doc, match.start())]
    if len(rates) >= 2:
        scales.add(Kind.CANDIDATE, 2.5, doc.evidence("kind.candidate.prices", *rates[0].span()))


def _by_links(doc: Document, scales: Scales) -> None:
    urls = [link.url for link in doc.links]
    if any("erid=" in url for url in urls):
        scales.add(Kind.PROMO, 2.5, Evidence("kind.promo.erid", text="erid"))
    if any(_FOLDER.search(url) for url in urls):
        scales.add(Kind.PROMO, 7.0, Evidence("kind.promo.folder", text="t.me/addlist"))
    urls += [match.group() for match in _URL.finditer(doc.folded, 0, doc.head)][:20]
    for url in urls:
        if cards.BOARD_RESUME.search(url):
            scales.add(Kind.CANDIDATE, 9.0, Evidence("kind.candidate.link", text=url))
            return
        if cards.BOARD_VACANCY.search(url):
            scales.add(Kind.VACANCY, 3.0, Evidence("kind.vacancy.link", text=url))
            return


_FOLDER: Final = re.compile(r"t\.me/addlist/")
_DOMAIN: Final = re.compile(r"\b[a-z][a-z0-9-]{2,30}\.(?:ru|com|org|net|pro|io|online|site|store|app|tech|example)\b")
_URL: Final = re.compile(r"https?://[^\s<>\"»]{1,300}")
