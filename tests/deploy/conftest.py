"""The house of the bot's tests, for what is measured of a running site."""

from tests.bot.conftest import house as house
