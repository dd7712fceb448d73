"""The route table: every page of the desk with the role it needs. Nothing is served that does not stand in one."""

from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from bot.channels.desk.asking import Ask

ANYBODY = ""  # the role of what needs no login
CHANGING = "POST"
SMALL, LARGE = 256 * 1024, 12 * 1024 * 1024  # bytes of a form, and of one with a file
Handler = Callable[[Ask], web.Response]


@dataclass(frozen=True, slots=True)
class Route:
    """``role``: what the visitor must be allowed, as ``knowledge.people.MAY`` has it; ``most``: bytes of a form."""

    method: str
    path: str
    role: str
    handler: Handler
    most: int = SMALL


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the menu. ``place``: its order there; ``role``: who sees it; ``also``: beginnings of other paths that
    belong to it."""

    place: int
    path: str
    label: str
    role: str
    also: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Whether the page at this path belongs to it."""
        below = () if self.path == "/desk" else (self.path, *self.also)
        return path == self.path or any(path == one or path.startswith(f"{one}/") for one in below)


@dataclass
class Table:
    """The routes of one module."""

    routes: list[Route] = field(default_factory=list)

    def get(self, path: str, role: str) -> Callable[[Handler], Handler]:
        """Shows something and changes nothing."""
        return self._add("GET", path, role, SMALL)

    def post(self, path: str, role: str, most: int = SMALL) -> Callable[[Handler], Handler]:
        """Changes something: the form must come from a page of the same session."""
        return self._add(CHANGING, path, role, most)

    def _add(self, method: str, path: str, role: str, most: int) -> Callable[[Handler], Handler]:
        def added(handler: Handler) -> Handler:
            self.routes.append(Route(method, path, role, handler, most))
            return handler

        return added
