"""Settings: what is accepted, what stops the start and with which words, and that each is documented."""

import re
from pathlib import Path

import pytest
from pydantic import AnyUrl

from bot.replies import texts
from bot.settings import PREFIX, Settings, load_settings
from knowledge.errors import BadSetting

EXAMPLE = Path(__file__).parents[1] / ".env.example"
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of this machine, no .env of this folder."""
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


ACCEPTED = [
    ("ADMIN_IDS", "12, 34", frozenset({12, 34})),
    ("ADMIN_IDS", "12，34 56", frozenset({12, 34, 56})),
    ("ADMIN_IDS", "", frozenset()),
    ("FETCH_HOSTS", "oa.Example, 10.1.2.3", frozenset({"oa.example", "10.1.2.3"})),
    ("ALLOWED_GROUPS", "-1001234", frozenset({-1001234})),
    ("ACCESS", "open", "open"),
    ("LOG_LEVEL", "debug", "DEBUG"),
    ("DATA_DIR", "/srv/wenshu", Path("/srv/wenshu")),
    ("TELEGRAM_PROXY", "", None),
    ("METRICS_LISTEN", ":9090", ":9090"),
    ("WEBHOOK_URL", "http://127.0.0.1:8443/hook", AnyUrl("http://127.0.0.1:8443/hook")),
]


@pytest.mark.parametrize(("name", "said", "expected"), ACCEPTED)
def test_value_is_read(name: str, said: str, expected: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + name, said)
    assert getattr(load_settings(), name.lower()) == expected


REFUSED = [
    ("TELEGRAM_TOKEN", "12345"),
    ("TELEGRAM_BASE_URL", "telegram.example"),
    ("TELEGRAM_PROXY", "ftp://proxy.example"),
    ("ADMIN_IDS", "@zhang"),
    ("ACCESS", "everyone"),
    ("ALLOWED_USERS", "12;34"),
    ("FETCH_HOSTS", "http://oa.example/"),
    ("RATE_PER_MINUTE", "0"),
    ("RATE_PER_MINUTE", "many"),
    ("DATABASE_URL", "mysql://host/base"),
    ("WEBHOOK_URL", "http://plain.example"),
    ("WEBHOOK_SECRET", "口令"),
    ("METRICS_LISTEN", "9090"),
    ("LOG_LEVEL", "LOUD"),
]


@pytest.mark.parametrize(("name", "said"), REFUSED)
def test_bad_value_stops_with_one_line_that_names_it(name: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + name, said)
    with pytest.raises(BadSetting, match=rf"^{PREFIX}{name}：\S.*$") as caught:
        load_settings()
    assert "\n" not in str(caught.value)
    assert caught.value.__cause__ is None  # a cause would print the value, which may be a secret


def test_env_file_is_read_and_the_environment_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("WENSHU_ACCESS=open\nWENSHU_RATE_PER_MINUTE=7\n", "utf-8")
    monkeypatch.setenv("WENSHU_ACCESS", "list")
    settings = load_settings()
    assert (settings.access, settings.rate_per_minute) == ("list", 7)


def test_command_line_names_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENSHU_DATA_DIR", "elsewhere")
    assert load_settings(Path("here")).data_dir == Path("here")


def test_token_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENSHU_TELEGRAM_TOKEN", TOKEN)
    settings = load_settings()
    assert TOKEN not in repr(settings)
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN


def test_example_documents_every_setting_and_no_other() -> None:
    documented = re.findall(r"^(WENSHU_\w+)=", EXAMPLE.read_text("utf-8"), re.MULTILINE)
    assert sorted(documented) == sorted(PREFIX + name.upper() for name in Settings.model_fields)


def test_example_as_it_stands_gives_the_defaults() -> None:
    Path(".env").write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    assert load_settings() == Settings(_env_file=None)


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_has_words_for_a_bad_value(field: str) -> None:
    assert texts()[f"setting.{field}"]
