"""What was passed on to the offices in charge, at the command line."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.events import with_stored
from bot.commands.line import settings_from, with_settings
from bot.commands.visits import people_of

if TYPE_CHECKING:
    from bot.kit.referrals import Referral
    from knowledge.records.model import Clause, Knowledge
    from knowledge.store import Store


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


@referral.command("show")
@click.argument("number")
@with_settings("home")
def show_one(number: str, home: str | None) -> None:
    """看一件到哪一步了、每一步是谁办的。

    例：fudaoyuan referral show JB-12345678
    """

    def work(store: Store) -> str:
        from bot.kit.referrals import find_referral, from_json, steps_of

        found = find_referral(store.ledger(), number)
        if found is None:
            raise click.ClickException(f"没有 {number} 这个号。fudaoyuan referral list 列出全部")
        steps = [
            f"{one.at[:16]}　{from_json(one.data).state}　{one.author}" for one in steps_of(store.ledger(), number)
        ]
        result = [f"结果：{found.result}"] if found.result else []
        return "\n".join([_referral(found), *result, *steps])

    click.echo(with_stored(settings_from(home=home), work))


@referral.command("list")
@click.option("--overdue", "late", is_flag=True, help="只看超期的")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="写成 Excel")
@with_settings("home")
def list_referrals(late: bool, out: Path | None, home: str | None) -> None:
    """列出交办的事，--out 导出 Excel。

    例：fudaoyuan referral list --overdue
    """

    def work(store: Store) -> str:
        from bot.clock import today
        from bot.kit.referrals import overdue, referrals

        every = referrals(store.ledger())
        shown = overdue(every, today()) if late else every
        if out:
            from bot.kit.report import referrals_workbook

            out.write_bytes(referrals_workbook(shown, today(), people_of(store)))
            return f"写好了：{out}，{len(shown)} 件"
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
