"""The web page and its interface for programs: what the house shows to a browser."""

from bot.channels.web.app import make_app
from bot.channels.web.server import serve

__all__ = ["make_app", "serve"]
