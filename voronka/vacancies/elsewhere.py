"""A vacancy as a text for other places: a team's channel, and the places where such vacancies are looked for; pure.

What is known of these places is what they are for. How each takes vacancies in is not, so nothing is sent to them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from voronka.model import Employment, Link, Posting, WorkFormat
from voronka.present import pay_in_words, pay_note
from voronka.roles import ROLES
from voronka.vacancies.draft import Draft

LIMIT: Final = 4096
"""UTF-16 units that a Telegram message may have."""
CLOSED: Final = "❌ Вакансия закрыта"
_MORE: Final = "Подробнее"
_FORMATS: Final = {
    WorkFormat.REMOTE: "удалённо", WorkFormat.OFFICE: "офис", WorkFormat.HYBRID: "гибрид", WorkFormat.FIELD: "разъезды",
}  # fmt: skip
_EMPLOYMENT: Final = {
    Employment.FULL: "полная занятость", Employment.PART: "частичная занятость", Employment.PROJECT: "проект",
    Employment.INTERNSHIP: "стажировка",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where else a vacancy may be posted: its name, address, what it is for, whom it suits, and its manner."""

    name: str
    url: str
    about: str
    suits: Callable[[Posting], bool]
    text: Callable[[Draft, str, str], str]


def units(text: str) -> int:
    """The length of a text as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """The text in at most so many UTF-16 units: cut after a line or a word, with "…"."""
    if units(text) <= most:
        return text
    end, size = 0, 0
    while end < len(text) and size + (width := 1 + (text[end] > "\uffff")) <= most - 1:
        size += width
        end += 1
    head = text[:end]
    for mark in ("\n", " "):
        place = head.rfind(mark, end * 3 // 4)
        if place > 0:
            head = head[:place]
            break
    return head.rstrip() + "…"


def channel_post(draft: Draft, employer: str, url: str, *, closed: bool) -> tuple[str, Sequence[Link]]:
    """The message of a team's own channel, in one piece, with the link to the vacancy's page behind its last word."""
    head = _heading(draft.posting, employer)
    if closed:
        text = f"{CLOSED}\n\n{head}"
        return cut(text, LIMIT), ()
    facts = "\n".join(_facts(draft.posting))
    tail = "\n\n".join(part for part in (_contacts(draft.posting), _MORE) if part)
    fixed = "\n\n".join(part for part in (head, facts, tail) if part)
    body = cut(draft.text, LIMIT - units(fixed) - 4)
    text = "\n\n".join(part for part in (head, facts, body, tail) if part)
    return text, (Link(url, text[-len(_MORE) :], len(text) - len(_MORE), len(text)),)


def _heading(posting: Posting, employer: str) -> str:
    title = " ".join((posting.title or "Вакансия").split())
    return f"{title[:1].upper()}{title[1:]} — {' '.join((posting.company or employer).split())}"[:300]


def _where(posting: Posting) -> str:
    return ", ".join([*posting.cities[:4], *(_FORMATS[one] for one in posting.formats)])


def _pay(posting: Posting) -> str:
    if posting.salary is None:
        return ""
    return " ".join(part for part in (pay_in_words(posting.salary), pay_note(posting.salary)) if part)


def _facts(posting: Posting) -> list[str]:
    kinds = ", ".join(_EMPLOYMENT[one] for one in posting.employment)
    rows = (("💰", _pay(posting)), ("📍", _where(posting)), ("🕘", kinds))
    found = [f"{sign} {said}" for sign, said in rows if said]
    if posting.deadline is not None:
        found.append(f"⏳ отклик до {posting.deadline:%d.%m.%Y}")
    return found


def _contacts(posting: Posting) -> str:
    contacts = posting.contacts
    ways = (*(f"@{name}" for name in contacts.telegram), *contacts.phone, *contacts.email, *contacts.url)
    return f"Откликнуться: {', '.join(ways[:4])}" if ways else ""


def _tags(posting: Posting) -> str:
    roles = [f"#{code}" for code in posting.roles if code != "other"][:2]
    cities = [f"#{''.join(c for c in city.casefold() if c.isalnum())}" for city in posting.cities[:2]]
    remote = ["#удалённо"] if WorkFormat.REMOTE in posting.formats else []
    return " ".join(["#вакансия", *roles, *cities, *remote])


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _for_marketing(draft: Draft, employer: str, url: str) -> str:
    posting = draft.posting
    facts = "\n".join(part for part in (_where(posting), _pay(posting)) if part)
    return _joined(_heading(posting, employer), facts, cut(draft.text, 3000), _contacts(posting), url, _tags(posting))


def _for_sales(draft: Draft, employer: str, url: str) -> str:
    posting = draft.posting
    head = ", ".join(part for part in (_heading(posting, employer), _pay(posting)) if part)
    return _joined(head, _where(posting), cut(draft.text, 3000), _contacts(posting), url, _tags(posting))


def _for_remote(draft: Draft, employer: str, url: str) -> str:
    posting = draft.posting
    kinds = [_EMPLOYMENT[one] for one in posting.employment if one is not Employment.FULL]
    first = " · ".join(part for part in (_where(posting), *kinds, _pay(posting)) if part)
    text = cut(draft.text, 2500)
    return _joined(first, _heading(posting, employer), text, _contacts(posting), url, _tags(posting))


def _for_site(draft: Draft, employer: str, url: str) -> str:
    posting = draft.posting
    years = "" if posting.experience_years is None else f"{posting.experience_years:g}"
    roles = ", ".join(ROLES[code].ru for code in posting.roles if code != "other")
    rows = (
        ("Должность", " ".join((posting.title or "").split())), ("Компания", posting.company or employer),
        ("Специализация", roles), ("Место", _where(posting)), ("Доход", _pay(posting)),
        ("Занятость", ", ".join(_EMPLOYMENT[one] for one in posting.employment)), ("Опыт, лет", years),
        ("Навыки", ", ".join(posting.skills)), ("Контакты", _contacts(posting).removeprefix("Откликнуться: ")),
        ("Страница вакансии", url),
    )  # fmt: skip
    return _joined("\n".join(f"{name}: {said}" for name, said in rows if said), f"Описание:\n{draft.text}")


def _in(*groups: str) -> Callable[[Posting], bool]:
    return lambda posting: any(ROLES[code].group in groups for code in posting.roles)


def _is_free(posting: Posting) -> bool:
    loose = {Employment.PART, Employment.PROJECT}
    return WorkFormat.REMOTE in posting.formats or not loose.isdisjoint(posting.employment)


PLACES: Final = (
    Place("digital_jobster", "https://t.me/digital_jobster", "маркетинг, digital, PR, контент, SMM",
          _in("marketing", "digital"), _for_marketing),
    Place("rabota_go", "https://t.me/rabota_go", "продажи и маркетинг", _in("sales", "marketing"), _for_sales),
    Place("rabota_freelancee", "https://t.me/rabota_freelancee", "удалённо, проекты, частичная занятость",
          _is_free, _for_remote),
    Place("jobster.pro", "https://jobster.pro", "вакансии в маркетинге и продажах",
          _in("marketing", "sales", "digital"), _for_site),
)  # fmt: skip
"""Where vacancies in marketing and sales are looked for, each with its own manner of a text."""
