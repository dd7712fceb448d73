"""``fudaoyuan knowledge person …``: accounts of the desk. Who may run commands on the server keeps its accounts."""

from __future__ import annotations

import getpass
import os
from typing import TYPE_CHECKING

import click

from bot.commands.line import friendly, settings_from, with_settings

if TYPE_CHECKING:
    from knowledge.people import Hand

WHERE = "终端"
CHOICES = ("viewer", "counselor", "editor", "approver", "admin")  # knowledge.people.ROLES, which takes long to load
PASSWORD = "FUDAOYUAN_DESK_PASSWORD"  # so that scripts need not type it


@click.group()
def person() -> None:
    """知识台的账号：第一个管理员从这里添。

    例：fudaoyuan knowledge person add zhangsan --shown 张三 --role admin
    """


@person.command("add")
@click.argument("name")
@click.option("--shown", required=True, help="本人姓名")
@click.option("--role", type=click.Choice(CHOICES), default="editor", show_default=True, help="角色")
@click.option("--county", default="", help="只管哪个县（市、区），不写是全市")
@click.option("--wecom", default="", help="企业微信里的账号（userid），在那里说“走访”就能进来")
@with_settings("home")
def person_add(name: str, shown: str, role: str, county: str, wecom: str, home: str | None) -> None:
    """添一个账号，密码当场输入两遍（或从环境变量 FUDAOYUAN_DESK_PASSWORD 来）。

    例：fudaoyuan knowledge person add lisi --shown 李四 --role approver
    """
    from knowledge.people import ROLES, new_account
    from knowledge.store import Person, open_store

    secret = asked_password()

    def work() -> str:
        with open_store(settings_from(home=home).store) as store:
            new_account(store.people(), Person(name, shown, role, county, wecom=wecom), secret, terminal_hand())
        return f"添好了：{shown}（{name}），{ROLES[role]}。打开 /desk 登录"

    click.echo(friendly(work))


@person.command("list")
@with_settings("home")
def person_list(home: str | None) -> None:
    """列出全部账号。

    例：fudaoyuan knowledge person list
    """

    from knowledge.people import ROLES
    from knowledge.store import open_store

    def work() -> str:
        with open_store(settings_from(home=home).store) as store:
            lines = [
                f"{one.name}  {one.shown}  {ROLES[one.role]}  {one.county or '全市'}"
                + ("" if one.state == "active" else "  已停用")
                for one in store.people().everybody()
            ]
        return "\n".join(lines) or "还没有账号。用 fudaoyuan knowledge person add 添第一个管理员。"

    click.echo(friendly(work))


@person.command("change")
@click.argument("name")
@click.option("--role", type=click.Choice(CHOICES), help="换成这个角色")
@click.option("--county", help="只管这个县（市、区）；写 - 是全市")
@click.option("--wecom", help="企业微信里的账号（userid）；写 - 是去掉")
@click.option("--close", is_flag=True, help="停用：人走了")
@click.option("--open", "reopen", is_flag=True, help="重新启用")
@click.option("--password", "anew", is_flag=True, help="换一个密码")
@click.option("--shown", default=None, help="换成这个姓名")
@click.option("--heir", default="", help="手里的草稿交给谁（用户名）")
@with_settings("home")
def person_change(
    name: str,
    role: str | None,
    county: str | None,
    wecom: str | None,
    close: bool,
    reopen: bool,
    anew: bool,
    shown: str | None,
    heir: str,
    home: str | None,
) -> None:
    """改一个账号：角色、管哪里、企业微信账号、停用、换密码；改了以后它的登录马上退出。

    例：fudaoyuan knowledge person change lisi --close
    """
    from dataclasses import replace

    from bot.desk.house import pass_on
    from knowledge.people import ROLES, change_account, found
    from knowledge.store import open_store

    secret = asked_password() if anew else None

    def work() -> str:
        with open_store(settings_from(home=home).store) as store:
            old = found(store.people(), name)
            new = replace(
                old,
                shown=shown or old.shown,
                role=role or old.role,
                county=old.county if county is None else county.strip("-"),
                wecom=old.wecom if wecom is None else "" if wecom == "-" else wecom,
                state="closed" if close else "active" if reopen else old.state,
            )
            if heir:
                pass_on(store, old, heir, terminal_hand())
            change_account(store.people(), new, terminal_hand(), secret)
        return f"改好了：{new.shown}（{name}），{ROLES[new.role]}{'' if new.state == 'active' else '，已停用'}"

    click.echo(friendly(work))


def terminal_hand(who: str = "") -> Hand:
    """Who runs a command: the user of the system, unless it is an account of the desk."""
    from datetime import UTC, datetime

    from bot.clock import BEIJING
    from knowledge.people import Hand

    at = datetime.now(UTC).astimezone(BEIJING).isoformat(timespec="seconds")
    return Hand(who or f"{WHERE}:{getpass.getuser()}", WHERE, at)


def asked_password() -> str:
    """A new password, typed twice."""
    return os.environ.get(PASSWORD) or str(
        click.prompt("密码（至少 10 个字符）", hide_input=True, confirmation_prompt="再输一遍")
    )
