"""Our own addresses as the visitor has to write them: below the path the site is mounted at, and within the frame it is
shown in.

Templates and handlers write an address from our root, ``/measures``. What leaves the site is turned here, in one place,
so that no link, form or script can be forgotten. What users typed is escaped by then, with its quotes, and never looks
like an attribute.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

WITHIN, TALK = "embed", "talk"
CARRIED = (WITHIN, TALK, "session")  # what links and forms bring along, besides what they are about
ADDRESS = re.compile(r'(?<=\s)(href|action|formaction|src|data-path|data-home|hx-get|hx-post)="(/(?!/)[^"]*)"')
FORM = re.compile(r"<form\b[^>]*>")
FILES = ("/static/", "/api/")


def own(params: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a form or a link says of its own, without what it brings along."""
    return [(name, value) for name, value in params.items() if name not in CARRIED]


@dataclass(frozen=True, slots=True)
class Way:
    """``base``: the path below which the visitor sees the site, "" for the root; ``carried``: what every address brings
    along, names and values that need no quoting."""

    base: str = ""
    carried: tuple[tuple[str, str], ...] = ()

    def placed(self, html: str) -> str:
        """The HTML with our own addresses as this visitor has to write them."""
        if not self.base and not self.carried:
            return html
        html = ADDRESS.sub(lambda found: f'{found[1]}="{self._whole(found[2], "&amp;", found[1])}"', html)
        fields = "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in self.carried)
        return FORM.sub(lambda found: found[0] + fields, html) if fields else html

    def led(self, location: str) -> str:
        """Where a redirect leads."""
        ours = location.startswith("/") and not location.startswith("//")
        return self._whole(location, "&") if ours else location

    def _whole(self, path: str, amp: str, attribute: str = "") -> str:
        if attribute in ("src", "data-path") or path.startswith(FILES):
            return self.base + path
        address, _, place = path.partition("#")
        head, _, query = address.partition("?")
        parts = query.split(amp) if query else []
        named = {part.partition("=")[0] for part in parts}
        parts += [f"{name}={value}" for name, value in self.carried if name not in named]
        return self.base + head + ("?" + amp.join(parts) if parts else "") + (f"#{place}" if place else "")
