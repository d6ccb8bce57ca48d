"""The spellings of ways to answer, and the words beside those that are none; for folded text but for LINK."""

from collections.abc import Iterator
from typing import Final

from voronka.extract import lazy as re
from voronka.extract.addresses import EMAIL, NAME
from voronka.extract.folding import has, lines_with

AT: Final = re.compile(rf"(?<![\w@./+-])@(?P<name>{NAME})(?![\w@]|\.\w)")
UNDERSCORED: Final = r"[a-z][a-z0-9]{0,20}_[a-z0-9_]{2,20}"
SPOKEN: Final = re.compile(
    rf"(?<!\w)(?:тг|тгк|телега|телеге|телеграм\w{{0,2}}|telegram|tg|tlg)\s?(?:[:=>]|-{{1,2}}|->"
    rf"|→)\s?@?(?P<name>{NAME})(?![\w.@])"
    rf"|(?:собака|собачка|\(at\)|\[at\])\s?(?P<dog>{NAME})(?!\w)(?!\s?(?:[.-]|точка|\W?dot))"
    # "t точка me / name", "т.ме/name": a link put so that no machine reads it.
    rf"|(?<![\w/@.])[tт]\s?(?:\.|точка|dot|\s)\s?(?:me|ме)\s?/\s?(?P<parted>{NAME})(?!\w)"
    rf"|tg://resolve\?domain=(?P<scheme>{NAME})(?!\w)"
    # Without a mark between, only what cannot be a word: a name with an underscore.
    rf"|(?<!\w)(?:тг|телега|телеграм\w{{0,2}}|telegram|tg|tlg)\s(?P<plain>{UNDERSCORED})(?![\w.@])"
    rf"|(?<![\w@./])(?P<named>{UNDERSCORED})\s?\((?:тг|tg|telegram|телега|телеграм\w?)\)"
    rf"|(?<![\w@.])@\s(?P<spaced>{UNDERSCORED})(?![\w.@])"
)
LINK: Final = re.compile(
    r"https?://[^\s<>\"«»]{3,600}|(?<![\w@./-])(?:www\.)?(?:[\w-]{1,63}\.){1,3}(?:ru|com|рф|io|net|org|me|kz|by"
    r"|team|school|gle|link|site|online|pro|studio|su|info|biz|co|app|tech|ai|agency|media|work|jobs|ws|ly|page|gg"
    r"|uz|am|ge|world|digital|store|space|club|one|dev)(?:/[^\s<>\"«»]{0,400})?(?![\w@])"
    # any other ending only with a path behind it
    r"|(?<![\w@./-])(?:[a-z0-9-]{2,63}\.){1,2}[a-z]{2,12}/[a-z0-9][^\s<>\"«»]{0,400}"
)
_SPOKEN_DOT: Final = r"\s?(?:\(dot\)|\[dot\]|\(точка\)|\[точка\])\s?|\s(?:точка|dot)\s"
DOT: Final = rf"(?:\.|{_SPOKEN_DOT})"
EMAIL_SPOKEN: Final = re.compile(
    rf"(?<![\w.+-])(?P<box>[a-z0-9][a-z0-9._+-]{{0,63}}(?:(?:{_SPOKEN_DOT})[a-z0-9_+-]{{1,30}}){{0,2}})"
    r"(?:\s?(?:\(собака\)|\[собака\]|\(at\)|\[at\]|\{at\}|\*)\s?|\sсобака\s|\s@\s|(?P<at>\sat\s))"
    rf"(?P<host>[a-z0-9-]{{1,63}}(?:{DOT}(?:[a-z0-9-]{{2,63}}|ру|ком|рф)){{1,3}})(?!\w)"
)
ENDINGS: Final = {"ру": "ru", "ком": "com"}
"""How the endings of addresses are spoken: "точка ру"."""
# "sales at scale.io" is a word of English but for a spelled dot or a word for a mailbox before it.
MAILBOX: Final = re.compile(r"(?<!\w)(?:e-?mail|mail|почт\w|cv|резюме|resume|write)[^\n]{0,25}\Z")
FOOTER: Final = re.compile(
    r"подпис(?:аться|ывайся|ывайтесь|ывайт|ка|ыв)|подпишись|подпишитесь|больше (?:вакансий|работы|предложений)"
    r"|все вакансии|еще вакансии|другие вакансии|разместить|размещени\w|опубликовать (?:вакан|резюме|пост)"
    r"|рекламодат|по (?:вопросам )?реклам"
    r"|реклама (?:в|на|:|-|и)|прислать (?:вакансию|свою)|наш(?:и|у|е|ем|его)? (?:чат|канал|бот|сообщест|групп)"
    r"|чат (?:канала|соискател|с вакан)|канал (?:о|для|с|про|«)|заглядыва|загляни|предложить (?:вакансию|новост"
    r"|пост)|хотите (?:попасть|опубликовать|разместить)|админ(?:истратор)? канала|вступай|присоединя\w{2,4} к"
    r"|источник|поделись|поделитесь|обратная связь по каналу|^\W{0,4}via\s?\Z|больше полезн|читайте (?:нас|также)"
    r"|мы в соцсет"
    r"|наши каналы|сообщить о|подать (?:объявлени|ваканси|резюме)|follow (?:us|our|me)(?!\w)"
    r"|join (?:us|our) (?:on|chan)"
    r"|(?:поставить|ставьте|жмите|лайк\w{0,2})[^\n]{0,20} каналу"
)
MENTION: Final = re.compile(
    r"(?:кто мы|о нас|канал\w{0,2}|блог\w{0,2}|инст\w{0,8}|instagram|inst|ютуб\w{0,2}|youtube"
    r"|тикток\w{0,2}|tiktok|vk|вк|сайт"
    r"|бренд\w{0,2}|паблик\w{0,2}|магазин\w{0,2}"
    r"|от имени|у нас в|аккаунт\w{0,2}|сообществ\w{1,2})\s?[:—-]?\s?(?:в\s|на\s|наш\w{0,2}\s|мой\s|компании\s"
    r"|«[^»]{0,30}»\s)*\(?\Z"
)
# A candidate shows work there; of a vacancy it is where to send one's own.
SHOWN: Final = re.compile(
    r"(?:кейсы|портфолио|работы|примеры|отзывы|веду|вела|вел|проект\w{0,2})\s?[:—-]?\s?(?:в\s|на\s)?\(?\Z"
)
# never over a line's end: texts are looked through line by line
PHONE_LIKE: Final = re.compile(
    r"(?:(?<![\w.,])|(?<=т\.)|(?<=тел\.))(?:\+[^\S\n]?\d|[78])(?:[ ().-]{0,3}\d){9,13}(?!\d)"
    r"|(?<!\w)(?:восемь|плюс семь)[ ,-]{1,2}(?:\d[ -]{0,2}){9}\d(?!\d)"
    r"|(?<![\w.,)-])9\d\d[ -]\d{3}-\d\d-\d\d(?![\d-])|(?<![\w.,])8/9\d\d/\d{3}-?\d\d-?\d\d(?!\d)"
    r"|(?:(?<=тел )|(?<=тел\.)|(?<=тел: )|(?<=тел\. )|(?<=телефон )|(?<=телефон: )|(?<=звонить )|(?<=whatsapp )"
    r"|(?<=ватсап ))"
    r"9\d{9}(?!\d)"
    r"|(?:(?<=тел\. )|(?<=тел: )|(?<=тел\.: )|(?<=телефон )|(?<=телефон: )|(?<=звонить )|(?<=звоните ))"
    r"\(?[348]\d{2,4}\)?[ -]\d{1,3}-\d\d-\d\d(?![\d-])"
    r"|(?<![\w.,)])(?<!\d )\([348]\d{2,4}\) ?\d{1,3}-\d\d-\d\d(?![\d-])"
    r"|(?<![\w.,)])(?<!\d )\(9\d\d\)(?:[^\S\n]|-)?\d{3}(?:[^\S\n]|-)?\d{2}(?:[^\S\n]|-)?\d{2}(?!\d)"
    r"|(?<![\w.,])(?:\+7|8)[^\S\n]?\(?\d{3}\)?(?:[^\S\n]|-){0,3}\d{3}(?:[^\S\n]|-){0,3}\d{2}(?:[^\S\n]|-){0,3}\d{2}(?!\d)"
)
# What says that the digits after it are a telephone.
CALLED: Final = re.compile(r"(?:тел(?:ефон\w{0,2})?|звон\w{2,4}|whatsapp|ватсап|вотсап|viber|☎|📞|📱)[^\d\n]{0,16}\Z")
# "89 000 - 120 000" has as many digits as a telephone.
SUMS: Final = re.compile(r"\d{2,3} ?\d{3} ?- ?\d{2,3} ?\d{3}")
NO_PHONE: Final = re.compile(
    r"(?:(?<!\w)(?:инн|огрн|снилс|id)(?!\w)|карт[ау]|заказ\w?|счет\w?|артикул|№)[^\d\n]{0,12}\Z"
)
# A line for customers: nobody is hired there.
FOR_CUSTOMERS: Final = re.compile(
    r"(?:для (?:клиентов|покупателей|гостей|заказов|бронирования)|горяч\w{2} лини\w|служба поддержки|запись на прием"
    r"|customer (?:service|support|care)|hotline)[^\d\n+]{0,12}\Z"
)
# "@team_chat: сюда резюме не шлите": what the post itself says is no way to answer; but "@anna, не шлите голосовые" is.
_NOT_TO: Final = r"сюда|туда|резюме|отклики?|анкеты|по вакансии|пожалуйста"
NOT_HERE: Final = re.compile(
    rf"[^\w\n@]{{0,4}}(?:(?P<here>{_NOT_TO})\s){{0,3}}не (?:шл|пи[шс]|отправл|присыл|кида)\w*"
    rf"(?(here)|(?=\s?(?:$|[.!,;)\n])|\s(?:{_NOT_TO}|ему|ей|им|об? )))"
)
NOT_FOR_JOBS: Final = re.compile(
    r"[^\d\n@]{0,12}\((?:[^()\n]{0,20} )?(?:не (?:по|для) (?:вопросам |вопросов )?"
    r"(?:ваканс|трудоустр|работ|резюме|соискат)"
    r"|no (?:recruit|job|hiring|career)|not for (?:recruit|job|applic|hiring|career))"
)
MONEY: Final = re.compile(r"\s?(?:₽|руб|р\.|\$|€|₸)")
TRAILING: Final = ".,;:!?)]}>…'*_"
ADDRESSED: Final = re.compile(r"@\w{4,32}|t\.me/\w{4,32}")

# What stands in every find of a pattern, which is tried in those lines alone. Each alternative begins with a letter or
# all with one set: a search then passes over what none begins with.
_ANCHORS: Final = {
    AT: re.compile("@"),
    EMAIL: re.compile("@"),
    EMAIL_SPOKEN: re.compile(
        r"[с(\[{\s*](?:(?<=с)обака|(?<=\()at|(?<=\[)(?:at|собака)|(?<=\{)at|(?<=\s)(?:at|@)\s|(?<=\*))"
    ),
    SPOKEN: re.compile(
        r"тг|телег|telegram|tg|tlg|соба[кч]|\(at|\[at|t\s?(?:\.|точка|dot|\s)\s?(?:me|ме)|@\s|\((?:тг|tg|tel|тел)"
        r"|т\s?(?:\.|точка|dot|\s)\s?(?:me|ме)"
    ),
    LINK: re.compile(r"\.[a-zA-Zа-яА-Я]{2}|://"),
    PHONE_LIKE: re.compile(r"\d[\d ().-]{6}|\d\d\d[)\s-]"),
}


# Where a telephone in digits may begin.
_PHONE_START: Final = re.compile(r"[+(34789](?:(?<=\+)|(?<=\()(?=[3489])|(?<=[34789])(?<!\w[34789]))")
_SPOKEN_DIGITS: Final = ("восемь", "плюс семь")


def _phones(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    if has(text[start:end], _SPOKEN_DIGITS):
        yield from PHONE_LIKE.finditer(text, start, end)
        return
    free = start
    for place in _PHONE_START.finditer(text, start, end):
        at = place.start()
        if at >= free and (match := PHONE_LIKE.match(text, at, end)) is not None:
            yield match
            free = match.end()


def finds(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The matches of one of the spellings between two offsets."""
    for begin, stop in lines_with(text, _ANCHORS[pattern], start, end):
        yield from _phones(text, begin, stop) if pattern is PHONE_LIKE else pattern.finditer(text, begin, stop)
