"""Why what somebody asked for cannot be done, in the page's words."""

from collections.abc import Callable
from typing import Final

from voronka.accounts import LEAST_PASSWORD, MOST_PASSWORD
from voronka.errors import RefusedError
from voronka.present import thousands
from webui import words
from webui.i18n import _

REASONS: Final[dict[str, Callable[..., str]]] = {
    "pay.sum": lambda given: _("«%(given)s» — не сумма: нужно целое число.", given=given),
    "pay.none": lambda: _("Нужна сумма, хотя бы одна из двух, или отметка, что доход не указан."),
    "pay.range": lambda: _("Сумма должна быть от 1 до %(most)s.", most=thousands(1_000_000_000)),
    "pay.order": lambda: _("Сумма «от» больше суммы «до»."),
    "pay.currency": lambda: _("Такой валюты в списке нет."),
    "role.none": lambda: _("Нужна хотя бы одна роль; для всех остальных есть «Другая профессия»."),
    "role.unknown": lambda given, meant: (
        _("Роли «%(given)s» нет; может быть, «%(meant)s»?", given=given, meant=words.role(meant))
        if meant
        else _("Роли «%(given)s» нет; выберите из подсказок.", given=given)
    ),
    "city.misprint": lambda given, meant: _(
        "Города «%(given)s» нет; может быть, «%(meant)s»?", given=given, meant=meant
    ),
    "city.form": lambda given: _(
        "«%(given)s» не похоже на название города: пишите с большой буквы, как на карте.", given=given
    ),
    "format": lambda given: _("Формата «%(given)s» нет.", given=given),
    "many": lambda most: _("Слишком много значений, больше %(most)s не бывает.", most=most),
    "gone": lambda: _("Этой публикации больше нет: её удалили или изменили. Обновите страницу."),
    "same.one": lambda: _("Это одно и то же объявление."),
    "same.kinds": lambda: _(
        "Вакансия и кандидат не могут быть одним объявлением: сначала исправьте вид одного из них."
    ),
    "same.teams": lambda: _("Объявления разных команд не объединяются."),
    "same.post": lambda: _("В них есть разные позиции одной публикации, они не могут быть одним объявлением."),
    "same.against": lambda numbers: _(
        "Раньше сказали, что это разные объявления (исправление № %(numbers)s). Сначала отмените это.", numbers=numbers
    ),
    "apart.none": lambda: _("Отделять не от чего: это единственная публикация."),
    "apart.tied": lambda numbers: _(
        "Раньше сказали, что это одно объявление (исправление № %(numbers)s). Сначала отмените это.", numbers=numbers
    ),
    "pairs": lambda: _("У этих объявлений слишком много публикаций, чтобы судить обо всех сразу."),
    "undo.none": lambda number: _("Исправления № %(number)s нет.", number=number),
    "undo.done": lambda number: _("Исправление № %(number)s уже отменено.", number=number),
    "undo.others": lambda number: _("Исправление № %(number)s сделал другой человек.", number=number),
    "kind.candidate": lambda: _(
        "Контакты кандидата закрыты, поэтому назвать его объявление чем-то другим может только администратор установки."
    ),
    "target.none": lambda given: _("Объявления № %(given)s нет.", given=given),
    "account.email": lambda: _("Это не похоже на адрес электронной почты."),
    "account.name": lambda: _("Нужно имя."),
    "account.password": lambda: _(
        "Пароль — от %(least)s до %(most)s знаков.", least=LEAST_PASSWORD, most=MOST_PASSWORD
    ),
    "account.weak": lambda: _("Такой пароль легко угадать. Возьмите другой, например несколько слов."),
    "account.taken": lambda: _("Для этого адреса вход уже есть: нужен его пароль."),
    "team.last_admin": lambda: _("Это последний администратор команды: сначала назначьте другого."),
    "same.number": lambda given: _("«%(given)s» — не номер объявления.", given=given),
}


def reason(error: RefusedError) -> str:
    """The reason as a sentence; as the domain says it where there are no other words for it."""
    say = REASONS.get(error.code)
    return str(error) if say is None else say(**error.values)
