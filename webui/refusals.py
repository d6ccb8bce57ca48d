"""Why what somebody asked for cannot be done, in the page's words."""

from collections.abc import Callable
from typing import Final

from voronka.accounts import LEAST_PASSWORD, MOST_PASSWORD
from voronka.errors import RefusedError
from voronka.present import thousands
from voronka.resumes.extraction import MOST_PAGES
from voronka.vacancies.exchange import COLUMNS
from webui import words
from webui.i18n import _, language
from webui.russian import counted

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
    "erasure.target": lambda: _(
        "Это не похоже на телефон, @имя, почту, адрес страницы или номер объявления: проверьте, как написано."
    ),
    "erasure.sender": lambda: _(
        "Нужен телефон, @имя или почта, с которых вы подтвердите запрос: из публикации, которую просите стереть."
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
    "basis.none": lambda: _("Выберите, на каком основании вы храните резюме."),
    "basis.words": lambda: _("Скажите в нескольких словах, чем это подтверждается: например, «письмо от 3 ноября»."),
    "offer.empty": lambda: _("Скажите, кем хотите работать, или расскажите о себе."),
    "offer.contact": lambda: _("Нужен контакт: телефон, @имя в Telegram, почта или адрес страницы."),
    "offer.links": lambda most: _("Слишком много ссылок, больше %(most)s не бывает.", most=most),
    "offer.many": lambda most: _(
        "С этого адреса уже опубликовано %(offers)s: сначала удалите одно.",
        offers=counted(most, _("объявление|объявления|объявлений")),
    ),
    "offer.kept_out": lambda: _(
        "Этот контакт стёрт по просьбе его владельца и не публикуется. Если он ваш, напишите владельцу этого сайта."
    ),
    "resume.large": lambda most: _("больше %(most)s МБ: уменьшите файл", most=most // 1_000_000),
    "resume.kind": lambda: _("это не PDF, DOCX, TXT или CSV"),
    "resume.archive": lambda: _("это архив или другой документ: нужны сами файлы PDF, DOCX, TXT или CSV"),
    "resume.doc": lambda: _("это старый .doc или файл под паролем: сохраните его как .docx без пароля"),
    "resume.rtf": lambda: _("RTF не читается: сохраните файл как .docx или PDF"),
    "resume.scan": lambda: _("в файле нет текста: это скан или картинка"),
    "resume.empty": lambda: _("в файле нет текста"),
    "resume.encrypted": lambda: _("файл под паролем: сохраните его без пароля"),
    "resume.pages": lambda: _(
        "больше %(most)s: это не резюме", most=counted(MOST_PAGES, _("страницы|страниц|страниц"))
    ),
    "resume.damaged": lambda: _("файл повреждён: откройте и сохраните его заново"),
    "resume.heavy": lambda: _("файл читается слишком долго или занимает слишком много памяти"),
    "resume.late": lambda: _("не прочитан: предыдущие файлы заняли слишком много времени, отправьте его отдельно"),
    "resume.columns": lambda: _(
        "не узнан ни один столбец: назовите их в первой строке, например «должность; город; телефон»"
    ),
    "resume.rows": lambda most: _(
        "в таблице больше %(most)s: разделите её", most=counted(most, _("строки|строк|строк"))
    ),
    "resume.table": lambda: _("таблица повреждена: сохраните её заново как CSV"),
    "filter.too_many": lambda most: _("У одного человека может быть не больше %(most)s фильтров.", most=most),
    "filter.name": lambda: _("Фильтру нужно название."),
    "filter.too_long": lambda: _("Для одного сохранённого фильтра условий слишком много."),
    "filter.zone": lambda: _("Такого часового пояса нет."),
    "filter.hour": lambda: _("Час сводки — от 0 до 23."),
    "filter.quiet": lambda: _("Тихие часы — это два времени, например с 22:00 до 08:00."),
    "filter.way": lambda: _("Отметьте почту или Telegram, или выберите «не сообщать»."),
    "vacancy.text": lambda least: _("В тексте вакансии должно быть хотя бы %(least)s букв.", least=least),
    "vacancy.title": lambda: _("Нужна должность."),
    "vacancy.place": lambda: _("Нужен город или отметка «удалённо»."),
    "vacancy.deadline": lambda day: _("Последний день откликов, %(day)s, уже прошёл.", day=f"{day:%d.%m.%Y}"),
    "vacancy.last_day": lambda day: _(
        "Вакансия стоит до последнего дня откликов, %(day)s. Чтобы она стояла дольше, поменяйте этот день.",
        day=f"{day:%d.%m.%Y}",
    ),
    "vacancy.contact": lambda given: _(
        "«%(given)s» не похоже на контакт: нужен телефон, @имя, почта или ссылка.", given=given
    ),
    "vacancy.experience": lambda given: _("«%(given)s» — не число лет опыта.", given=given),
    "vacancy.day": lambda given: _("«%(given)s» — не дата.", given=given),
    "vacancy.changed": lambda: _(
        "Пока вы писали, вакансию изменил кто-то другой. Сравните; если сохранить ещё раз, останется ваш вариант."
    ),
    "vacancy.reason": lambda: _("Отказу нужна причина."),
    "vacancy.not_open": lambda: _("Это делают только с опубликованной вакансией."),
    "vacancy.early": lambda days: _("Продлить можно в последние %(days)s.", days=counted(days, _("день|дня|дней"))),
    "vacancy.published": lambda: _("Опубликованную вакансию закрывают, а не удаляют."),
    "exchange.large": lambda most: _("Файл больше %(most)s МБ: разделите его.", most=most // 1_000_000),
    "exchange.rows": lambda most: _("В файле больше %(most)s вакансий: разделите его.", most=most),
    "exchange.form": lambda: _("Это не таблица CSV и не JSON Lines."),
    "exchange.json": lambda: _("Это не объект JSON."),
    "exchange.columns": lambda: _("В первой строке нет ни столбца «должность», ни столбца «текст»."),
    "exchange.cell": lambda given, column: _(
        "Столбец «%(column)s»: «%(given)s» не понятно.",
        column=COLUMNS[column] if language() == "ru" else column,
        given=given,
    ),
    "same.number": lambda given: _("«%(given)s» — не номер объявления.", given=given),
}


def reason(error: RefusedError) -> str:
    """The reason as a sentence; as the domain says it where there are no other words for it."""
    say = REASONS.get(error.code)
    return str(error) if say is None else say(**error.values)
