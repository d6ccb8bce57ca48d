"""All settings in one typed place: environment variables ``VORONKA_…`` over ``voronka.toml`` in the data folder."""

import json
import os
import tomllib
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from voronka.errors import VoronkaError
from voronka.secret_files import ERASURE_KEY, secret_of


def _data_folder() -> Path:
    return Path(os.environ.get("VORONKA_DATA") or "var")


def _also_bare(name: str) -> AliasChoices:
    """What everybody who reads Telegram calls ``TELEGRAM_…`` may be given by that name, too."""
    return AliasChoices(name, f"voronka_{name}")


class Settings(BaseSettings):
    """Settings of one data folder; every field is the environment variable ``VORONKA_<NAME>``.

    Those of Telegram may also be given as ``TELEGRAM_<NAME>``.
    """

    model_config = SettingsConfigDict(env_prefix="VORONKA_", extra="forbid", hide_input_in_errors=True)

    data: Path = Field(default_factory=_data_folder, description="folder of the store, the index and logs")
    database_url: str | None = Field(default=None, description="SQLAlchemy URL; default: SQLite in the data folder")
    contact: str | None = Field(
        default=None, description="e-mail or URL named in the User-Agent, so that an owner can write to us"
    )
    timezone: str = Field(default="Europe/Moscow", description="zone in which times are shown")
    admin_token: SecretStr | None = Field(
        default=None, min_length=16, description="opens the admin's pages; default: made once, in data/admin-token"
    )
    metrics_token: SecretStr | None = Field(
        default=None, min_length=16, description="opens /metrics; default: made once, in data/metrics-token"
    )
    erasure_key: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="secret of the suppression list, the same on all machines of one store; default: data/erasure-key",
    )
    public_url: str | None = Field(
        default=None, description="where people reach the page; with https:// cookies go over https only"
    )
    smtp_url: SecretStr | None = Field(
        default=None,
        description="by which mail goes out: smtp://user:password@host:587 (STARTTLS where offered) or smtps://…",
    )
    mail_from: str | None = Field(default=None, description="sender of the mail; default: the contact, if an address")
    erasure_inbox: str | None = Field(
        default=None,
        max_length=300,
        description="where people who ask to be erased send their code: an @name, a phone, an e-mail; default: contact",
    )
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    workers: int = Field(default=1, ge=1, le=64, description="processes that serve the page")
    readers: int | None = Field(
        default=None,
        ge=0,
        le=64,
        description="processes that help where many posts are read; default: one less than there are cores, at most 4",
    )
    trusted_proxy: str | None = Field(
        default=None, description='IP address of the reverse proxy whose X-Forwarded headers are believed, or "*"'
    )
    log: Literal["text", "json"] = Field(default="text", description="the form of the logs on stderr")
    since_days: int = Field(default=60, ge=1, description="how far back a first collection reads a channel")
    every_minutes: int = Field(default=30, ge=5, description="how often `up` collects again")
    stale_days: int = Field(default=45, ge=1, description="a listing whose newest post is older is stale")
    candidate_days: int = Field(
        default=180, ge=1, description="a candidate's post that no source shows for so long is erased"
    )
    download_delay: float = Field(default=2.0, ge=0, description="seconds between requests to one host")
    max_requests: int = Field(default=1000, ge=10, description="requests that a run of a source may make")
    max_page_bytes: int = Field(default=5_000_000, description="a larger answer is refused")

    hh_token: SecretStr | None = Field(
        default=None, description="hh.ru: the token of an application or an employer (dev.hh.ru)"
    )
    hh_resumes_team: str | None = Field(
        default=None,
        description="hh.ru: the team (its name or id) whose employer's token this is; resumes it finds are that team's",
    )
    superjob_key: SecretStr | None = Field(
        default=None, description="SuperJob: the secret key of an application (api.superjob.ru)"
    )

    telegram_api_id: int | None = Field(
        default=None,
        ge=1,
        validation_alias=_also_bare("telegram_api_id"),
        description="of the program, as my.telegram.org gives it",
    )
    telegram_api_hash: SecretStr | None = Field(
        default=None,
        validation_alias=_also_bare("telegram_api_hash"),
        description="of the program, as my.telegram.org gives it",
    )
    telegram_session: SecretStr | None = Field(
        default=None,
        validation_alias=_also_bare("telegram_session"),
        description="a session of an account; default: the one that `telegram login` keeps in the data folder",
    )
    telegram_proxy: SecretStr | None = Field(
        default=None,
        validation_alias=_also_bare("telegram_proxy"),
        description="socks5://, http:// or a link of an MTProxy (https://t.me/proxy?…) by which Telegram is reached",
    )
    telegram_bot_token: SecretStr | None = Field(
        default=None,
        validation_alias=_also_bare("telegram_bot_token"),
        description="of the bot that tells of news and to which posts are sent, as @BotFather gives it",
    )
    telegram_bot_api: str = Field(
        default="https://api.telegram.org/bot",
        validation_alias=_also_bare("telegram_bot_api"),
        description="the Bot API; another address: a server of your own",
    )
    telegram_pause: float = Field(
        default=1.0, ge=0, description="seconds between two pages of history that are asked of Telegram"
    )
    telegram_poll: float = Field(
        default=45.0, ge=1, description="seconds after which `follow` asks a channel again what is new"
    )

    @field_validator("contact")
    @classmethod
    def _contact_is_reachable(cls, value: str | None) -> str | None:
        if value is not None and (
            any(c.isspace() for c in value) or ("@" not in value and not value.startswith("http"))
        ):
            raise ValueError("an e-mail address or an http(s) address is wanted")
        return value

    @field_validator(
        "admin_token",
        "metrics_token",
        "erasure_key",
        "smtp_url",
        "mail_from",
        "trusted_proxy",
        "hh_token",
        "hh_resumes_team",
        "superjob_key",
        "telegram_api_id",
        "telegram_api_hash",
        "telegram_session",
        "telegram_proxy",
        "telegram_bot_token",
        mode="before",
    )
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("public_url", "telegram_bot_api")
    @classmethod
    def _is_http(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("an http(s) address is wanted")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _is_smtp(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("smtp://", "smtps://")):
            raise ValueError("an address smtp://… or smtps://… is wanted")
        return value

    @field_validator("trusted_proxy")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        if value not in (None, "*"):
            try:
                ip_address(value)
            except ValueError as error:
                raise ValueError('the IP address of a proxy is wanted, or "*"') from error
        return value

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"no such time zone: {value}") from error
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  (pydantic passes it by name)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  (pydantic passes it by name)
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        toml = TomlConfigSettingsSource(settings_cls, toml_file=_data_folder() / "voronka.toml")
        return init_settings, env_settings, toml

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which times are shown."""
        return ZoneInfo(self.timezone)

    @property
    def url(self) -> str:
        """The SQLAlchemy URL of the store."""
        return self.database_url or f"sqlite:///{self.data / 'voronka.sqlite3'}"

    def erasure_secret(self) -> str:
        """The secret of the suppression list, made in the data folder where none is set."""
        if self.erasure_key is not None:
            return self.erasure_key.get_secret_value()
        return secret_of(self.data / ERASURE_KEY)

    @property
    def index_folder(self) -> Path:
        """The folder of the (disposable) search index."""
        return self.data / "index"


def load_settings() -> Settings:
    """Read the settings; raises VoronkaError with one line a wrong value."""
    path = _data_folder() / "voronka.toml"
    try:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise VoronkaError(f"{path} is no TOML ({error}); mend or remove it") from error
    except OSError as error:
        raise VoronkaError(f"cannot read {path}: {error.strerror}") from error
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc'])) or 'settings'}: {fault['msg']}" for fault in error.errors()
        )
        raise VoronkaError(f"settings are wrong ({faults}); see VORONKA_… variables or {path}") from error


def save_setting(name: str, value: str) -> None:
    """Write one text setting into ``voronka.toml``, keeping the others; raises VoronkaError where that fails."""
    path = _data_folder() / "voronka.toml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        kept = [line for line in lines if line.partition("=")[0].strip() != name]
        path.write_text("\n".join([f"{name} = {json.dumps(value)}", *kept]) + "\n", encoding="utf-8")
    except OSError as error:
        raise VoronkaError(f"cannot write {path}: {error.strerror}") from error
