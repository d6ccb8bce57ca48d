"""What the codes of the domain are called on the page."""

from voronka.accounts import Role
from voronka.closing import Closing
from voronka.model import Employment, Kind, Period, Seniority, WorkFormat
from voronka.roles import GROUPS, ROLES
from webui.i18n import LANGUAGES, _, language
from webui.russian import counted, years


def role(code: str) -> str:
    """A role's name."""
    if code not in ROLES:
        return code
    return ROLES[code].en if language() == "en" else ROLES[code].ru


def group(code: str) -> str:
    """A group of roles."""
    return GROUPS[code][LANGUAGES.index(language())] if code in GROUPS else code


def team_role(code: str) -> str:
    """What somebody is in a team."""
    names: dict[str, str] = {
        Role.HR: _("HR"),
        Role.RECRUITER: _("Рекрутер"),
        Role.MANAGER: _("Нанимающий руководитель"),
        Role.ADMIN: _("Администратор команды"),
    }
    return names.get(code, code)


def seniority(code: str) -> str:
    """A level."""
    names: dict[str, str] = {
        Seniority.INTERN: _("Стажёр"),
        Seniority.JUNIOR: _("Junior"),
        Seniority.MIDDLE: _("Middle"),
        Seniority.SENIOR: _("Senior"),
        Seniority.LEAD: _("Руководитель"),
    }
    return names.get(code, code)


def work_format(code: str) -> str:
    """Where the work is done."""
    names: dict[str, str] = {
        WorkFormat.REMOTE: _("удалённо"),
        WorkFormat.OFFICE: _("офис"),
        WorkFormat.HYBRID: _("гибрид"),
        WorkFormat.FIELD: _("разъездная"),
    }
    return names.get(code, code)


def employment(code: str) -> str:
    """How much work it is."""
    names: dict[str, str] = {
        Employment.FULL: _("полная занятость"),
        Employment.PART: _("частичная занятость"),
        Employment.PROJECT: _("проект"),
        Employment.INTERNSHIP: _("стажировка"),
    }
    return names.get(code, code)


def period(code: str) -> str:
    """What a sum of pay is for."""
    names: dict[str, str] = {
        Period.HOUR: _("в час"),
        Period.DAY: _("в день"),
        Period.WEEK: _("в неделю"),
        Period.MONTH: _("в месяц"),
        Period.YEAR: _("в год"),
        Period.PROJECT: _("за проект"),
    }
    return names.get(code, code)


def kind(code: str) -> str:
    """What a card is."""
    names: dict[str, str] = {
        Kind.VACANCY: _("Вакансия"),
        Kind.CANDIDATE: _("Кандидат"),
        Kind.DIGEST: _("Подборка"),
        Kind.CONTENT: _("Материал"),
        Kind.PROMO: _("Реклама"),
    }
    return names.get(code, code)


def field(name: str) -> str:
    """A field of a posting or of a query."""
    names: dict[str, str] = {
        "title": _("Должность"),
        "roles": _("Роль"),
        "groups": _("Направление"),
        "seniority": _("Уровень"),
        "salary": _("Доход"),
        "salary_min": _("Доход"),
        "salary_max": _("Доход"),
        "formats": _("Формат"),
        "employment": _("Занятость"),
        "cities": _("Город"),
        "company": _("Компания"),
        "companies": _("Компания"),
        "sources": _("Источник"),
        "experience_years": _("Опыт"),
        "experience_max": _("Опыт"),
        "contacts": _("Контакты"),
        "skills": _("Навыки"),
        "deadline": _("Отклик до"),
        "starts": _("Выход на работу"),
        "language": _("Язык публикации"),
        "days": _("Свежесть"),
        "text": _("Слова"),
        "standard": _("Стандарт"),
        "trusted": _("Качество"),
        "stale": _("Устаревшие"),
    }
    return names.get(name, name)


def tongue(code: str) -> str:
    """The language a post is written in, by its ISO 639-1 code."""
    names: dict[str, str] = {
        "ru": _("русский"),
        "en": _("английский"),
        "uk": _("украинский"),
        "be": _("белорусский"),
        "kk": _("казахский"),
        "ky": _("киргизский"),
        "uz": _("узбекский"),
        "de": _("немецкий"),
        "fr": _("французский"),
        "es": _("испанский"),
        "pl": _("польский"),
        "tr": _("турецкий"),
        "ka": _("грузинский"),
        "hy": _("армянский"),
        "he": _("иврит"),
        "ar": _("арабский"),
        "zh": _("китайский"),
    }
    return names.get(code, code)


def closing(reason: str | None) -> str:
    """Why a listing is closed, as a sentence's end."""
    reasons: dict[str | None, str] = {
        Closing.EXPIRED: _("вышел срок, который назвал источник"),
        Closing.GONE: _("его страницы на сайте больше нет"),
        Closing.SAID: _("так сказано в источнике"),
        Closing.ABSENT: _("источник его больше не показывает"),
    }
    return reasons.get(reason, _("источник больше не принимает отклики"))


def freshness(days: int) -> str:
    """An age limit of posts."""
    if days == 1:
        return _("за сутки")
    if days == 7:
        return _("за неделю")
    return _("за %(days)s", days=counted(days, _("день|дня|дней")))


def experience(limit: float) -> str:
    """A limit of the experience asked for."""
    return _("без опыта") if limit == 0 else _("до %(years)s", years=years(limit))
