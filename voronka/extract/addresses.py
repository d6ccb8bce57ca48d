"""What a link leads to: a person on Telegram, a telephone, a mailbox, a page to answer on, or nothing of use."""

from typing import Final
from urllib.parse import parse_qs, urlsplit

from voronka.extract import lazy as re
from voronka.model import Kind

NAME: Final = r"[a-z][a-z0-9_]{3,31}"
EMAIL: Final = re.compile(
    r"(?<![\w.+-])(?P<box>[a-z0-9][a-z0-9._+-]{0,63})@(?P<host>(?:[a-zа-я0-9-]{1,63}\.){1,4}[a-zа-я]{2,15})(?![\w@])"
)
_TELEGRAM_HOSTS: Final = frozenset({"t.me", "telegram.me", "telegram.dog", "tx.me"})
NO_NAMES: Final = frozenset(
    {
        "joinchat",
        "http",
        "https",
        "addstickers",
        "share",
        "proxy",
        "socks",
        "iv",
        "addlist",
        "setlanguage",
        "bot",
        "boost",
        "login",
        "all",
        "mail",
        "gmail",
        "channel",
    }
)
_FORMS: Final = re.compile(
    r"(?:^|\.)(?:forms\.gle|forms\.yandex\.\w+|typeform\.com|tally\.so|airtable\.com|surveymonkey\.\w+"
    r"|jotform\.com|huntflow\.\w+|e-queo\.\w+|potok\.io|friend\.work|skillaz\.ru|peopleforce\.io|greenhouse\.io"
    r"|lever\.co|workable\.com|hurma\.work|anketolog\.ru|testograf\.ru|forms\.office\.com|recruitee\.com"
    r"|ashbyhq\.com|teamtailor\.com|bamboohr\.com|smartrecruiters\.com)\Z"
)
_BOARDS: Final = re.compile(
    r"(?:^|\.)(?:(?:hh|headhunter|superjob|rabota|career[.-]habr|zarplata|trudvsem|getmatch|geekjob|avito|joblab"
    r"|gorodrabot|kwork)\.[a-z]{2,7}|budu\.jobs"
    r"|finder\.work|finder\.vc|hexlet\.io|dreamjob\.ru|job\.ru|jobs?\.[\w.-]+|work\.ua|rabota1000\.ru|jooble\.org"
    r"|linkedin\.com|habr\.com|vakant\.ru|enbek\.kz|vseti\.app|fl\.ru|youdo\.com|freelance\.ru"
    r"|jobster\.pro)\Z"
)
_BOARD_PATH: Final = re.compile(
    r"/(?:\w+/)?(?:vacanc|vakans|vac/|resume|rezume|jobs?/|job-|position|vacancy|card|view|projects?/|o/)"
)
# A freelancer's offer on an exchange stands under its trade and number.
_OFFER_PATH: Final = re.compile(r"^/[\w-]{2,40}/\d{4,}(?:/|\Z)")
# "…/resume/9f00b48c", "…/cv/card/…": a board's page of one person, by which they are answered.
_RESUME_PATH: Final = re.compile(r"/(?:resumes?|rezume|cv)/(?:[\w-]{1,60}/)*[\w.-]*\d")
_PORTFOLIO: Final = re.compile(
    r"(?:^|\.)(?:behance\.net|dribbble\.com|disk\.yandex\.\w+|yadi\.sk|drive\.google\.com|docs\.google\.com"
    r"|linkedin\.com|github\.com|youtube\.com|youtu\.be|instagram\.com|facebook\.com|tiktok\.com|rutube\.ru"
    r"|pinterest\.\w+|figma\.com|notion\.(?:so|site)|taplink\.\w+|vk\.com|vk\.ru|vc\.ru|dzen\.ru|ok\.ru"
    r"|wildberries\.ru|ozon\.ru|apps\.apple\.com|play\.google\.com|tgstat\.ru|cloud\.mail\.ru|dropbox\.com"
    r"|twitter\.com|x\.com|threads\.net|vimeo\.com|readymag\.\w+|wikipedia\.org|teletype\.in|telegra\.ph)\Z"
)
_JOB_PATH: Final = re.compile(
    r"job|vac|vakan|career|karier|rabota|work|stazh|intern|apply|join|hire|hiring|anket|form|position|team|resume"
    r"|hr\b|otklik|candidate"
)
_NO_ANSWER_PATH: Final = re.compile(
    r"^/?(?:privacy|polic|about|o-nas|o-kompanii|offer|oferta|blog|news|catalog|katalog|shop|price|product|cookies)"
)
_FILE: Final = re.compile(r"\.(?:jpe?g|png|gif|pdf|docx?|mp4|svg)\Z", re.IGNORECASE)
OWN_TEXT: Final = re.compile(
    r"портфолио|сайт компании|о компании|о нас|наш сайт|кейсы|примеры работ|отзывы|инстаграм|презентаци|скачать"
)
_FOLLOWERS: Final = re.compile(r"chat\Z|_chat|channel\Z|news\Z|reklama|_adv?\Z")
ANSWER: Final = re.compile(
    r"отклик|анкет|форм[аеуы](?!т)|заявк|резюме|пиши|писать|напиши|связ|контакт|присыла|отправля|шли(?:те)?\b|жду"
    r"|ждем|apply|contact|dm\b|лс\b|личк|direct|заполн|тестов|подробн|вакансия:|оставить|перейти|ссылк|переходи"
    r"|тут|здесь|почт|e-?mail|cv\b|собеседован"
)


def e164(number: str, *, told: bool = False) -> str | None:
    """A telephone in E.164, read as a Russian one where it has no country; None for a number that cannot be.

    ``told``: the words beside it call it a telephone, so that its length is enough: which ranges are given out changes.
    """
    import phonenumbers  # 0.05 s, and few posts have a telephone

    try:
        parsed = phonenumbers.parse(number, "RU")
    except phonenumbers.NumberParseException:
        return None
    told = told or number.startswith("+")
    if not phonenumbers.is_valid_number(parsed) and not (told and phonenumbers.is_possible_number(parsed)):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def of_address(address: str, words: str, kind: Kind, own: str, *, hidden: bool) -> tuple[str, str] | None:
    """What an address gives, one of ("telegram" | "phone" | "email" | "url", value); None for nothing."""
    lowered = address.lower()
    if lowered.startswith("mailto:"):
        box = re.split(r"[?&]", address[7:])[0].strip().lower()
        return ("email", box) if EMAIL.fullmatch(box) else None
    if lowered.startswith("tel:"):
        number = e164(address[4:])
        return ("phone", number) if number else None
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        query = parse_qs(parts.query[:500])
    except ValueError:
        return None
    if parts.scheme == "tg":
        name = query.get("domain", [""])[0].lower()
        return ("telegram", name) if re.fullmatch(NAME, name) else None
    if parts.scheme not in ("http", "https"):
        return None
    host = (parts.netloc.rsplit("@", 1)[-1].split(":")[0]).lower().removeprefix("www.")
    path = parts.path.strip("/")
    if host in _TELEGRAM_HOSTS:
        name = path.lower().removeprefix("s/")
        known = re.fullmatch(NAME, name) and name not in NO_NAMES and not path.startswith("s/")
        return ("telegram", name) if known and not (hidden and is_own(name, own)) else None
    if host in ("wa.me", "api.whatsapp.com", "whatsapp.com"):
        number = e164("+" + re.sub(r"\D", "", path or query.get("phone", [""])[0]))
        return ("phone", number) if number else None
    return (
        ("url", address if "://" in address else f"https://{address}")
        if _answers(host, parts.path, path, words, kind, own, hidden=hidden, schemed="://" in address)
        else None
    )


def _answers(host: str, full: str, path: str, words: str, kind: Kind, own: str, *, hidden: bool, schemed: bool) -> bool:
    """Whether the page is one where the posting can be answered."""
    if own and len(own) >= 5 and own.replace("_", "") in host.replace("-", "").replace(".", ""):
        return bool(_BOARD_PATH.search(full.lower() + "/") and re.search(r"\d", path))
    if _FORMS.search(host) or (host == "docs.google.com" and "forms" in path):
        return True
    if _BOARDS.search(host) and (_BOARD_PATH.search(full.lower()) or (host.startswith(("job", "career")) and path)):
        return bool(path)
    if _BOARDS.search(host) and kind is Kind.CANDIDATE and _OFFER_PATH.match(full.lower()):
        return True
    if hidden and kind is Kind.CANDIDATE and not _PORTFOLIO.search(host) and not _FILE.search(path):
        return bool(_RESUME_PATH.search(full.lower()))
    if (
        kind is Kind.CANDIDATE
        or _PORTFOLIO.search(host)
        or _FILE.search(path)
        or not path
        or _NO_ANSWER_PATH.match(path)
    ):
        return False
    if OWN_TEXT.search(words):
        return False
    if hidden:
        return True
    return bool(
        ANSWER.search(words)
        or _JOB_PATH.search(full.lower())
        or _JOB_PATH.match(host)
        or (kind is Kind.DIGEST and schemed)
    )


def is_home(words: str) -> bool:
    """Whether the words before an address only announce a site ("Наш сайт: …")."""
    return bool(re.search(r"(?<!на )(?<!\w)сайт\w?\s?[:—-]?\s?\Z", words))


def is_own(name: str, own: str) -> bool:
    """Whether a telegram name is the channel itself, its chat or its administrator."""
    if not own:
        return False
    stem = own.replace("_", "")
    flat = name.replace("_", "")
    return flat == stem or (
        len(stem) >= 5
        and flat.startswith(stem)
        and bool(_FOLLOWERS.search(name) or re.search("admin|bot|chat|ads", flat[len(stem) :]))
    )
