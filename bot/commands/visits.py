"""The log of visits and what was passed on, at the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.events import with_stored
from bot.commands.line import settings_from, with_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.kit.visits import Logged, Viewer
    from bot.settings import Settings
    from knowledge.store import Store

PAIR = "请写成 项=内容，例如 企业=某某公司 需求=贷款 需求金额=500万"
SEEN_TO = {
    "还清": "loan_due",
    "登记": "registration_by",
    "备案": "filing_by",
    "续保": "insurance_ends",
    "下一步": "next_day",
}
UNKNOWN = "没有 {number} 号走访。fudaoyuan visit list 列出全部"


@click.group()
def visit() -> None:
    """走访记录：记一次、改一次、看到期的事、办好一件、删掉一家。辅导员写知识台的用户名，页面上就是他的。

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
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="写成 Excel")
@with_settings("home")
def list_all(counselor: str, county: str, full: bool, out: Path | None, home: str | None) -> None:
    """列出走访，--out 导出 Excel。

    例：fudaoyuan visit list --counselor 张三
    """

    def work(store: Store) -> str:
        from bot.kit.visits import masked, visits

        found = [one if full else masked(one) for one in visits(store.ledger(), viewer_of(counselor, county))]
        if out:
            from bot.bootstrap import published_knowledge
            from bot.kit.report import visits_workbook

            out.write_bytes(visits_workbook(published_knowledge(settings), found, people_of(store)))
            return f"写好了：{out}，{len(found)} 次"
        return "\n".join(map(_line, found)) or "还没有走访记录"

    settings = settings_from(home=home)
    click.echo(with_stored(settings, work))


@visit.command("show")
@click.argument("number")
@click.option("--full", is_flag=True, help="电话、联系人不遮")
@with_settings("home")
def show_one(number: str, full: bool, home: str | None) -> None:
    """看一次走访的每一项，改过什么、谁改的。

    例：fudaoyuan visit show 3
    """

    def work(store: Store) -> str:
        from bot.kit.visits import LABELS, changed, find_visit, history, masked, written

        found = find_visit(store.ledger(), number)
        if found is None:
            raise click.ClickException(UNKNOWN.format(number=number))
        told = written((found if full else masked(found)).visit)
        states = history(store.ledger(), number)
        steps = [f"{states[0][0].at[:16]}　{states[0][0].author}　记下"]
        for (_, old), (entry, new) in pairwise(states):
            steps.append(f"{entry.at[:16]}　{entry.author}　改了{'、'.join(changed(old, new))}")
        return "\n".join([*(f"{LABELS[key]}：{value}" for key, value in told.items() if value), *steps])

    click.echo(with_stored(settings_from(home=home), work))


@visit.command("done")
@click.argument("number")
@click.argument("what", type=click.Choice(list(SEEN_TO)))
@click.option("--counselor", default="", help="谁办的")
@with_settings("home")
def done_one(number: str, what: str, counselor: str, home: str | None) -> None:
    """到期的一件办好了：还清（今天还清，明天起可以申报）、登记、备案、续保、下一步。

    例：fudaoyuan visit done 3 还清
    """

    def work(store: Store) -> str:
        from bot.clock import today
        from bot.kit.follow_ups import done
        from bot.kit.visits import find_visit, log_visit

        found = find_visit(store.ledger(), number)
        if found is None:
            raise click.ClickException(UNKNOWN.format(number=number))
        visit = done(found.visit, SEEN_TO[what], today())
        return f"记下了：{_line(log_visit(store.ledger(), visit, counselor, datetime.now(UTC), number))}"

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
    """删掉一家企业的全部走访和交办，找不回来。

    例：fudaoyuan visit erase 甲公司
    """

    def work(store: Store) -> str:
        from bot.kit.referrals import erase_referral, referrals
        from bot.kit.visits import erase

        count, passed = erase(store.ledger(), firm), [one for one in referrals(store.ledger()) if one.firm == firm]
        for one in passed:
            erase_referral(store.ledger(), one.number)
        store.empty_log()
        told = [f"{count} 次走访"] * bool(count) + [f"{len(passed)} 件交办"] * bool(passed)
        return f"删了 {'、'.join(told)}" if told else f"没有“{firm}”的走访和交办"

    click.echo(with_stored(settings_from(home=home), work))


def people_of(store: Store) -> dict[str, str]:
    """Account → the person's own name."""
    return {one.name: one.shown for one in store.people().everybody()}


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
