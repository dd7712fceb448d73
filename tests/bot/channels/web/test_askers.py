"""How many share an address, and what is kept about them."""

from bot.channels.rate_limit import REMEMBERED, WINDOW
from bot.channels.web.askers import Askers


def test_a_session_counts_once_and_for_a_minute() -> None:
    askers = Askers()
    assert askers.sharing("a", "home", 0.0) == 1
    for now, session in ((0.0, "a"), (10.0, "b"), (20.0, "a")):
        askers.note(session, "home", now)
    assert (askers.sharing("a", "home", 20.0), askers.sharing("c", "home", 20.0)) == (2, 3)
    assert askers.sharing("a", "elsewhere", 20.0) == 1
    assert askers.sharing("a", "home", 10.0 + WINDOW) == 1


def test_silent_addresses_are_forgotten_and_of_too_many_the_longest_silent() -> None:
    askers = Askers()
    for number in range(REMEMBERED + 100):
        askers.note("a", f"address-{number}", 1000.0)
    assert len(askers) == REMEMBERED
    askers.note("a", "late", 1000.0 + WINDOW)
    assert len(askers) == 1
