"""Values that a person gives for a role, a city or a format, checked: codes, or names as users know them."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from rapidfuzz import fuzz, process

from voronka.errors import RefusedError
from voronka.extract import gazetteer
from voronka.extract.roles import mentions
from voronka.extract.text import fold
from voronka.model import WorkFormat
from voronka.roles import ROLES

MANY: Final = 12
"""More roles or cities than this no posting has."""

_TOWN: Final = re.compile(r"[А-ЯЁA-Z][\w’'.-]*(?:[ -][\w’'.-]+){0,4}")
_NEAR: Final = 80


def roles(given: Iterable[str]) -> tuple[str, ...]:
    """Role codes of codes, names or words ("smm", "PR manager", "сммщик"); raises RefusedError for what is no role."""
    found = tuple(dict.fromkeys(_role(one) for one in _named(given)))
    if not found:
        raise RefusedError("role.none", 'no role is given; "other" stands for every other trade')
    return found


def _role(given: str) -> str:
    code = _roles().get(fold(given))
    if code is not None:
        return code
    words = mentions(given, forgiving=False)
    if len(words) == 1 and (words[0].start, words[0].end) == (0, len(given)) and words[0].code != "other":
        return words[0].code
    near = process.extractOne(fold(given), list(_roles()), scorer=fuzz.WRatio, score_cutoff=_NEAR)
    meant = _roles()[near[0]] if near else None
    hint = f"; did you mean {meant}?" if meant else f"; there are: {', '.join(ROLES)}"
    raise RefusedError("role.unknown", f'"{given}" is no role{hint}', given=given, meant=meant)


@cache
def _roles() -> dict[str, str]:
    return {fold(name): role.code for role in ROLES.values() for name in (role.code, role.ru, role.en)}


def cities(given: Iterable[str]) -> tuple[str, ...]:
    """Cities as the program names them ("питер" is Санкт-Петербург); one it does not know must look like a name.

    Raises RefusedError for anything else, also for what looks like a misprint of a city that it knows.
    """
    return tuple(dict.fromkeys(_city(one) for one in _named(given)))


def _city(given: str) -> str:
    folded = fold(given)
    known = next(gazetteer.mentions(folded), None)
    if known is not None and (known.start, known.end) == (0, len(folded)):
        return known.city.name
    near = process.extractOne(given, city_names(), scorer=fuzz.ratio, score_cutoff=_NEAR)
    if near is not None:
        raise RefusedError(
            "city.misprint", f'no city is named "{given}"; did you mean {near[0]}?', given=given, meant=near[0]
        )
    if len(given) > 60 or not _TOWN.fullmatch(given):
        raise RefusedError(
            "city.form", f'"{given}" is no name of a city; write it with a capital, as on a map', given=given
        )
    return given


@cache
def city_names() -> tuple[str, ...]:
    """All cities the program knows by name, the largest first."""
    known = {name.city for found in gazetteer.names().values() for name in found}
    return tuple(city.name for city in sorted(known, key=lambda city: (-city.population, city.name)))


def formats(given: Iterable[str]) -> tuple[WorkFormat, ...]:
    """Work formats of their codes; raises RefusedError for what is none."""
    codes = list(_named(given))
    wrong = next((code for code in codes if code not in tuple(WorkFormat)), None)
    if wrong is not None:
        raise RefusedError("format", f'"{wrong}" is no format; there are: {", ".join(WorkFormat)}', given=wrong)
    return tuple(dict.fromkeys(WorkFormat(code) for code in codes))


def _named(given: Iterable[str]) -> list[str]:
    found = [" ".join(one.split()) for one in given]
    found = [one for one in found if one]
    if len(found) > MANY:
        raise RefusedError("many", f"{len(found)} values are too many for one field; at most {MANY}", most=MANY)
    return found
