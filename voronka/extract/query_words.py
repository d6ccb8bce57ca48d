"""The words of a typed query that are filters, by field: (pattern over the folded query, value).

Patterns are tried in order; what one has taken the next does not see. All of them are for folded text.
"""

from typing import Final

from voronka.extract import lazy as re
from voronka.model import Employment, Kind, Seniority, WorkFormat

Row = tuple[re.Pattern[str], object]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _rows(*rows: tuple[str, object]) -> tuple[Row, ...]:
    return tuple((re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), value) for pattern, value in rows)


KINDS: Final = _rows(
    (
        r"(?:ищ[уеа]т?|ищущ\w{2}|в поисках?e?|нужна) работ[уыа]|соискател\w{1,3}|кандидат\w{0,3}|резюме|cv"
        r"|resume|candidates?",
        Kind.CANDIDATE,
    ),
    (r"ваканси[яиюйе]\w{0,2}|vacanc(?:y|ies)", Kind.VACANCY),
)
NO_EXPERIENCE: Final = re.compile(
    r"(?<!\w)(?:(?:можно )?без опыта(?: работы)?|нет опыта|опыт не (?:нужен|важен|требуется|обязателен)"
    r"|no experience|0 опыта)(?!\w)"
)
EMPLOYMENT: Final = _rows(
    (r"неполн\w{2,3}(?: рабоч\w{2,3})?(?: (?:д(?:ень|ня|не)|занятост\w{1,2}|ставк\w))?", Employment.PART),
    (
        r"частичн\w{2,3}(?: занятост\w{1,2})?|(?:на )?пол ?-?ставк[иу]|полставочник|0[.,]5 ставки"
        r"|подработк\w{1,2}|парт ?-?тайм|part ?-?time",
        Employment.PART,
    ),
    (
        r"(?:на )?полн\w{2,3}(?: рабоч\w{2,3})? (?:д(?:ень|ня|не)|занятост\w{1,2}|ставк\w)|фул+ ?-?тайм"
        r"|full ?-?time|полная|в штат",
        Employment.FULL,
    ),
    (
        r"(?:на )?проектн\w{2,3} (?:работ\w|занятост\w{1,2}|основ\w)|на проекты?|проект|проектн(?:ая|ую|о)"
        r"|разов\w{2,3}(?: (?:задач|работ|заказ|проект)\w{0,2})?",
        Employment.PROJECT,
    ),
    (r"на фриланс\w?|фриланс\w?|freelance|по проектам", Employment.PROJECT),
    (r"(?:на )?стажировк\w{1,3}|internship", Employment.INTERNSHIP),
)
FORMATS: Final = _rows(
    (
        r"(?:на )?удал[её]?н+к[аиуе]|на удаленке|(?:полностью |можно )?удален+(?:о|но|но?о?)"
        r"|удаленн\w{2,3}(?: (?:работ\w|формат\w?))?|дистанц\w{0,8}|remote(?:ly)?|на дому|из дома"
        r"|home ?-?office|хоум ?-?офис|онлайн",
        WorkFormat.REMOTE,
    ),
    (r"гибрид\w{0,4}(?: (?:формат\w?|график\w?))?|hybrid", WorkFormat.HYBRID),
    (r"(?:работа )?(?:в|из) офисе?|офис|в офис|офисная|office", WorkFormat.OFFICE),
    (r"разъезд\w{1,4}(?: (?:работ\w|характер))?", WorkFormat.FIELD),
)
SENIORITY: Final = _rows(
    (r"стаж[её]р\w{0,3}|стажор\w?|intern|trainee|практикант\w?", Seniority.INTERN),
    (r"(?:middle|мидл\w?|миддл\w?) ?/ ?(?:senior|сень?ор|синь?ор)|middle\+?|мидл\w?|миддл\w?|мидл\+", Seniority.MIDDLE),
    (r"junior\+?|jun|джун\w{0,2}|джуниор\w?|младш\w{2,3}|начинающ\w{2,3}", Seniority.JUNIOR),
    (r"senior\+?|сень?[её]?ор\w?|синь?ор\w?|старш\w{2,3}|ведущ\w{2,3}", Seniority.SENIOR),
)
LEADS: Final = re.compile(
    r"(?<!\w)(?:тим ?-?лид\w?|team ?-?lead|lead|лид|супервайзер\w?|шеф|руководител\w{1,3}|рук|начальник\w?|нач"
    r"|директор\w?|глава|head(?: of)?|chief|управляющ\w{2,3})(?!\w)"
)
"""Words of one who leads; they say the seniority only where they make no head's role."""

JOINING: Final = _words(
    "или либо и в во на с со по для из за от до не под при к у г гор город менеджер менеджеры менеджера manager "
    "специалист специалиста specialist нужен нужна нужны ищу ищем ищет требуется найти хочу зп зарплата зарплатой "
    "зарплаты оклад доход оплата руб рублей р тыс к работы or and in the of опытом опыт рублей ₽ работа работу"
)
"""Words that only join or announce others; never left over."""

LEFT_OVER_OF_ROLES: Final = re.compile(r"(?<!\w)(?:b2b|b2c|b2g|б2б|d2c)(?!\w)")
"""Words of a role's name that say something of their own."""

VOCABULARY: Final = _words(
    "вакансия вакансии вакансий кандидат кандидаты резюме соискатель ищу работу работы без опыта опыт опытом "
    "полный полная полную день рабочий занятость неполный неполная частичная полставки подработка фуллтайм проект "
    "проектная проекты разовый фриланс стажировка стажировку удаленка удаленно удаленная удаленку удаленке "
    "дистанционно дистанционная гибрид гибридный офис офисе разъездной стажер джун джуниор младший начинающий "
    "мидл миддл старший ведущий сеньор синьор тимлид зарплата зарплатой оклад года лет год месяцев тысяч тыс или "
    "супервайзер"
)
"""Words a typed word may have meant, besides roles and cities."""

SHORT_WORDS: Final = _words("от до зп лет год без или тыс руб день и в к на")
"""Short words that are put right only where the layout or the script is plainly the wrong one."""

ENGLISH: Final = _words("remote office hybrid junior middle senior lead fulltime parttime freelance resume intern")
