"""Settings like others, but for some of the page's."""

from dataclasses import replace

from bot.settings import Settings

UNLIMITED = dict.fromkeys(("session_limit", "address_limit", "newcomer_limit", "page_limit"), 10**6)


def with_page(settings: Settings, **changed: object) -> Settings:
    """These settings, with fields of ``settings.page`` changed."""
    return replace(settings, page=replace(settings.page, **changed))
