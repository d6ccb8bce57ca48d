"""Which role words of one posting name its position, and what the body says where the title is silent."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from voronka.extract import lazy as re
from voronka.extract.roles import RoleMention

# What stands between two names of one position: "X / Y", "SMM + таргет", "X и Y", "X (Y)".
_ALTERNATIVE: Final = re.compile(
    r"(?:-[^\W\d_]{2,20}(?=\W))?\s*(?:[/,+&|(\[\-]|и\b|или\b|либо\b|and\b|or\b)+\s*(?:[\w+]+[ -]){0,3}"
)


_HELPER: Final = re.compile(r"(?:помощни[кц]\w*|ассистент\w*|assistant|стажер\w*)$")


def _helps(folded: str, helper: RoleMention, helped: RoleMention) -> bool:
    """Whether two names are "помощник маркетолога": work of the second trade (but not "ассистент руководителя …")."""
    near = folded[helper.end : helped.start] in {" ", "-"}
    word = folded[helper.start : helper.end]
    return (
        near
        and not helped.code.startswith("head_of")
        and _HELPER.match(word) is not None
        and not _dative(folded, helped)
    )


# "менеджер по рекламе и продажам", "директор по маркетингу, рекламе": one position in two fields.
_FIELDS_OF_ONE: Final = re.compile(r"\s*(?:и|,|&)\s*(?:по )?")
_HEAD: Final = re.compile(r"руковод|начальник|директор|глава|head|director", re.IGNORECASE)
_HEADS: Final = {"marketer": "head_of_marketing", "sales_manager": "head_of_sales"}


def of_head(first: RoleMention, mention: RoleMention) -> RoleMention:
    """A further field of a position: of a head's position it is headed as well."""
    headed = first.code.startswith("head_of") or _HEAD.match(first.matched) is not None
    return replace(mention, code=_HEADS.get(mention.code, mention.code)) if headed else mention


def _dative(folded: str, mention: RoleMention) -> bool:
    first = folded[mention.start : mention.end].split(" ", maxsplit=1)[0]
    return first.endswith(("у", "ю"))


def choose(folded: str, named: Sequence[RoleMention]) -> tuple[RoleMention, ...]:
    """Of the role words of one title those that are names of the position, most fitting first, one a code.

    The first name leads; others count where they stand beside it as alternatives, not where they depend on it
    ("ассистент директора по маркетингу"). What brackets say is more exact than "маркетолог" before them.
    """
    chosen: list[RoleMention] = []
    for mention in named:
        if mention.how == "generic" or mention.code in {other.code for other in chosen}:
            continue
        if len(chosen) == 1 and mention.how == "name" and _helps(folded, chosen[0], mention):
            chosen = [mention]
            continue
        if chosen:
            gap = folded[chosen[-1].end : mention.start]
            beside = _ALTERNATIVE.fullmatch(gap) is not None or "/" in gap or "|" in gap
            weaker = (
                mention.how == "field" and all(other.how == "name" for other in chosen) and not set("(+/") & set(gap)
            )
            if beside and weaker and _FIELDS_OF_ONE.fullmatch(gap) and " по " in chosen[-1].matched.lower():
                mention = of_head(chosen[0], mention)  # noqa: PLW2901 - "директор по продажам и маркетингу"
                weaker = mention.code in {other.code for other in chosen}
            if chosen[0].code == "other" and mention.how == "field" and "(" in gap:
                continue  # "администратор (соцсети, звонки)": what else is to be done
            if "(" in gap and _PURPOSE.search(gap):
                continue  # "дизайнер (карточки для WB)": what it is made for
            calls = chosen[0].code == "lead_generation" and mention.code == "sales_manager" and mention.how == "field"
            if not beside or weaker or calls or mention.code == "other":
                continue
        chosen.append(mention)
    if len(chosen) > 1:  # "администратор-продавец": other is what is left where no role fits
        chosen = [mention for mention in chosen if mention.code != "other"] or chosen[:1]
    aside = folded[chosen[0].end : chosen[1].start] if len(chosen) > 1 and chosen[0].code == "marketer" else ""
    if "(" in aside and " же " not in aside:
        chosen = [*chosen[1:], chosen[0]]
    return tuple(chosen)


_PURPOSE: Final = re.compile(r"\([^()]{0,40}(?<!\w)(?:для|под|на) ")
# "Сммщица, она же крутит таргет": a second trade of the same person, told after the title.
_AS_WELL: Final = re.compile(
    r"[^.!?\n]{0,60}?(?:, |\s[-–—] |\()(?:(?:он|она|он/она)(?: или она)? же|по совместительству|заодно"
    r"|в одном лице и)\s"
)


def doubling(folded: str, end: int, mentioned: Sequence[RoleMention]) -> RoleMention | None:
    """The second trade of who is sought, where the words after the title's ``end`` say that they are both."""
    said = _AS_WELL.match(folded, end)
    if said is None:
        return None
    same = (mention for mention in mentioned if mention.code != "other" and mention.how != "generic")
    return next((mention for mention in same if 0 <= mention.start - said.end() <= _SOON), None)


_SOON: Final = 24
# An operator who takes calls and sells nothing is no lead generator.
_OPERATOR: Final = re.compile(r"центр|оператор|линии|колл|call", re.IGNORECASE)
_INBOUND: Final = re.compile(
    r"(?<!\w)(?:без (?:[а-я]+ ){0,3}продаж|продаж нет|не продаж|(?:нет|никаких) продаж"
    r"|ничего не (?:прода|предлага|навязыва))"
)
_WITHOUT: Final = re.compile(r"(?<!\w)(?:без|не|никаких|нет) [^,.;:\n]{0,40}|продаж нет")
_OUTBOUND: Final = re.compile(
    r"(?<!\w)(?:исходящ|холодн|продаж|допродаж|продав|телемаркет|обзвон|лид|запис\w+ на"
    r"|назнач\w+ (?:встреч|показ|консульт|собесед))"
)


def answers_calls(matched: str, folded: str) -> bool:
    """Whether a call centre's position, named so, is one of taking calls: the posting's folded text tells."""
    return (
        _OPERATOR.search(matched) is not None
        and _INBOUND.search(folded) is not None
        and _OUTBOUND.search(_WITHOUT.sub("", folded)) is None
    )


def of_body(mentioned: Sequence[RoleMention], early: int, *, often: bool = False) -> RoleMention | None:
    """The trade that a text speaks of most where its title names none.

    None unless it is named twice or more, or once before the offset ``early`` (where a post says what it is about);
    with ``often`` only if it is named thrice.
    """
    counted = Counter(mention.code for mention in mentioned if mention.how != "generic" and mention.code != "other")
    best = counted.most_common(1)
    found = next((mention for mention in mentioned if best and mention.code == best[0][0]), None)
    if found is None or (often and best[0][1] < _OFTEN):
        return None
    return found if best[0][1] >= 2 or found.start < early else None


_OFTEN: Final = 3
