"""Settings as an operator writes them: one table, one reader, and records that hold what it gives."""

from dataclasses import fields

import pytest

from bot.cli import main
from bot.settings import SECTIONS, SETTINGS, Settings, SettingsError, read_settings, variable


def test_the_table_gives_every_field_of_the_records_and_nothing_else():
    of_records = {field.name for field in fields(Settings)} - set(SECTIONS)
    for section, record in SECTIONS.items():
        of_records |= {f"{section}.{field.name}" for field in fields(record)}
    assert sorted(setting.field for setting in SETTINGS) == sorted(of_records)
    assert len({setting.variable for setting in SETTINGS}) == len(SETTINGS)


def test_the_environment_counts_over_the_default_and_an_option_over_both():
    assert read_settings({}).port == 8080
    assert read_settings({"FUDAOYUAN_PORT": "9000"}).port == 9000
    assert read_settings({"FUDAOYUAN_PORT": "9000"}, port="9001").port == 9001
    assert read_settings({"FUDAOYUAN_PORT": ""}, port=None).port == 8080


def test_sections_hold_their_values():
    environ = {"FUDAOYUAN_SESSION_LIMIT": "7", "FUDAOYUAN_LOG_LEVEL": "WARNING", "FUDAOYUAN_ACCESS_LOG": "on"}
    got = read_settings(environ | {"TELEGRAM_API_BASE": "http://127.0.0.1:81/"})
    assert (got.page.session_limit, got.page.address_limit) == (7, 3000)
    assert (got.log.level, got.log.access) == ("warning", True)
    assert got.telegram.api_base == "http://127.0.0.1:81" and not got.telegram.bot_token


@pytest.mark.parametrize(
    "setting", [one for one in SETTINGS if one.field not in ("home", "host", "backup.folder")], ids=lambda s: s.field
)
def test_a_value_that_cannot_be_used_names_its_variable(setting):
    with pytest.raises(SettingsError, match=setting.variable):
        read_settings({setting.variable: "\u2603\u2603"})


def test_the_help_of_a_command_is_that_of_the_table():
    helps = {option.name: option.help for option in main.commands["serve"].params}
    table = {setting.field: setting for setting in SETTINGS}
    for name in ("home", "host", "port"):
        for words in (table[name].help, table[name].default, variable(name)):
            assert words in helps[name]
