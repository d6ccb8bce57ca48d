"""The words by which salary.py tells pay from other sums; all patterns are for folded text (lower case, е for ё).

In the word lists ``_`` is a space; a word is a beginning unless it ends in ``\\b``.
"""

from typing import Final

from voronka.extract import lazy as re
from voronka.model import Period


def any_of(*lists: str) -> str:
    """A pattern's alternatives out of lists of words parted by white space."""
    return "|".join(word.replace("_", " ") for words in lists for word in words.split())


def words(*lists: str) -> re.Pattern[str]:
    """A pattern that finds any of the words where a word begins."""
    return re.compile(rf"(?<!\w)(?:{any_of(*lists)})")


PAY: Final = words(
    r"з[/.]?_?п(?![а-я]) зар\.?_?пл зарплат заработн заработок зарабат оклад ставк фикс доход оплат(?!\w*_обучени)",
    r"вилк деньги",
    r"по_деньгам вознагражд",
    r"сдельно\b плат(?:им|ит|ят|ить|я|и)\b плач[уе] гонорар компенсация_?:?_?\Z получа ожидани хочу хочет хотел желаем",
    r"жела(?:ет|ю)\b рассчитыва просит прошу\b выплат(?!\w*_на_) за_работу да(?:ю|ем)_(?:от_|до_)?\Z на_выходе",
    r"бюджет_(?:на_(?:позици|ваканси|роль)|ваканси|позици) реально_(?:от_|до_)?\Z",
    r"готов\w{0,2}_на\b",
    r"готовы_(?:платить|предложить) предлагаем выходит база(?!_\w) базов минималк в_среднем совокупн на_руки",
    r"от_меня итог(?:о|овый)\b с_(?:преми|бонус|процент)\w*(?:_(?:за|от|с)_\w+)?",
    r"стипенди годов\w{2}_доход",
    r"zarplata\b zp\b oklad\b",
    r"salary compensation income pay(?:s|ing)?\b base fix(?:ed)?\b ote\b rate wage expectation",
)
"""What the sum after it is for: pay."""

WISH: Final = words(
    r"ведение стоимость цена цены прайс тариф беру(?!_\w+_проект) мо[йя]_ час_работы пакет за_\w+ предложени",
    r"рассм[ао]тр ищу минимум",
    r"не_(?:менее|ниже) интересует",
)
"""What a candidate's own price or wish is called besides."""

NO_PAY: Final = words(
    r"бюджет(?!_на_позиц|_на_вакан|_на_роль|_вакан|_позиц) budget оборот выручк план(?!ир) чек(?!-) спенд spend",
    r"revenue arr\b mrr\b cpl cpa cpo cpc cpm cac ltv",
    r"дрр лид(?:а|ов|ы)?\b заяв[ок] подпис базой\b",
    r"охват просмотр показ сделк сделок продан продаж\w*_(?:на|до) продал отгруз стоимост цен[аыу] скидк курс",
    r"обучени рассрочк тариф промо депозит штраф",
    r"рекоменд реферал привед друг доплат надбав компенсац(?!ия_?:?_?\Z) компенсир аренд питани гсм бензин топлив",
    r"проезд спорт",
    r"фитнес обед дмс страхов подъемн",
    r"релокац сертификат тестов инвест ангел капитал фонд фот\b закуп трат расход эконом сэконом возврат марж",
    r"прибыл кешб кэшб долг кредит ипотек трафик приз",
    r"вложени задание_на_ задание_\( грант взнос налог запуск клиент\w*_на аудитори населени площад дебитор партнерк",
    r"портфел медиан рынок",
    r"сч[её]т(?!чик|\w*_в_) топ(?:ов|ы)?\b лучш\w+_менеджер",
    r"по(?=_\d) вместо снизил возраст лет\b опыт(?!а_?:) бонус\w*_?:?_?\Z бонус\w*_(?:до|от|в_размере|за)_?\Z",
    r"преми[яи]_?:?_?\Z преми\w{1,3}_(?:до|от|в_размере|за)_?\Z",
    r"лимит порог еще\b funding raised",
)
"""What makes the sum after it something else."""

TRIAL: Final = re.compile(
    "испыт|стажировк|\\b1-?й (?:месяц|мес)|перв(?:ый|ые|ом|ого|ую) (?:\\w+ )?(?:месяц|мес|дв|три|недел)"
    "|на старте|(?<!\\w)ис(?!\\w)|на время обучени"
    "|на период (?:обучени|адаптац)|probation|trial"
    "|новичк|раньше|начинал|был[аио]? (?:обычн|на оклад)|прошл"
)
CHANGED: Final = re.compile(
    "\\b(?:took|grew|scaled|increased|reduced|raised|cut|brought) |снизил|сократил|уменьш|увелич|вырос"
    "|поднял[аи]? (?!зарплат)|удешев|рост "
)
"""What somebody achieved: the sums after it are results."""
AFTER_TRIAL: Final = re.compile(r"(?:после|далее|дальше|затем|потом)[^,.;\n]{0,30}\Z")
FIXED: Final = re.compile(r"оклад|постоянн|фикс|ставк|тверд|гарантир|\bбаза\b|\bбазов|\bbase\b|\bfix(?:ed)?\b")
TOTAL: Final = re.compile(
    r"доход|в средн|средн|выход|совокупн|итог|заработ|зарабат|получа|по факту|реально|в сумме|суммарно|потол|вместе с"
    r"|с (?:бонус|преми|процент|учетом)"
    r"|\bote\b|total|up to"
)
NET: Final = re.compile(r"на рук|na ruki|\bnet(?:to)?\b|чистыми|после (?:вычета|налог|ндфл)|нетто|after tax")
GROSS: Final = re.compile(r"\bgross\b|\bгросс|до (?:вычета|удержания|уплаты|ндфл|налог)|брутто|brutto|before tax")

TAXES: Final = (
    "на рук",
    "na ruki",
    "net",
    "чистыми",
    "вычет",
    "налог",
    "ндфл",
    "нетто",
    "tax",
    "gross",
    "гросс",
    "брутто",
    "brutto",
)
"""One of these stands in everything that NET and GROSS find."""
COUNTED: Final = re.compile(
    r"\+?\s?(?:-?[хй]\b|-?ти\b|%|"
    + any_of(
        r"процент знак символ слов\b чел(?:овек|\.)? подпис читател просмотр участник контакт клиент учен студент",
        r"пользоват заяв лид товар",
        r"sku артикул страниц позиц точ[ек] магазин компани сотрудник проект ролик пост(?:ов|а)?\b час(?:а|ов)?\b",
        r"минут мин\. секунд дн(?:ей|я) недел",
        r"лет\b год[ау]?\b г\. месяц мес\b км кг м² кв шт раза?\b мест вакан отклик звон встреч сделок сделк",
        r"город стран слайд блог интеграц публикац",
        r"объект номер отзыв филиал цеп канал рилс видео уровн команд менедж операт members users people years?",
        r"hours? dau mau аудит гост бренд",
        r"кабинет контрагент дилер креатив макет статей статьи текст руководит урок слот групп регион стр\.",
    )
    + ")"
)
"""What follows a figure that counts things, not money."""

SPENT: Final = re.compile(
    r"\s?(?:[^\W\d_]{0,4}\.?\s)?(?:"
    + any_of(
        r"оборот выручк бюджет трафик штраф спенд spend ua_ ad_ ads_ marketing_budget подписчик просмотр человек",
        r"скидк рассрочк на_рекламу от_ангела чек\b",
        r"(?:в_год_|в_месяц_|ежегодно_)?на_(?:обучени|курс|спорт|фитнес|питани|проезд|такси|книг|лечени)",
        r"(?:в_год_|в_месяц_|ежегодно_)?на_(?:мероприят|техник|развити|релокац|переезд|связь|дорог|бензин|жиль)",
        r"(?:a|per)_(?:year|month)_(?:budget|spend) monthly_(?:ua_)?(?:budget|revenue|spend)",
        r"за_(?:лид|заявк|подписчик|клик|друг|рекоменд|каждого_(?:друг|при|канд))",
    )
    + ")"
)
"""What follows a sum that is spent, earned by the business or paid for a referral."""

_PERIODS: Final = (
    (Period.HOUR, r"часа?\b ч\b hour hr\b h\b"),
    (Period.DAY, r"день\b дня\b сутки смен[уаы]?\b выход\b day shift"),
    (Period.WEEK, r"недел нед\b week"),
    (Period.MONTH, r"мес(?!то) м\b month mo\b mth mes\b"),
    (Period.YEAR, r"год\b г\. year annum yr p\.?a\b"),
    (
        Period.PROJECT,
        r"(?:1_?000|1к|тыс\w*)_?(?:знак|симв|зн\b|збп|сбп) знак текст стать пост\b ролик видео рилс reel сторис сценари"
        r" слайд карточк макет баннер креатив лендинг сайт проект задач заказ логотип выпуск эпизод запуск штук шт\b"
        r" единиц концеп интервью кейс аудит съемк консультац урок занят все\b пакет материал публикац обложк иллюстрац"
        r" презентац бриф настройк интеграц изображ фото песн перевод страниц шорт short video article post\b project"
        r" text\b task piece визуал креос анимац подкаст письм рассылк мероприят слово\b работу мин\b минут лист\b",
    ),
)
_PERIOD_WORD: Final = "|".join(f"(?P<{period.value}>{any_of(names)})" for period, names in _PERIODS)
_EACH: Final = r"(?:кажд\w{2,3} |од(?:ин|ну|но) |1 |готов\w{2} |календарн\w{2} |полн\w{2} )?"
_NET_WORD: Final = r"(?:(?:на руки|net|gross|гросс|чистыми)[ ,]{0,2})?"
PER: Final = re.compile(rf"[\s,(]{{0,2}}{_NET_WORD}[,(]?\s?(?:[/\\]\s?|в |за |per |an? |x ){_EACH}(?:{_PERIOD_WORD})")
"""The period after a sum: "/мес", "в час", "за ролик"."""
PER_BEFORE: Final = re.compile(
    rf"(?<!\w)(?:за|в|per|1|одна|один) {_EACH}(?:{_PERIOD_WORD})\w{{0,8}}\s?(?:[-:=]|плат\w{{1,4}}|выходит"
    rf"|мы платим|от|до)?\s?\Z"
)
A_MONTH: Final = re.compile(r"\w{0,8}\s?(?:в|/)\s?мес")
"""After "за проект": such a sum comes every month."""
ADVERB: Final = re.compile(
    r"\s?(?:₽|руб\.?)?\s?(?:(?P<month>ежемесячно|monthly)|(?P<day>ежедневно|daily)|(?P<year>annually|yearly"
    r"|p\.?a\.?(?!\w)))"
)
TIME_BEFORE: Final = re.compile(
    r"(?<!\w)(?:(?P<day>(?:съемочный )?день|смена|посменн\w{1,3}(?: оплат\w)?)|(?P<hour>час(?: работы)?"
    r"|(?:по)?часов(?:ая|ой|ую|о)(?: (?:ставк|оплат|тариф)\w{0,2})?)|(?P<week>еженедельно|понедельно)"
    r"|(?P<month>ежемесячно))\s?[:-]?\s?(?:от |до )?\Z"
)
"""A price list's unit right before its sum: "съёмочный день 20 000"."""
SHIFT_AFTER: Final = re.compile(r"(?: ?(?:₽|р\.?|руб\.?))? (?:смена|выход|сутки)(?!\w)")
"""A shift right after a sum, without a preposition: "2500 смена"."""
HOUR_AFTER: Final = re.compile(r"(?: ?(?:₽|р\.?|руб\.?))?(?: час(?!\w)|\s?/\s?ч(?!\w))")
"""The hour right after a sum: "300 руб. час"."""
PIECE_AFTER: Final = re.compile(
    r" за (?:весь|всю|все|всё)(?! время) |"
    r" (?:слайд|ролик|пост|видео|рилс|карточк[аи]|баннер|креатив|статья|текст|сценарий|лендинг|логотип|выпуск|макет|"
    r"обложк[аи]|штук[аи]|шт)(?!\w)"
)
"""The unit right after a sum, without a preposition: "500-800 р слайд"."""
YEAR_BEFORE: Final = re.compile(
    r"(?<!\w)(?:годов\w{2} (?:доход|оклад)|annual (?:salary|base|pay))\W{0,3}(?:от |до )?\Z"
)
UNIT_IS: Final = re.compile(r"(?<!\w)(?:(?:1|один|одна|одно) \w{3,14}[^=\n.;]{0,25}=|сдельно: [^,;.\n\d]{3,30})\s?\Z")
"""A piece with what it is like, set equal to the sum: "1 видео 30-45 сек = 3 500", "сдельно: выпуск до часа 6 000"."""
MAKES: Final = re.compile(r"(?:%|\+)[^=\n]{0,30}=\s?(?:от |до )?\Z")
"""The fixed part and a percentage make the sum: "оклад 30 000 + 4% с продаж = 80 000"."""
DOES: Final = re.compile(
    r"\s*[^\w\n]{0,4}(?:я )?(?:сделаю|настрою|напишу|нарисую|оформлю|смонтирую|создам|разработаю|проведу|подберу"
    r"|составлю|соберу|переведу|отредактирую|озвучу|отрисую|сверстаю|подготовлю)(?!\w)"
)
"""A freelancer's offer on an exchange begins with what they will do for the price."""
EACH_IS: Final = re.compile(r"\d \w{2,9}\.?\s?=\s?\Z")
"""A unit set equal to the sum: "1 мин = 300 р"."""
ON_TOP: Final = re.compile(r"(?:\d|з/?п|оклад|доход|оплат|ставк|зарплат)[^+]{0,40}\+\s?\Z")
EACH: Final = re.compile(
    r"(?:\A\s?|[,(]\s?|(?<!\w)шт\w{0,2}\.? |(?<!\w)\d{1,3} (?!клиент|лид|подпис|заяв|челов)[а-я]{3,12} )по\s\Z"
)
FOR_A_THING: Final = re.compile(
    r"\s?за (?:одн\w{1,3} |кажд\w{2} |1 )?(?!мес|нед|год|час|ден|смен|выход|вахт|работ|сут|перв|полн|весь|всю|объем"
    r"|резул|услуг|"
    r"пол|рекоменд|друг|привед|привлеч|лид|клиент|встреч|заяв|продаж|сделк)[а-я]{4,16}(?![а-я])"
)
"""A price of one thing: "250 руб. за описание"."""
PIECE_BEFORE: Final = re.compile(
    r"(?<!\w)(?:"
    + any_of(r"стать ролик пакет рилс reels пост\b сценари лендинг сайт\b карточк логотип текст\b баннер креатив")
    + ")"
)
ONE_OFF: Final = re.compile(
    r"\bразов(?:о|ый|ая|ую|ое|ой|ого)\b|единоразов|one-time|one-off|(?:\d ?%|половин\w) (?:вперед|предоплат|авансом)"
    r"|предоплата \d"
)
ONE_OFF_WORDS: Final = ("разов", "one-", "вперед", "предоплат", "авансом")
"""One of these stands wherever ONE_OFF finds something."""
PLUS: Final = re.compile(
    r"(?:мес\.|руб\.|[^\n;.]){0,22}?(?:\+|плюс|\bи(?= бонус| преми| (?:[а-я]{4,12} )?процент| %| \d{1,2} ?%| kpi"
    r"| кпи| годов| квартальн)"
    r"|,\s?(?=(?:\w{1,20} )?преми|бонус)"
    r"|and a? ?(?=bonus)|\bс(?= (?:процентам|бонусам|премиям|процентом|премией)))\s?(?:\w{1,20} ){0,2}?"
    r"(?:\d{1,2}(?:[.,]\d)? ?(?:- ?\d{1,2})? ?%|%|процент|бонус|bonus|преми|kpi|кпи|\$?\d[\d ]{0,9}\s?(?:₽"
    r"|р(?:уб)?\.?|к|тыс\.?"
    r"|\$)?\s?за |сдельн|сделк|мотивац|13-?я|commission|комисси|проц)"
)
"""A percentage or bonus on top, right after a sum."""
VARIABLE: Final = re.compile(
    r"(?<!\w)(?<!relocation )(?<!signing )(?<!welcome )(?<!referral )(?:бонус(?!ом"
    r"|\w* (?:(?:[\d ]{1,9}\S{0,4} )?за (?:рекоменд|привед|друга)|будет|программ\w+ (?:лояльн"
    r"|для)|систем\w+ лояльн))|bonus|ote\b|commission|сдельн(?!о:)"
    r"|преми(?:я|и|ей|ю|ями|альн\w+ (?:част|выплат|фонд)\w*)\b(?! за (?:рекоменд|привед))|\d{1,2}(?:[.,]\d)? ?% (?:с"
    r"|от)\b|% (?:с|от)\b"
    r"|процент\w{0,2} (?:с|от)\b|\+ ?%|\+ ?kpi|\+ ?кпи"
    r"|зависит от (?:выруч|продаж|резул|выполн))"
)
NO_BONUS: Final = re.compile(
    r"(?:(?:скидк\w|реферальн\w{2,3}|релокационн\w{2,3}|приветственн\w{2,3}|приятн\w{2,3}|лауреат\w{0,2}"
    r"|дипломант\w{0,2}) (?:до )?"
    r"(?:преми|бонус|\d{1,2} ?%)|преми[яийе] [«\"]"
    r"|(?<!\w)(?:без|нет|никаких|не)\s(?:\w{1,12}\s)?(?:преми|бонус|процент|kpi|кпи|%)"
    r"|(?:преми[йия]|бонус\w{0,2}|процент\w{0,2}|kpi|кпи) (?:нет(?!\w)|не (?:пред|плат|выпл|будет|план)|отсутств))"
)
"""What says that nothing comes on top, or that it is no part of the pay."""
FOR_SOMETHING_ELSE: Final = re.compile(
    r"(?<!\w)(?:за (?:рекоменд|приглаш|приведен|друга|подругу|каждого|успешную рекоменд)[^.\n]{0,30}"
    r"|(?:задани|тестов)[^()\n]{0,30}\([^()\n]{0,20})\Z"
)
"""What a sum is for that is paid, but not for the work: a friend who was brought, a test."""
BONUSES: Final = ("бонус", "bonus", "ote", "commission", "сдельн", "преми", "%", "процент", "kpi", "кпи", "зависит от")
"""One of these stands in everything that VARIABLE finds."""
COMFORTS: Final = re.compile(
    r"(?<=\n)[^\w\n]{0,4}(?:\w{2,12} )?бонусы?(?: и \w{3,14})?\s?(?::?[^\w\n]{0,4}(?:\n|\Z)"
    r"|:\s(?![^\n,;]{0,40}(?:%|процент|продаж|план|квартал|kpi|\d)))"
)
"""The heading of a list of comforts: "Бонусы", "Бонусы: ДМС"."""
WISH_LINE: Final = re.compile(
    r"(?<=\n)[^\w\n]{0,4}(?:желаем\w{2,3} |ожидаем\w{2,3} |мо[ия] |уровень )?(?:зарплат|з/?п(?!\w)|доход|ожидани|оклад"
    r"|зп(?!\w)"
    r"|заработн\w{2} плат|ставк|финансов\w{2} ожид|salary)[^\n]{1,100}"
)
"""A line of a résumé that names the wish after the jobs."""
QUOTE: Final = re.compile(r"«[^«»\n]{25,400}»")
MONEY_SIGN: Final = re.compile("[💰💵💸💲🤑💴💶💷🪙]")
# What it begins with stands first, so that a search need not stop at every letter.
CLAUSE: Final = re.compile(r"[.!?;•▪▫🔹🔸✅✔⚡️](?:(?<!з\.п.)(?<!\bт.)(?<!\bруб.)\s|(?<=[•▪▫🔹🔸]))")
LEAD_IN: Final = re.compile(
    r"[^\w$€£₽+]*(?:(?:опл|з[/.]?п|доход|оклад|вилка|зарплат|условия|от нас|платим|платят|даем)\w*\s?[:-]?\s?)?"
)
SEGMENT: Final = re.compile(r"[,|()→•:]\s?|\s[-/]\s")
SEGMENT_END: Final = re.compile(
    r"\s?(?:$|https?:|t\.me/|www\.|обязанност|требовани|условия|задачи|график|\.(?=\s|$)|[,|)•(@+;]|[^\w\s\x00-\x7f]|-\s|net|gross|гросс"
    r"|нетто|брутто|чистыми|до вычета|до ндфл|на руки"
    r"|/|за |в )"
)
LINE_TAIL: Final = re.compile(
    r"[\s,.;]*(?:(?:за мес\w*|в мес\w*|/\s?мес\w*|на руки|net|gross|до вычета ?\w*|чистыми|гросс|руб\w*\.?"
    r"|₽)[\s,.;]*){0,3}(?:(?:[)\-|/@(+]|[^\w\s\x00-\x7f]).*)?",
    re.DOTALL,
)
BARE_GAP: Final = re.compile(
    r"\w{0,8}\.?[\s:\-=~≈%+(]*(?:(?:от|до|в|месяц|мес|на руки|составляет|сейчас|мой|минимум|где-то|примерно|около"
    r"|порядка|фикс|оклад|у меня|вилка|по итогу|итого|на выходе|реально|по факту|в сумме|суммарно)[\s:\-]*){0,4}\Z"
)
"""What may stand between a word for pay and a figure that has neither currency nor multiplier."""
TASK_BUDGET: Final = re.compile(
    r"(?:^|\n|[.!?]\s)[^\w\n]{0,5}бюджет(?: проекта| на (?:задачу|проект|всю работу|работу))?\s?[:-]?\s?\Z"
)
ORDER_BUDGET: Final = re.compile(r"(?<!\w)бюджет\s?[:-]?\s?(?:до |от )?\Z")
TASK: Final = re.compile(r"разов|на проект|задач[аиу]\b|нужно сделать|сделать|заказ|тз\b|в портфолио")
CLIENT_MONEY: Final = re.compile(r"реклам|клиент|трафик|закуп|/\s?мес|в месяц|на продвижени")
