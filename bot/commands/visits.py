"""The log of visits and what was passed on, at the command line."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from bot.commands.events import with_stored
from bot.commands.line import settings_from, with_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.kit.referrals import Referral
    from bot.kit.visits import Logged, Viewer
    from bot.settings import Settings
    from knowledge.records.model import Clause, Knowledge
    from knowledge.store import Store

PAIR = "请写成 项=内容，例如 企业=某某公司 需求=贷款 需求金额=500万"
UNKNOWN = "没有 {number} 号走访。fudaoyuan visit list 列出全部"


@click.group()
def visit() -> None:
    """走访记录：记一次、改一次、看到期的事、删掉一家。

    例：fudaoyuan visit list --counselor 张三
    """


@visit.command("add")
@click.argument("pairs", nargs=-1, required=True)
@click.option("--counselor", default="", help="谁走访的")
@with_settings("home")
def add(pairs: tuple[str, ...], counselor: str, home: str | None) -> None:
    """记一次走访，一项一个 项=内容。

    例：fudaoyuan visit add 企业=甲公司 需求=贷款 需求金额=500万 下一步=送材料 下一步日期=2025-12-1 --counselor 张三
    """
    click.echo(_kept(settings_from(home=home), "", pairs, counselor))


@visit.command("edit")
@click.argument("number")
@click.argument("pairs", nargs=-1, required=True)
@click.option("--counselor", default="", help="谁改的")
@with_settings("home")
def edit(number: str, pairs: tuple[str, ...], counselor: str, home: str | None) -> None:
    """改一次走访里的几项，原来的还留着。

    例：fudaoyuan visit edit 3 落地金额=200万
    """
    click.echo(_kept(settings_from(home=home), number, pairs, counselor))


@visit.command("list")
@click.option("--counselor", default="", help="只看这位辅导员的")
@click.option("--county", default="", help="只看这个县区的")
@click.option("--full", is_flag=True, help="电话、联系人不遮")
@with_settings("home")
def list_all(counselor: str, county: str, full: bool, home: str | None) -> None:
    """列出走访。

    例：fudaoyuan visit list --counselor 张三
    """

    def work(store: Store) -> str:
        from bot.kit.visits import masked, visits

        found = visits(store.ledger(), viewer_of(counselor, county))
        return "\n".join(_line(one if full else masked(one)) for one in found) or "还没有走访记录"

    click.echo(with_stored(settings_from(home=home), work))


@visit.command("due")
@click.option("--counselor", default="", help="只看这位辅导员的")
@click.option("--county", default="", help="只看这个县区的")
@with_settings("home")
def due(counselor: str, county: str, home: str | None) -> None:
    """到期的事：还款、申报、登记、备案、续保、答应的下一步，提前三十天提醒。

    例：fudaoyuan visit due --counselor 张三
    """

    def work(store: Store) -> str:
        from bot.clock import today
        from bot.kit.follow_ups import follow_ups
        from bot.kit.visits import visits

        found = follow_ups(visits(store.ledger(), viewer_of(counselor, county)), today())
        rows = (f"{one.when}　{one.day}　{one.one.visit.firm}：{one.words}（{one.one.number} 号）" for one in found)
        return "\n".join(rows) or "三十天内没有到期的事"

    click.echo(with_stored(settings_from(home=home), work))


@visit.command("erase")
@click.argument("firm")
@with_settings("home")
def erase_firm(firm: str, home: str | None) -> None:
    """删掉一家企业的全部走访记录，找不回来。

    例：fudaoyuan visit erase 甲公司
    """

    def work(store: Store) -> str:
        from bot.kit.visits import erase

        count = erase(store.ledger(), firm)
        store.empty_log()
        return f"删了 {count} 次走访" if count else f"没有“{firm}”的走访记录"

    click.echo(with_stored(settings_from(home=home), work))


def viewer_of(counselor: str, county: str) -> Viewer:
    from bot.kit.visits import Viewer

    return (
        Viewer("counselor", counselor) if counselor else Viewer("county", county=county) if county else Viewer("city")
    )


def _kept(settings: Settings, number: str, pairs: Sequence[str], counselor: str) -> str:
    def work(store: Store) -> str:
        from bot.bootstrap import published_knowledge
        from bot.clock import today
        from bot.kit.visits import VisitError, from_json, log_visit, read_visit

        before = store.ledger().history("visit", number) if number else ()
        if number and not before:
            raise click.ClickException(UNKNOWN.format(number=number))
        stands = from_json(before[-1].data) if before else None
        try:
            told = read_visit(published_knowledge(settings), _fields(pairs), today(), stands)
        except VisitError as error:
            raise click.ClickException(str(error)) from None
        return f"记下了：{_line(log_visit(store.ledger(), told, counselor, datetime.now(UTC), number))}"

    return with_stored(settings, work)


def _fields(pairs: Sequence[str]) -> dict[str, str]:
    from bot.kit.visits import LABELS

    keys = {label: key for key, label in LABELS.items()}
    found = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign:
            raise click.ClickException(f"“{pair}”读不懂。{PAIR}")
        found[keys.get(name, name)] = text
    return found


def _line(one: Logged) -> str:
    from calculators.wording import money

    visit = one.visit
    parts = [visit.contact, visit.phone, visit.need, visit.need_yuan and money(visit.need_yuan), visit.next_step]
    told = [str(part) for part in parts if part]
    return f"{one.number} 号　{visit.day}　{visit.firm}" + (f"　{'，'.join(told)}" if told else "")


@click.group()
def referral() -> None:
    """交办：把企业的事交给牵头单位，看到哪一步、哪些超期。

    例：fudaoyuan referral list --overdue
    """


@referral.command("open")
@click.option("--clause", required=True, help="哪一条，例如 1.1")
@click.option("--firm", required=True, help="企业")
@click.option("--need", required=True, help="要办什么")
@click.option("--due", "until", required=True, help="期限，例如 2025-12-31")
@click.option("--owner", default="", help="谁负责")
@click.option("--yuan", default="", help="需要多少钱（元），没有就不写")
@with_settings("home")
def open_one(clause: str, firm: str, need: str, until: str, owner: str, yuan: str, home: str | None) -> None:
    """交办一件，给出企业查询用的号。

    例：fudaoyuan referral open --clause 1.1 --firm 甲公司 --need 贴息怎么报 --due 2025-12-31 --owner 张三
    """
    settings = settings_from(home=home)

    def work(store: Store) -> str:
        from bot.bootstrap import published_knowledge
        from bot.kit.referrals import ReferralError, refer

        knowledge = published_knowledge(settings)
        try:
            found = _clause(knowledge, clause)
            made = refer(
                store.ledger(),
                found,
                firm=firm,
                need=need,
                owner=owner,
                due=_day(until),
                now=datetime.now(UTC),
                yuan=yuan,
            )
        except ReferralError as error:
            raise click.ClickException(str(error)) from None
        return f"交给{made.department}，{made.due}前办。企业查询的号：{made.shown}"

    click.echo(with_stored(settings, work))


@referral.command("move")
@click.argument("number")
@click.argument("state", type=click.Choice(["转办", "反馈", "办结", "回访"]))
@click.option("--by", default="", help="谁办的")
@click.option("--result", default="", help="结果（办结要写）")
@click.option("--landed", default="", help="落地多少钱（元）")
@with_settings("home")
def move_one(number: str, state: str, by: str, result: str, landed: str, home: str | None) -> None:
    """往前走一步：转办、反馈、办结、回访。

    例：fudaoyuan referral move 12345678 办结 --result 已申报 --landed 40200
    """

    def work(store: Store) -> str:
        from bot.kit.referrals import ReferralError, State, move

        try:
            moved = move(
                store.ledger(), number, State(state), by=by, now=datetime.now(UTC), result=result, landed=landed
            )
        except ReferralError as error:
            raise click.ClickException(str(error)) from None
        return f"{moved.shown}：{moved.state}"

    click.echo(with_stored(settings_from(home=home), work))


@referral.command("list")
@click.option("--overdue", "late", is_flag=True, help="只看超期的")
@with_settings("home")
def list_referrals(late: bool, home: str | None) -> None:
    """列出交办的事。

    例：fudaoyuan referral list --overdue
    """

    def work(store: Store) -> str:
        from bot.clock import today
        from bot.kit.referrals import overdue, referrals

        every = referrals(store.ledger())
        shown = overdue(every, today()) if late else every
        return "\n".join(_referral(one) for one in shown) or ("没有超期的" if late else "还没有交办过")

    click.echo(with_stored(settings_from(home=home), work))


def _referral(one: Referral) -> str:
    return f"{one.shown}　{one.state}　{one.due}前　{one.firm}：{one.need}（{one.department}）"


def _clause(knowledge: Knowledge, name: str) -> Clause:
    try:
        return knowledge.clause(name) if "/" in name else knowledge.main.clause(name)
    except KeyError:
        raise click.ClickException(f"没有 {name} 这一条。fudaoyuan knowledge list 列出全部") from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.ClickException(f"{text} 不是日期，请写成 2025-12-31") from None
