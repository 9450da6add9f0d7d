"""The settings of an installation: WENSHU_* from the environment, else from the file .env."""

import logging
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, AnyUrl, BeforeValidator, Field, Secret, SecretStr, UrlConstraints, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.replies import say
from knowledge.errors import BadSetting

PREFIX = "WENSHU_"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
Access = Literal["approval", "list", "open"]


def _numbers(said: object) -> object:
    """Ids as people list them: apart by commas or spaces."""
    return said.replace(",", " ").replace("，", " ").split() if isinstance(said, str) else said


def _level(said: object) -> object:
    return said.upper() if isinstance(said, str) else said


def _safe(url: AnyUrl) -> AnyUrl:
    """Telegram calls https alone; a Bot API server of one's own on the same machine may do without."""
    if url.scheme != "https" and url.host not in LOOPBACK:
        raise ValueError
    return url


def _words(said: object) -> object:
    return frozenset(said.replace(",", " ").replace("，", " ").lower().split()) if isinstance(said, str) else said


Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(_numbers)]
Hosts = Annotated[frozenset[Annotated[str, Field(pattern=r"^[^/@\s]+$")]], NoDecode, BeforeValidator(_words)]
Http = Annotated[AnyUrl, UrlConstraints(allowed_schemes=["http", "https"], host_required=True)]
Webhook = Annotated[Http, AfterValidator(_safe)]
Proxy = Annotated[AnyUrl, UrlConstraints(allowed_schemes=["http", "https", "socks5", "socks5h"], host_required=True)]
Token = Secret[Annotated[str, Field(pattern=r"^\d+:[A-Za-z0-9_-]{20,}$")]]
Listen = Annotated[str, Field(pattern=r"^[^\s:]*:\d{1,5}$")]
Database = Annotated[AnyUrl, UrlConstraints(allowed_schemes=["sqlite", "postgresql", "postgresql+psycopg"])]


class Settings(BaseSettings):
    """Every setting; .env.example says what each is for."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore")

    telegram_token: Token | None = None
    telegram_base_url: Http = AnyUrl("https://api.telegram.org/bot")
    telegram_base_file_url: Http = AnyUrl("https://api.telegram.org/file/bot")
    telegram_proxy: Proxy | None = None
    admin_ids: Ids = frozenset()
    access: Access = "approval"
    allowed_users: Ids = frozenset()
    allowed_groups: Ids = frozenset()
    rate_per_minute: Annotated[int, Field(ge=1)] = 20
    data_dir: Path = Path("data")
    chroma_url: Http | None = None
    chroma_token: SecretStr | None = None
    database_url: Database | None = None
    embedding_url: Http | None = None
    embedding_model: str | None = None
    embedding_key: SecretStr | None = None
    fetch_hosts: Hosts = frozenset()
    webhook_url: Webhook | None = None
    webhook_listen: Listen = "127.0.0.1:8443"
    webhook_secret: Secret[Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$", max_length=256)]] | None = None
    metrics_listen: Listen | None = None
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_level)] = "INFO"

    @property
    def level(self) -> int:
        return logging.getLevelNamesMapping()[self.log_level]


def load_settings(data: Path | None = None) -> Settings:
    """The settings, with the data folder of the command line if it names one; raises BadSetting for a bad value."""
    try:
        return Settings() if data is None else Settings(data_dir=data)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise BadSetting(PREFIX + field.upper(), say(f"setting.{field}")) from None
