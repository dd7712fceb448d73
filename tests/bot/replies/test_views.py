"""Each kind of reply has views, each view a template in every flavour, and each template reads its own record alone."""

from dataclasses import FrozenInstanceError, dataclass, fields
from datetime import date
from typing import ClassVar

import pytest
from jinja2 import StrictUndefined, UndefinedError, meta, nodes

from bot.channels.web.cards import Card, Place, card_of
from bot.messages import Message, Reply, ReplyKind, View
from bot.replies import views
from bot.replies.phrasebook import Phrasebook
from bot.replies.render import TEMPLATES, environment, lines
from bot.replies.views import (
    AsideView,
    BesideView,
    CancelledView,
    CheckupView,
    ChooseView,
    ClauseView,
    CompareView,
    DistanceView,
    DutiesView,
    InverseView,
    KeptView,
    LeaveView,
    LeftView,
    MeasureView,
    MetaView,
    OverviewView,
    PersonView,
    PlacedView,
    ReferralView,
    RefusedView,
    RemindView,
    StaffView,
    StrayView,
    ToldView,
    TotalView,
    WhichView,
)

DAY = date(2025, 11, 22)
VIEWS: dict[ReplyKind, set[type[View]]] = {
    ReplyKind.ANSWER: {
        ClauseView,
        ToldView,
        PersonView,
        InverseView,
        KeptView,
        TotalView,
        DistanceView,
        LeftView,
        StaffView,
    },
    ReplyKind.CALCULATION: {MeasureView, CompareView, TotalView, DistanceView, LeftView},
    ReplyKind.ASK: {MeasureView, ChooseView, StrayView, InverseView, KeptView},
    ReplyKind.META: {MetaView, DutiesView},
    ReplyKind.OVERVIEW: {OverviewView, CheckupView},
    ReplyKind.OUT_OF_SCOPE: {AsideView},
    ReplyKind.SMALLTALK: {AsideView, PersonView, LeaveView, RefusedView, ReferralView, RemindView},
    ReplyKind.CANCELLED: {CancelledView},
    ReplyKind.EXPIRED: {MeasureView},
    ReplyKind.REFUSED: {RefusedView},
}
SEVERAL = {ReplyKind.ASK: WhichView, ReplyKind.ANSWER: BesideView, ReplyKind.SMALLTALK: PlacedView}  # of documents
CASES = [(kind, view) for kind, all_of_it in VIEWS.items() for view in sorted(all_of_it, key=lambda one: one.__name__)]
BY_STAFF = {(ReplyKind.ANSWER, StaffView)}  # the shipped document has none: tests/bot/dialogue/test_by_staff.py
BESIDES = {  # what those that are no card of a reply read
    "past": {"lines", "kind"},
    "notice": {"notice"},
    "over": {"policy"},
    "lacking": {"lacking", "document"},
    "paused": {"paused"},
    "added": {"reply", "fields"},
    "document": {"reply"},
    "clause": {"policy", "clause", "body"},
    "comparison": {"a", "b", "difference"},
    "checkup_table": set(),
}


def template_of(kind: ReplyKind, view: type[View]) -> str:
    return view.template or kind.value


def read_by(name: str) -> set[str]:
    """The names a template takes from outside; those it sets in one branch alone are its own."""
    env = environment()
    source, _, _ = env.loader.get_source(env, name)
    parsed = env.parse(source)
    own = {one.name for one in parsed.find_all(nodes.Name) if one.ctx == "store"}
    return meta.find_undeclared_variables(parsed) - env.globals.keys() - own


def test_every_kind_has_a_view_and_every_view_a_kind():
    assert VIEWS.keys() == set(ReplyKind) and all(VIEWS.values())
    made = {one for one in vars(views).values() if isinstance(one, type) and issubclass(one, View)} - {View}
    assert set().union(*VIEWS.values(), SEVERAL.values()) == made


@pytest.mark.parametrize("kind", SEVERAL)
def test_a_view_of_several_documents_has_both_templates(kind):
    view = SEVERAL[kind]
    assert read_by(f"plain/{view.template}.j2") <= {field.name for field in fields(view)} | {"reply", "parts"}
    assert read_by(f"web/{view.template}.j2") <= {"card"}


def test_the_dialogues_say_each_kind_with_its_views_and_no_other(told, house):
    beside = ("！！！", "市税务局配合哪些", "交办的事到哪一步了", "到期前提醒我")
    others = [house.advisor.reply(Message(f"views-{text}", text, DAY)).reply for text in beside]
    assert {(reply.kind, type(reply.view)) for reply in (*others, *(one.reply for one in told))} == set(
        CASES
    ) - BY_STAFF


@pytest.mark.parametrize(("kind", "view"), CASES, ids=[f"{kind.value}-{view.__name__}" for kind, view in CASES])
def test_a_view_has_a_template_in_plain_that_reads_its_fields_and_a_card_that_reads_the_card(kind, view):
    name = template_of(kind, view)
    assert read_by(f"plain/{name}.j2") <= {field.name for field in fields(view)} | {"reply", "parts"}
    assert read_by(f"web/{name}.j2") <= {"card"}


def test_what_is_no_card_of_a_reply_reads_what_it_is_given():
    cards = {template_of(kind, view) for kind, view in (*CASES, *SEVERAL.items())} | {"result", "top", "working"}
    names = {path.stem for path in (TEMPLATES / "web").glob("[a-z]*.j2")}
    assert names - cards == BESIDES.keys()
    for name, given in BESIDES.items():
        assert read_by(f"web/{name}.j2") == given


def test_no_template_asks_whether_a_name_is_there():
    assert environment().undefined is StrictUndefined
    assert [path for path in TEMPLATES.rglob("*.j2") if "defined" in path.read_text("utf-8")] == []


def test_a_reply_without_a_view_is_an_error():
    with pytest.raises(TypeError, match="view"):
        Reply(ReplyKind.META)


@dataclass(frozen=True, slots=True)
class Shadowing(View):
    """A field of the name under which a plain template knows the reply."""

    template: ClassVar[str] = "stray"
    said: str
    reply: str


def test_a_field_that_would_shadow_another_is_an_error():
    with pytest.raises(TypeError, match="multiple values"):
        lines(Reply(ReplyKind.ASK, Shadowing("500万", "mine")))


def test_a_name_no_view_has_is_an_error():
    with pytest.raises(UndefinedError, match="said"):
        lines(Reply(ReplyKind.ASK, Nameless()))


@dataclass(frozen=True, slots=True)
class Nameless(View):
    template: ClassVar[str] = "stray"


@pytest.fixture(scope="module")
def sum_(house) -> Card:
    reply = house.advisor.reply(Message("views-sum", "专利质押贷了300万，一年，2024年9月放款", DAY)).reply
    return card_of(reply, house.advisor.live.knowledge, Phrasebook(house.advisor.live.knowledge), DAY)


def test_a_card_is_one_frozen_record_of_the_reply_and_the_page(sum_):
    assert sum_.view is sum_.reply.view and (sum_.live, sum_.place, sum_.begun) == (True, Place.CHAT, True)
    assert sum_.sums is not None and not sum_.follow and not sum_.beside
    assert not {field.name for field in fields(sum_)} & {field.name for field in fields(sum_.view)}
    with pytest.raises(FrozenInstanceError):
        sum_.live = False


def test_a_card_that_is_not_the_newest_offers_nothing_to_ask_next(sum_, known):
    old = card_of(sum_.reply, known, Phrasebook(known), DAY, live=False)
    assert not old.follow and old.lines == sum_.lines
