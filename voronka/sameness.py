"""Whether two postings are one listing: the evidence, strongest first, each rule with a name and its reason in Russian.

Thresholds were set on groups of real reposts' kind: near-identical texts share over four fifths of their words, retold
ones keep their words inside the longer, and texts out of one mould differ in many places at once (``replaced``).
"""

import re
from datetime import timedelta
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from voronka.conflict import View, conflict, is_task, pay_range, places_agree
from voronka.fingerprint import Likeness, likeness, replaced
from voronka.traits import same_name, title_words

MAX_AGE: Final = timedelta(days=45)
"""Postings further apart are a new listing unless their texts are the same."""

SAME_TEXT: Final = 0.8
CONTAINED: Final = 0.8
_RETOLD: Final = 0.55
_UNTOUCHED: Final = 0.95
_MIN_MASS: Final = 7.0


class Why(NamedTuple):
    """Why two postings were joined: the rule's name, how sure (0 to 1), and a sentence in Russian for users."""

    rule: str
    score: float
    detail: str


def why_same(a: View, b: View) -> Why | None:
    """Why two postings are the same listing, or None; symmetric. Conflicts are looked for first."""
    if conflict(a, b) is not None:
        return None
    if a.item.shared + b.item.shared and _bare(a, b):
        return None
    found = _origin(a, b)
    if found is not None:
        return found
    alike = likeness(a.print, b.print)
    if _too_old(a, b) and alike.jaccard < _UNTOUCHED and a.item.text != b.item.text:
        return None
    # The same words read as a vacancy here and as an offer there: one reading is wrong, the words decide.
    if (
        a.item.kind is not b.item.kind
        and alike.jaccard < SAME_TEXT
        and not (alike.contained >= 0.7 and min(a.print.mass, b.print.mass) >= 12 and a.contacts & b.contacts)
    ):
        return None
    found = _link(a, b, alike) or _text(a, b, alike)
    if found is not None or (_one_form(a, b, alike) and not (a.is_person and b.is_person)):
        return found
    return _contact(a, b, alike) or _facts(a, b, alike) or _employer(a, b, alike)


def _one_form(a: View, b: View, alike: Likeness) -> bool:
    """Whether two texts are word for word the same but for some names of things: one form filled in twice."""
    return alike.jaccard >= 0.7 and replaced(a.print, b.print) >= 2


def _bare(a: View, b: View) -> bool:
    """Whether two lines of lists say too little to tell one "Таргетолог" from another, and lead nowhere common."""
    return min(a.print.mass, b.print.mass) < 4 and not a.contacts & b.contacts and not pages(a) & pages(b)


def _too_old(a: View, b: View) -> bool:
    ours, theirs = a.item.posted_at, b.item.posted_at
    return ours is not None and theirs is not None and abs(ours - theirs) > MAX_AGE


_POST: Final = re.compile(r"(?:https?://)?(?:t|telegram)\.me/(?:s/)?(\w{3,64})/(\d{1,12})(?:[/?#].*)?")


def post_name(url: str | None) -> str | None:
    """ "channel/123" for a link to one Telegram post, else None."""
    match = _POST.fullmatch(url.strip()) if url else None
    return f"{match[1].lower()}/{match[2]}" if match else None


def _origin(a: View, b: View) -> Why | None:
    ours, theirs = (post_name(side.item.forward) for side in (a, b))
    joined = (ours and ours == theirs) or ours == b.item.post.lower() or theirs == a.item.post.lower()
    if not joined or ((a.item.shared or b.item.shared) and likeness(a.print, b.print).jaccard < SAME_TEXT):
        return None
    return Why("forward", 1.0, "переслан тот же пост")


def pages(side: View) -> frozenset[str]:
    """Links that name one page of a board or a form, in one spelling; home pages and Telegram names are left out."""
    item = side.item
    urls = item.posting.contacts.url + (() if item.shared else item.links)
    return frozenset(page for url in urls[:40] if (page := _page(url)))


def _page(url: str) -> str | None:
    if len(url) > 600:
        return None
    try:
        parts = urlsplit(url if "//" in url else f"https://{url}")
    except ValueError:
        return None
    host = parts.netloc.lower().removeprefix("www.").removeprefix("m.")
    path = parts.path.rstrip("/")
    if (
        not host
        or host in {"t.me", "telegram.me", "telegram.dog", "wa.me"}
        or not re.search(r"\d{3}|/[^/]{12,}$|/.+/.+", path)
    ):
        return None
    query = "" if re.search(r"\d{3}", path) else parts.query
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def _link(a: View, b: View, alike: Likeness) -> Why | None:
    if not pages(a) & pages(b):
        return None
    # A form may take answers to several vacancies: the role, too, must be the same, or the text.
    if (a.roles & b.roles and (alike.contained >= 0.4 or _latin_gap(a, b))) or alike.contained >= _RETOLD:
        return Why("link", 0.97, "ссылка на ту же страницу и та же роль")
    return None


def _latin_gap(a: View, b: View) -> bool:
    return abs(a.print.latin - b.print.latin) > 0.5


def _text(a: View, b: View, alike: Likeness) -> Why | None:
    percent = round(100 * alike.jaccard)
    lesser = min(a.print.mass, b.print.mass)
    if alike.jaccard == 1.0 or a.item.text == b.item.text:
        if lesser < 4 and not (a.contacts & b.contacts) and a.item.text != b.item.text:
            return None
        return Why("text", 1.0, "тот же текст")
    if lesser < _MIN_MASS:
        return None
    if alike.jaccard >= SAME_TEXT:
        places = replaced(a.print, b.print)
        steady = alike.numbers is None or alike.numbers >= 0.7
        rooted = bool(a.contacts & b.contacts) and _same_company(a, b) and alike.numbers == 1.0 and lesser >= 25
        if places == 0 or (places == 1 and steady and lesser >= 15) or (places == 2 and rooted):
            return Why("text", alike.jaccard, f"тот же текст ({percent} %)")
        return None
    if alike.jaccard >= 0.7 and lesser >= 10 and a.roles & b.roles and replaced(a.print, b.print) == 0:
        return Why("text", alike.jaccard, f"тот же текст, другие цифры ({percent} %)")
    if alike.contained >= CONTAINED and _backed(a, b, alike):
        places = replaced(a.print, b.print)
        steady = alike.numbers is None or alike.numbers >= 0.5
        if places == 0 or (steady and places <= 3 and places <= lesser / 8):
            return Why("retold", alike.contained, f"тот же текст, короче или иначе ({round(100 * alike.contained)} %)")
    return None


def _backed(a: View, b: View, alike: Likeness) -> bool:
    """Whether something beside the words says that two texts are of one listing."""
    return (
        bool(a.contacts & b.contacts)
        or _same_company(a, b)
        or same_pay(a, b)
        or (alike.numbers is not None and alike.numbers >= 0.6)
        or (places_agree(a, b) and alike.contained >= 0.9)
        or (alike.contained >= 0.97 and min(a.print.mass, b.print.mass) >= 12)
    )


def _same_company(a: View, b: View) -> bool:
    ours, theirs = a.posting.company, b.posting.company
    return bool(ours and theirs and same_name(ours, theirs))


def same_pay(a: View, b: View) -> bool:
    """Whether both name the same pay."""
    ours, theirs = a.posting.salary, b.posting.salary
    if ours is None or theirs is None or (ours.currency, ours.period) != (theirs.currency, theirs.period):
        return False
    return pay_range(ours) == pay_range(theirs)


def _pay_overlaps(a: View, b: View) -> bool:
    ours, theirs = a.posting.salary, b.posting.salary
    ends = pay_range(ours), pay_range(theirs)
    if ours is None or theirs is None or ends[0] is None or ends[1] is None:
        return True
    if (ours.currency, ours.period) != (theirs.currency, theirs.period):
        return False
    (low_a, high_a), (low_b, high_b) = ends[0], ends[1]
    return low_a <= high_b * 1.3 and low_b <= high_a * 1.3


def _contact(a: View, b: View, alike: Likeness) -> Why | None:
    if not a.contacts & b.contacts:
        return None
    if a.is_person and b.is_person:
        return _person(a, b, alike)
    if not _one_role(a, b) or not _pay_overlaps(a, b):
        return None
    if alike.contained >= 0.7 and min(a.print.mass, b.print.mass) >= 4 and replaced(a.print, b.print) == 0:
        return Why("contact", 0.9, "тот же контакт и роль, почти тот же текст")
    company = _same_company(a, b)
    numbers = alike.numbers or 0.0
    if _latin_gap(a, b):
        if company or numbers >= 0.6 or same_pay(a, b):
            return Why("contact", 0.85, "тот же контакт, роль и условия, текст на другом языке")
        return None
    one_task = (is_task(a) or is_task(b)) and not same_pay(a, b)
    if one_task:
        return None
    backed = company + same_pay(a, b) + (numbers >= 0.6) + places_agree(a, b)
    if (
        alike.contained >= 0.5
        and backed >= 2
        and (company or numbers >= 0.6 or same_pay(a, b))
        and not _mould(a, b, alike)
    ):
        return Why("contact", round(0.6 + alike.contained / 4, 3), "тот же контакт, роль и условия")
    if alike.contained >= 0.25 and backed >= 3 and same_pay(a, b) and not _mould(a, b, alike):
        return Why("contact", 0.75, "тот же контакт, роль, место и оплата")
    return None


def _one_role(a: View, b: View) -> bool:
    """Whether both look for one role; who names none ("набираем операторов") is told by the words of the title."""
    if a.roles & b.roles:
        return True
    if (a.roles and b.roles) or not _same_company(a, b):
        return False
    return bool(_title(a) & _title(b))


def _title(side: View) -> frozenset[str]:
    return title_words(side.posting.title or "", True)


def _mould(a: View, b: View, alike: Likeness) -> bool:
    """Whether two texts look like one form filled in twice: other words in many places of it, other figures."""
    if alike.jaccard < 0.3:
        return False
    if alike.numbers is not None and alike.numbers >= 0.75:
        return False  # the same figures excuse other words in a retelling
    return replaced(a.print, b.print) >= 2


def _person(a: View, b: View, alike: Likeness) -> Why | None:
    named = bool(a.people & b.people)
    if named and (a.roles & b.roles or alike.contained >= 0.25):
        return Why("person", 0.95, "то же имя и контакт")
    ours, theirs = a.posting.experience_years, b.posting.experience_years
    grown = ours is not None and theirs is not None and abs(ours - theirs) > 1.5
    if grown or _mould(a, b, alike):
        return None  # a recruiter may stand behind the contact, with another person each time
    if (
        (a.roles & b.roles and alike.contained >= 0.25)
        or alike.contained >= 0.5
        or (_latin_gap(a, b) and a.roles & b.roles)
    ):
        return Why("person", 0.85, "тот же контакт и та же специальность")
    return None


_TOLD_AND_COUNTED: Final = ((0.5, 0.85), (_RETOLD, 0.75), (0.6, 0.65))
"""Shares of common words and of common figures that make one listing together."""


def _facts(a: View, b: View, alike: Likeness) -> Why | None:
    """The same tasks, place and figures told by another, as an agency does that keeps the employer's name back."""
    if alike.numbers is None or not a.roles & b.roles:
        return None
    # Fewer words of one's own are enough where nearly all figures are the same, and the other way round.
    if not any(alike.contained >= told and alike.numbers >= counted for told, counted in _TOLD_AND_COUNTED):
        return None
    if a.is_person or b.is_person or not places_agree(a, b) or (not _pay_overlaps(a, b) and alike.contained < 0.6):
        return None
    common = sum(1.0 if len(number) > 1 else 0.5 for number in a.print.numbers & b.print.numbers)
    if common < 2.5 or min(a.print.mass, b.print.mass) < 15 or _mould(a, b, alike):
        return None
    return Why(
        "facts", round(0.5 + alike.contained / 3, 3), f"те же задачи, место и цифры ({round(100 * alike.contained)} %)"
    )


def _employer(a: View, b: View, alike: Likeness) -> Why | None:
    """One employer looks for one role in one place and tells most of it in the same words, under another contact."""
    if not (_same_company(a, b) and a.roles & b.roles and places_agree(a, b) and _pay_overlaps(a, b)):
        return None
    if a.is_person or b.is_person or is_task(a) or is_task(b) or _mould(a, b, alike):
        return None
    if alike.contained < _RETOLD or min(a.print.mass, b.print.mass) < 15:
        return None
    if alike.numbers is not None and alike.numbers < 0.5:
        return None
    percent = round(100 * alike.contained)
    return Why("employer", round(0.5 + alike.contained / 3, 3), f"тот же работодатель, роль и место ({percent} %)")
