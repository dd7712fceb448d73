"""A twin of the shipped city: the same document under a made-up name, with three figures changed. Not shipped."""

from collections.abc import Mapping
from hashlib import sha256

OURS, TWIN = "policies/liaocheng-2024/", "policies/yunping-2024/"
PLACES = (
    ("聊城", "云平"),
    ("东昌府", "云东"),
    ("茌平", "云北"),
    ("临清", "云津"),
    ("冠县", "云冠县"),
    ("莘县", "云莘县"),
    ("阳谷", "云谷"),
    ("东阿", "云阿"),
    ("高唐", "云唐"),
    ("江北水城", "云平水城"),
    ("liaocheng-2024", "yunping-2024"),
)
FIGURES = (
    ("LPR）的40%", "LPR）的30%"),  # the interest on a loan against a patent
    ("市财政补助10万元", "市财政补助20万元"),  # what is paid for a listing on a regional market
    ("最高600万元支持", "最高400万元支持"),  # the ceiling of an IPO
)
VALUES = (('value = "0.40"', 'value = "0.30"'), ('value = "6000000"', 'value = "4000000"'))
AWARD = ('\nquote = "市财政补助10万元"', 'value = "100000"', 'value = "200000"')
LEFT_OUT = ("answers.toml", "listening/", "contacts.toml")  # what staff write once they know their city


def twin(files: Mapping[str, str]) -> dict[str, str]:
    """The folder of the twin, from the shipped ``files``."""
    own = {path.removeprefix(OURS): text for path, text in files.items() if path.startswith(OURS)}
    made = {TWIN + name: _renamed(text) for name, text in own.items() if not name.startswith(LEFT_OUT)}
    measures, policy, document = (TWIN + name for name in ("measures.toml", "policy.toml", "document.txt"))
    made[measures] = _award(_replaced(made[measures], VALUES))
    old = sha256(files[OURS + "document.txt"].encode()).hexdigest()
    made[policy] = _replaced(made[policy], ((old, sha256(made[document].encode()).hexdigest()),))
    return made


def _renamed(text: str) -> str:
    for old, new in (*PLACES, *FIGURES):
        text = text.replace(old, new)
    return text


def _award(text: str) -> str:
    """The value stands before the quote that it is in."""
    quote, old, new = AWARD[0].replace("10万", "20万"), AWARD[1], AWARD[2]
    before, found, behind = text.partition(quote)
    head, _, tail = before.rpartition(old)
    assert found and head
    return f"{head}{new}{tail}{found}{behind}"


def _replaced(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text
