"""One request to the desk as its handlers see it: who asks, what was typed, and the ways to answer."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from aiohttp import hdrs, web

from bot.advisor import Advisor, Live
from bot.channels.signing import Signer
from bot.channels.web.assets import addresses, asset
from bot.channels.web.site import VISIT, html_response
from bot.desk.house import Drafted
from bot.desk.known import Known
from bot.replies.render import environment
from bot.settings import Settings
from knowledge.audit import action
from knowledge.drafts import STATES, Office
from knowledge.people import ROLES, Door, Hand, may
from knowledge.records.model import Knowledge
from knowledge.store import Draft, Person, Store

OWN = Path(__file__).parent / "static"
SHEETS = ("base.css", "card.css", "page.css")  # of the site, whose look the desk has
SAID = "fudaoyuan-desk-said"  # the cookie that tells the next page what was done


@dataclass
class Desk:
    """What all pages share. ``now``: the moment, in the time of the enterprises; ``menu``: the pages, in their order;
    ``reminders``: each tells whoever is logged in what is due; ``kept``: what pages remember while the program runs.
    """

    store: Store
    advisor: Advisor
    settings: Settings
    door: Door
    office: Office
    drafted: Drafted
    known: Known
    signer: Signer
    now: Callable[[], datetime]
    menu: tuple[Any, ...] = ()
    reminders: tuple[Callable[["Ask"], Iterable["Reminder"]], ...] = ()
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def live(self) -> Live:
        """What answers are given from."""
        return self.advisor.live

    @property
    def knowledge(self) -> Knowledge:
        return self.advisor.live.knowledge

    @property
    def today(self) -> date:
        return self.now().date()


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something that is due, and the page where it is done."""

    words: str
    path: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent with a form."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Ask:
    """``me``: who is logged in, None for nobody; ``mark``: what the forms of the session carry; ``form``: what was
    typed, a value for each name; ``lists``: all values of each name."""

    request: web.Request
    desk: Desk
    me: Person | None = None
    token: str = ""
    mark: str = ""
    form: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    @property
    def person(self) -> Person:
        """Who is logged in, on pages that need a login."""
        assert self.me is not None
        return self.me

    @property
    def path(self) -> str:
        """The path, from our root."""
        return self.request[VISIT].path

    @property
    def address(self) -> str:
        """Where the request comes from, as the limits count it."""
        return self.request[VISIT].address

    @property
    def query(self) -> Mapping[str, str]:
        return self.request.query

    def match(self, name: str) -> str:
        """A part of the path."""
        return self.request.match_info[name]

    def number(self, name: str) -> int:
        """A number in the path; a 404 where it is none."""
        text = self.match(name)
        if not text.isascii() or not text.isdecimal() or len(text) > 9:
            raise web.HTTPNotFound
        return int(text)

    def text(self, name: str) -> str:
        """What was typed in a field, with the line ends of the data files, without spaces around."""
        return self.form.get(name, "").replace("\r\n", "\n").strip()

    def hand(self) -> Hand:
        """Who does it, from where and when, for the trail."""
        return Hand(self.person.name, self.address, self.desk.now().isoformat(timespec="seconds"))

    def may(self, role: str) -> bool:
        """Whether who is logged in may do what needs ``role``."""
        return self.me is not None and may(self.me, role)

    def draft(self) -> Draft | None:
        """The draft that who is logged in works on."""
        return self.desk.office.open_draft(self.me) if self.me and may(self.me, "editor") else None

    def page(self, name: str, status: int = 200, /, **context: Any) -> web.Response:
        """A page of ``templates/desk``; everything put into it is escaped."""
        visit = self.request[VISIT]
        shared = {
            "ask": self,
            "me": self.me,
            "mark": self.mark,
            "menu": [one for one in self.desk.menu if self.may(one.role)],
            "here": self.path,
            "sheets": [addresses()[sheet] for sheet in SHEETS],
            "own_files": own_addresses(),
            "said": unquote(self.request.cookies.get(SAID, "")),
            "roles": ROLES,
            "states": STATES,
            "action": action,
            "working": self.draft(),
            "today": self.desk.today,
        }
        html = environment().get_template(f"desk/{name}.j2").render(**shared, **context)  # no name is given twice
        response = html_response(self.request, visit.way.placed(html), status)
        if SAID in self.request.cookies:
            response.del_cookie(SAID, path="/")
        return response

    def go(self, path: str, said: str = "") -> web.Response:
        """Leads to a page of ours, which says what was done."""
        response = web.Response(status=303, headers={hdrs.LOCATION: self.request[VISIT].way.led(path)})
        if said:
            secure = self.request[VISIT].secure
            response.set_cookie(
                SAID, quote(said[:600]), max_age=60, httponly=True, samesite="Lax", secure=secure, path="/"
            )
        return response

    def file(self, data: bytes, name: str, kind: str) -> web.Response:
        """A file to be kept."""
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
        return web.Response(body=data, content_type=kind, headers=headers)

    def json(self, value: Any) -> web.Response:
        return web.Response(text=json.dumps(value, ensure_ascii=False), content_type="application/json")

    def with_form(self, **parts: Any) -> "Ask":
        return replace(self, **parts)


@cache
def own_addresses() -> Mapping[str, str]:
    """Files of the desk, each at an address with a mark of its content."""
    return {
        path.name: f"/desk/static/{path.name}?v={sha256(asset(path.name, OWN).body).hexdigest()[:12]}"
        for path in sorted(OWN.iterdir())
    }
