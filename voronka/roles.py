"""The role codes of the program: what a posting's position is, in a closed vocabulary of three groups.

The codes and their meaning follow the labelling guide; names are what the user interface shows.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Role:
    """One role: its code, the group it is listed under and its name in both languages of the interface."""

    code: str
    group: str
    ru: str
    en: str


GROUPS: Final[dict[str, tuple[str, str]]] = {
    "marketing": ("Маркетинг", "Marketing"),
    "sales": ("Продажи", "Sales"),
    "digital": ("Digital", "Digital"),
    "other": ("Другое", "Other"),
}

_ROWS: Final = (
    ("marketer", "marketing", "Маркетолог", "Marketer"),
    ("head_of_marketing", "marketing", "Директор по маркетингу", "Head of marketing"),
    ("product_marketer", "marketing", "Продуктовый маркетолог", "Product marketer"),
    ("brand_manager", "marketing", "Бренд-менеджер", "Brand manager"),
    ("targeted_ads", "marketing", "Таргетолог", "Targeted ads specialist"),
    ("ppc", "marketing", "Контекстолог", "PPC specialist"),
    ("media_buyer", "marketing", "Медиабайер", "Media buyer"),
    ("seo", "marketing", "SEO-специалист", "SEO specialist"),
    ("smm", "marketing", "SMM-менеджер", "SMM manager"),
    ("content", "marketing", "Контент-менеджер", "Content manager"),
    ("copywriter", "marketing", "Копирайтер, редактор", "Copywriter, editor"),
    ("pr", "marketing", "PR-менеджер", "PR manager"),
    ("influencer_marketing", "marketing", "Инфлюенс-менеджер", "Influencer manager"),
    ("email_crm", "marketing", "CRM- и email-маркетолог", "CRM and email marketer"),
    ("marketing_analyst", "marketing", "Маркетинговый аналитик", "Marketing analyst"),
    ("event", "marketing", "Ивент-менеджер", "Event manager"),
    ("marketplaces", "marketing", "Менеджер маркетплейсов", "Marketplace manager"),
    ("sales_manager", "sales", "Менеджер по продажам", "Sales manager"),
    ("head_of_sales", "sales", "Руководитель отдела продаж", "Head of sales"),
    ("account_manager", "sales", "Аккаунт-менеджер", "Account manager"),
    ("lead_generation", "sales", "Лидогенерация", "Lead generation"),
    ("business_development", "sales", "Развитие бизнеса", "Business development"),
    ("sales_representative", "sales", "Торговый представитель", "Sales representative"),
    ("retail_sales", "sales", "Продавец-консультант", "Retail sales"),
    ("project_manager", "digital", "Проджект-менеджер, продюсер", "Project manager, producer"),
    ("designer", "digital", "Дизайнер, монтажёр", "Designer, video editor"),
    ("other", "other", "Другая профессия", "Other"),
)

ROLES: Final[dict[str, Role]] = {code: Role(code, group, ru, en) for code, group, ru, en in _ROWS}
"""All roles by code, in the order they are listed to users."""


def roles_of_group(group: str) -> tuple[str, ...]:
    """The role codes of one group, in listing order; empty for an unknown group."""
    return tuple(role.code for role in ROLES.values() if role.group == group)
