"""Who may open what: every role at every route of the table, and no change without the mark of its own form."""

import re
from dataclasses import replace

import pytest
from aiohttp import web

from bot.bootstrap import House
from bot.channels.desk.mount import all_routes
from bot.channels.desk.routes import ANYBODY, CHANGING, Route
from bot.commands.people import CHOICES
from knowledge.people import MAY, ROLES
from tests.bot.channels.desk.conftest import Enter

PLACES = {"{name}": "editor", "{number}": "1"}


def filled(path: str) -> str:
    """The path with something in its places."""
    for place in re.findall(r"\{[^}]*\}", path):
        path = path.replace(place, PLACES.get(place, "1"))
    return path


def harmless(route: Route) -> Route:
    """The route behind its guards, doing nothing."""
    return replace(route, handler=lambda ask: web.Response(text="done"))


# Logging in makes the session this test needs
ROUTES = tuple(route for route in all_routes() if route.path not in ("/desk/login", "/desk"))
GUARDED = (*map(harmless, ROUTES), *(route for route in all_routes() if route.path in ("/desk/login", "/desk")))


async def test_every_role_at_every_route(enter: Enter) -> None:
    browsers = {role: await enter(role, GUARDED) for role in ROLES}
    browsers[""] = await enter("", GUARDED)
    for route in ROUTES:
        for role, browser in browsers.items():
            path = filled(route.path)
            answer = await (browser.post(path) if route.method == CHANGING else browser.get(path))
            allowed = route.role == ANYBODY or route.role in MAY.get(role, ())
            wanted = 200 if allowed else 403 if role else 401
            assert answer.status == wanted, (route.method, route.path, role)


async def test_no_change_without_the_mark_of_the_form_or_from_another_site(enter: Enter) -> None:
    browsers = {role: await enter(role, GUARDED) for role in ("admin", "approver")}
    changing = [route for route in ROUTES if route.method == CHANGING]
    assert len(changing) > 3
    for route in changing:
        browser = browsers["admin" if route.role == "admin" else "approver"]
        path, right = filled(route.path), browser.mark
        stolen = browsers["approver" if route.role == "admin" else "admin"].mark
        for mark in ("", "0" * 32, "中", stolen) if route.role != ANYBODY else ():  # there no session is yet
            browser.mark = mark
            assert (await browser.post(path)).status == 403, (route.path, mark)
        browser.mark = right
        answer = await browser.client.post(path, data={"mark": right}, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status == 403, route.path
        answer = await browser.client.post(path, data={"mark": right}, headers={"Origin": "https://evil.example"})
        assert answer.status == 403, route.path
        assert (await browser.post(path)).status == 200, route.path


async def test_nothing_is_served_that_is_not_in_the_table(enter: Enter, desk_house: House) -> None:
    browser = await enter()
    served = {
        (route.method, route.resource.canonical)
        for route in browser.client.server.app.router.routes()
        if route.resource and route.resource.canonical.startswith("/desk") and route.method != "HEAD"
    }
    assert served == {(route.method, route.path) for route in all_routes()}


def test_routes_that_change_are_posts_and_every_role_is_known() -> None:
    assert {route.method for route in all_routes()} == {"GET", CHANGING}
    assert {route.role for route in all_routes()} <= {ANYBODY, *ROLES}
    public = [route.path for route in all_routes() if route.role == ANYBODY]
    assert sorted(set(public)) == ["/desk/enter/{token}", "/desk/login", "/desk/static/{name}"]
    assert tuple(ROLES) == CHOICES


@pytest.mark.parametrize("route", [r for r in all_routes() if r.role == "admin"], ids=lambda r: f"{r.method} {r.path}")
def test_an_admin_changes_accounts_and_nothing_the_bot_says(route: Route) -> None:
    assert route.path.startswith("/desk/people")
