"""Why two postings cannot be one listing, however alike their words are.

A field that one of them lacks is no conflict: extraction may have missed it, a retelling may have dropped it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from voronka.extract.text import fold
from voronka.fingerprint import Fingerprint, fingerprint
from voronka.model import Employment, Kind, Posting, Salary, Seniority, WorkFormat
from voronka.traits import Traits, name_words, people, same_name, title_words, traits

_OTHER: Final = "other"
_FIRST_LINE: Final = "title.first_line"


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One posting as grouping sees it; an item is the same as itself alone, so that its view can be remembered.

    ``key`` is its stable name "source/external_id/position" (items that differ in the last part only are of one post).
    ``kind`` is VACANCY (positions of a digest too) or CANDIDATE. ``text`` is the posting's own part of the post.
    ``forward`` is a forward's origin, as a URL or a name. ``shared``: the post holds several positions, so that its
    ``links`` are not this one's alone.
    """

    key: str
    kind: Kind
    posting: Posting
    text: str
    source: str
    posted_at: datetime | None
    forward: str | None = None
    links: tuple[str, ...] = ()
    shared: bool = False

    @property
    def post(self) -> str:
        """The name of the post that it stands in."""
        return self.key.rpartition("/")[0] or self.key


@dataclass(frozen=True, slots=True)
class View:
    """An item with all that comparing needs, worked out once."""

    item: Item
    print: Fingerprint
    traits: Traits
    cities: frozenset[str]
    roles: frozenset[str]
    contacts: frozenset[str]
    people: frozenset[str]

    @property
    def posting(self) -> Posting:
        """The item's posting."""
        return self.item.posting

    @property
    def is_person(self) -> bool:
        """Whether it is a person's offer of themselves."""
        return self.item.kind is Kind.CANDIDATE


@lru_cache(maxsize=8192)
def view(item: Item) -> View:
    """The item as comparing sees it; remembered, as is what depends on its text alone."""
    posting = item.posting
    found = posting.contacts
    contacts = {f"tg:{name}" for name in found.telegram if name != item.source.lower()}
    contacts |= {f"tel:{phone}" for phone in found.phone} | {f"mail:{mail.lower()}" for mail in found.email}
    return View(
        item=item,
        print=fingerprint(item.text),
        traits=traits(item.text),
        cities=known_cities(posting.cities),
        roles=known_roles(posting.roles),
        contacts=frozenset(contacts),
        people=people(item.text[:700], posting.cities) if item.kind is Kind.CANDIDATE else frozenset(),
    )


def known_cities(cities: Iterable[str]) -> frozenset[str]:
    """Cities as they are compared."""
    return frozenset(fold(city) for city in cities)


def known_roles(roles: Iterable[str]) -> frozenset[str]:
    """Roles as they are compared."""
    return frozenset(roles) - {_OTHER}


def same_person(a: View, b: View) -> bool:
    """Whether two offers are plainly one person's: a personal contact in common and no other name."""
    return a.is_person and b.is_person and bool(a.contacts & b.contacts) and not _names_differ(a, b)


def conflict(a: View, b: View) -> str | None:
    """The name of what forbids that two items are one listing, or None; symmetric."""
    if a.item.post == b.item.post:
        return "post"
    if _same_words(a, b):
        # Word for word the same: fields that differ were misread in one of them. A city may stand in a hashtag alone.
        # What a person said of the one holds for the other.
        if a.posting.is_corrected("cities") is not b.posting.is_corrected("cities"):
            return None
        return "city" if _cities_differ(a, b, person=False) else None
    if _names_differ(a, b):
        return "person"
    person = same_person(a, b)
    if _roles_differ(a, b, person):
        return "role"
    if _levels_differ(a, b, person):
        return "seniority"
    if _cities_differ(a, b, person):
        return "city"
    if _clash(a.traits.codes, b.traits.codes):
        return "code"
    if not person and _platforms_differ(a, b):
        return "platform"
    if not a.is_person and not b.is_person:
        if _clash(_pairs(a.traits.addresses), _pairs(b.traits.addresses)):
            return "address"
        if _employers_differ(a, b):
            return "company"
    if not person and _titles_differ(a, b):
        return "task"
    return None


def fields_apart(
    a: View, kind: Kind, roles: frozenset[str], cities: frozenset[str], seniority: Seniority | None
) -> bool:
    """Whether these fields of a posting alone make a ``conflict``, whatever its words are, unless they are the same.

    What can be told of it without reading its text: cheap, and never true where ``conflict`` would find none.
    """
    if a.is_person and kind is Kind.CANDIDATE:
        return False  # one person may have several roles and cities
    if a.roles and roles and a.roles - roles and roles - a.roles:
        return True
    if a.posting.seniority and seniority and a.posting.seniority is not seniority:
        return True
    return bool(a.cities and cities) and not a.cities & cities


def _same_words(a: View, b: View) -> bool:
    return a.print.exact == b.print.exact and a.print.mass >= 7 and a.print.sequence == b.print.sequence


def _names_differ(a: View, b: View) -> bool:
    if not _differ(a.people, b.people):
        return False
    # With the same contact a name that is nearly the same is a misprint of it.
    return not (a.contacts & b.contacts and any(fuzz.ratio(x, y) >= 80 for x in a.people for y in b.people))


def _cities_differ(a: View, b: View, person: bool) -> bool:
    if not a.cities or not b.cities:
        return False
    if person:
        return not a.cities & b.cities and not _speaks_of(a, b.cities) and not _speaks_of(b, a.cities)
    if not a.cities & b.cities:
        return True
    # A city that only one side names is no other place, but "Москва и Тула" is not "Самара и Тула", and what the words
    # say goes before what a hashtag says.
    spoken = [frozenset(city for city in side.cities if _speaks_of(side, frozenset({city}))) for side in (a, b)]
    if _differ(spoken[0], spoken[1]):
        return True
    ours, theirs = a.cities - b.cities, b.cities - a.cities
    return bool(ours and theirs) and not _speaks_of(a, theirs) and not _speaks_of(b, ours)


def _differ(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a) and bool(b) and not a & b


# Names that one person's trade goes by in one offer and the next.
_NEAR: Final = (
    frozenset({"smm", "content"}),
    frozenset({"content", "copywriter"}),
    frozenset({"marketer", "product_marketer", "brand_manager", "email_crm"}),
    frozenset({"targeted_ads", "media_buyer"}),
    frozenset({"ppc", "media_buyer"}),
    frozenset({"marketer", "ppc"}),
    frozenset({"sales_manager", "account_manager", "business_development"}),
    frozenset({"sales_manager", "lead_generation"}),
    frozenset({"pr", "influencer_marketing"}),
)


def _roles_differ(a: View, b: View, person: bool) -> bool:
    if a.roles and b.roles:
        if person:
            return not a.roles & b.roles and not any(near & a.roles and near & b.roles for near in _NEAR)
        return bool(a.roles - b.roles and b.roles - a.roles)
    if person:
        return False
    ours, theirs = _real_title(a.posting), _real_title(b.posting)
    if not ours or not theirs:
        return False
    if fuzz.token_set_ratio(*sorted((fold(ours), fold(theirs)))) >= 75:
        return False
    if a.roles or b.roles:
        return True
    left, right = title_words(ours, True), title_words(theirs, True)
    return _lacks(left, b) and _lacks(right, a)


def _real_title(posting: Posting) -> str:
    """The title, unless it is only the first line of a text that names no position."""
    if any(evidence.rule == _FIRST_LINE for evidence in posting.evidence.get("title", ())):
        return ""
    return posting.title or ""


_LOW: Final = (Seniority.INTERN, Seniority.JUNIOR)


def _levels_differ(a: View, b: View, person: bool) -> bool:
    ours, theirs = a.posting.seniority, b.posting.seniority
    if ours is theirs or person:
        return False
    if ours and theirs:
        return True
    # One says "младший", the other nothing: another position where the pay is another too.
    return bool({ours, theirs} & set(_LOW)) and _pay_far(a.posting.salary, b.posting.salary)


def _pay_far(a: Salary | None, b: Salary | None) -> bool:
    ends = [pay_range(s) for s in (a, b)]
    if a is None or b is None or ends[0] is None or ends[1] is None or (a.currency, a.period) != (b.currency, b.period):
        return False
    (low_a, high_a), (low_b, high_b) = ends[0], ends[1]
    return low_a > high_b * 1.25 or low_b > high_a * 1.25


def pay_range(salary: Salary | None) -> tuple[int, int] | None:
    """Both ends of a pay, an open one being the other; None without pay."""
    if salary is None:
        return None
    low = salary.min if salary.min is not None else salary.max
    high = salary.max if salary.max is not None else salary.min
    return None if low is None or high is None else (low, high)


def _speaks_of(a: View, cities: frozenset[str]) -> bool:
    return any(all(word in a.print.words for word in name_words(city)) for city in cities)


def _clash(a: frozenset[tuple[str, str]], b: frozenset[tuple[str, str]]) -> bool:
    """Whether some prefix has numbers on both sides, and none in common."""
    for prefix in {code[0] for code in a} & {code[0] for code in b}:
        ours, theirs = ({code[1] for code in side if code[0] == prefix} for side in (a, b))
        if not ours & theirs:
            return True
    return False


def _pairs(names: frozenset[str]) -> frozenset[tuple[str, str]]:
    return frozenset((family, name) for family, _, name in (each.partition(":") for each in names))


def _platforms_differ(a: View, b: View) -> bool:
    """Whether each side names a platform of one family that the other does not know, or their headings' differ."""
    ours, theirs = a.traits, b.traits
    if _clash(_pairs(ours.head), _pairs(theirs.head)):
        return True
    families = [
        {family for family, _ in _pairs(x.platforms - y.platforms)} for x, y in ((ours, theirs), (theirs, ours))
    ]
    return bool(families[0] & families[1])


def _employers_differ(a: View, b: View) -> bool:
    if a.traits.hides or b.traits.hides:
        return False
    ours, theirs = (
        ([side.posting.company] if side.posting.company else []) + list(side.traits.quoted) for side in (a, b)
    )
    if not ours or not theirs:
        return False
    if any(same_name(x, y) for x in ours for y in theirs):
        return False
    return not (any(mentions(b, name) for name in ours) or any(mentions(a, name) for name in theirs))


def mentions(side: View, name: str) -> bool:
    """Whether a text speaks of a company by name."""
    words = [word for word in name_words(name) if len(word) > 1]
    return bool(words) and all(word in side.print.words or word in side.print.folded for word in words)


def _titles_differ(a: View, b: View) -> bool:
    """Whether each title names a specialisation that the other's whole text does not know (лизинг, страхование)."""
    ours, theirs = (_specialisation(side) for side in (a, b))
    if not ours or not theirs or abs(a.print.latin - b.print.latin) > 0.5:
        return False
    return not ours & theirs and _lacks(ours, b) and _lacks(theirs, a)


def _specialisation(side: View) -> frozenset[str]:
    words = title_words(_real_title(side.posting), False)
    if len(words) > 5:
        return frozenset()
    names = {word for name in (*side.posting.cities, side.posting.company or "") for word in name_words(name)}
    return words - names


def _lacks(words: frozenset[str], side: View) -> bool:
    """Whether a text has none of the words, not even misspelt."""
    if not words or any(word in side.print.words for word in words):
        return False
    return not any(fuzz.ratio(word, other) >= 78 for word in words for other in side.print.words)


def places_agree(a: View, b: View) -> bool:
    """Whether both name a common city, or both are done from anywhere."""
    if a.cities or b.cities:
        return bool(a.cities & b.cities)
    return WorkFormat.REMOTE in a.posting.formats and WorkFormat.REMOTE in b.posting.formats


def is_task(side: View) -> bool:
    """Whether a vacancy is one task, paid once."""
    salary = side.posting.salary
    return Employment.PROJECT in side.posting.employment or (salary is not None and salary.period.value == "project")
