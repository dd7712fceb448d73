"""Who hands the paper over: what he says of himself stands on it and is kept nowhere."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from bot.replies.codes import inline
from knowledge.text.tokens import clean

LONGEST = {"name": 20, "phone": 20, "office": 30, "wechat": 80}
# What the code of somebody's card in WeChat says, as any scanner shows it
WECHAT = re.compile(r"(?:https?://)?u\.wechat\.com/([\w-]{8,64})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Counselor:
    """The counselor's own card; "" leaves a line to write on. ``wechat``: the account's name, or the address that the
    code of the card in WeChat stands for."""

    name: str = ""
    phone: str = ""
    office: str = ""
    wechat: str = ""

    @property
    def code(self) -> Markup:
        """The code of the card in WeChat, to be scanned; nothing where no address was given."""
        found = WECHAT.fullmatch(self.wechat)
        return inline(wechat_address(found[1]), "加辅导员微信的二维码") if found else Markup("")

    @property
    def account(self) -> str:
        """The account's name, to be typed; "" where there is a code."""
        return "" if self.code else self.wechat


def wechat_address(name: str) -> str:
    """What the code of this card says."""
    return f"https://u.wechat.com/{name}"


def counselor_of(given: Mapping[str, str]) -> Counselor:
    """The card from fields of these names, one line each and none too long for its place."""
    fields = {key: " ".join(clean(given.get(key, "")).split())[:most] for key, most in LONGEST.items()}
    return Counselor(**fields)
