"""Why two fit, in words: "та же роль: таргетолог", "просит больше: от 150 000 ₽"."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from search.fitting import Code, Fit, Point
from voronka.model import Salary
from voronka.present import pay_in_words
from webui import words
from webui.facts import experience
from webui.hostile import line
from webui.i18n import _, language
from webui.russian import counted
from webui.skill_words import skill

_MOST: Final = 6


def _pay(pay: Salary) -> str:
    return pay_in_words(pay, language())


def _fresh(days: int) -> str:
    return _("сегодня") if not days else _("%(days)s назад", days=counted(days, _("день|дня|дней")))


def _cities(cities: Sequence[str]) -> str:
    said = line(", ".join(cities[:2]))
    return _("другое место: %(cities)s", cities=said) if said else _("другое место")


_SAY: Final[dict[Code, Callable[[Sequence[Any]], str]]] = {
    Code.SAME_ROLE: lambda v: _("та же роль: %(role)s", role=words.role(v[0])),
    Code.ALSO_ROLE: lambda v: _("есть роль: %(role)s", role=words.role(v[0])),
    Code.SAME_GROUP: lambda v: _("соседняя роль: %(group)s", group=words.group(v[0])),
    Code.BOTH_OTHER: lambda _values: _("профессия вне списка ролей, сравните сами"),
    Code.TITLE: lambda _values: _("похожая должность"),
    Code.SENIORITY: lambda v: _("тот же уровень: %(level)s", level=words.seniority(v[0])),
    Code.OTHER_SENIORITY: lambda v: _("другой уровень: %(level)s", level=words.seniority(v[0])),
    Code.REMOTE: lambda _values: _("обе стороны за удалёнку"),
    Code.SAME_CITY: lambda v: _("тот же город: %(city)s", city=line(v[0])),
    Code.OTHER_FORMAT: lambda v: _("другой формат: %(formats)s", formats=", ".join(map(words.work_format, v))),
    Code.OTHER_PLACE: _cities,
    Code.PAY: lambda v: _("доход сходится: %(asked)s и %(offered)s", asked=_pay(v[0]), offered=_pay(v[1])),
    Code.PAY_ABOVE: lambda v: _("ожидания выше: %(asked)s, а здесь %(offered)s", asked=_pay(v[0]), offered=_pay(v[1])),
    Code.EXPERIENCE: lambda v: _("опыта хватает: %(years)s", years=experience(v[0], candidate=True)),
    Code.LESS_EXPERIENCE: lambda v: _("опыта меньше: %(years)s", years=experience(v[0], candidate=True)),
    Code.SKILLS: lambda v: _("общие навыки: %(skills)s", skills=line(", ".join(map(skill, v[:4])))),
    Code.FRESH: lambda v: _fresh(v[0]),
}


def reasons(fit: Fit) -> list[tuple[str, bool]]:
    """The reasons that weigh most, in words, each with whether it speaks for it; what speaks against comes last."""
    shown = sorted(fit.points[:_MOST], key=lambda point: point.weight < 0)
    return [(said(point), point.weight >= 0) for point in shown]


def said(point: Point) -> str:
    """One reason."""
    return _SAY[point.code](point.values)
