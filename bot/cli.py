"""The commands: each a thin call. Heavy parts are imported where they are used, so that --help stays quick."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.events import event
from bot.commands.knowledge_group import knowledge
from bot.commands.line import open_house, settings_from, with_live, with_settings, with_store
from bot.commands.referrals import referral
from bot.commands.visits import visit
from bot.garbage import look_seldom
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.bootstrap import House
    from bot.operations.home import Held

# Before numpy is loaded: threads that share the multiplication of small matrices spin while they wait for one another,
# and on a busy machine learning took twice as long with two of them
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

SERVING = "提供网页问答"
ALONE = "注意：没有设 FUDAOYUAN_SECRET，别的副本认不出从这里来的人。只开一个副本的不用管。"
STARTING = "正在启动……"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="fudaoyuan", message="fudaoyuan %(version)s")
def main() -> None:
    """金融辅导员：把一份惠企政策问明白、算清楚、找对门。

    例：fudaoyuan ask "拿专利质押贷了500万，一年，能贴多少"
    """
    look_seldom()


@main.command()
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="按机器格式输出一行 JSON")
@click.option("--day", default=None, help="按哪一天回答，例如 2025-11-22（默认今天）")
@with_settings("home")
def ask(text: str, as_json: bool, day: str | None, home: str | None) -> None:
    """问一句，答一句。

    例：fudaoyuan ask "首台套保额2000万，保费80万，能补多少"
    """
    from bot.channels.terminal import answer_once
    from bot.wire import day_of

    try:
        on = day_of(day)
    except ValueError:
        raise click.ClickException(f"--day {day} 不是日期，请写成 2025-11-22") from None
    house = open_house(settings_from(home=home))
    try:
        answer = answer_once(house.advisor, text, on)
    finally:
        house.close()
    line = {**answer.payload, "conversation": ""}  # none was named
    click.echo(json.dumps(line, ensure_ascii=False) if as_json else answer.text)


@main.command()
@with_settings("home")
def chat(home: str | None) -> None:
    """在终端里一句一句地聊，Ctrl-D 结束。

    例：fudaoyuan chat
    """
    from bot.channels.terminal import converse

    house = open_house(settings_from(home=home))
    try:
        converse(house.advisor)
    finally:
        house.close()


@main.command()
@with_settings("home")
def batch(home: str | None) -> None:
    """一行 JSON 进，一行 JSON 出，给测试和脚本用。

    例：echo '{"conversation":"c1","text":"鲁科担补多少"}' | fudaoyuan batch
    """
    from bot.channels.batch import run_batch
    from bot.commands.progress import watched

    house = open_house(settings_from(home=home))
    try:
        run_batch(house.advisor, watched(sys.stdin.buffer, "已答"), sys.stdout.buffer)
    finally:
        house.close()


@main.command()
@click.option(
    "--list", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Excel 名单，一行一家"
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="结果写到哪里（默认写在名单旁边）")
@click.option("--template", type=click.Path(dir_okay=False, path_type=Path), help="写一张空的名单模板")
@with_settings("home")
def checkup(path: Path | None, out: Path | None, template: Path | None, home: str | None) -> None:
    """企业体检：能享受哪几项，还差什么，为什么不符合。

    在终端里直接运行，就一句一句地问；从文件或管道来，就一行一家企业的 JSON 进，一行 JSON 出；一张名单用 --list。

    例：fudaoyuan checkup --list 名单.xlsx
    """
    from bot.commands.checkup import check_firms, check_profiles, write_template

    settings = settings_from(home=home)
    if template:
        click.echo(write_template(settings, template))
    if path:
        click.echo(check_firms(settings, path, out))
    if not template and not path:
        check_profiles(settings)


@main.command()
@click.argument("path", default="一页纸.pdf", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--url", default="", help="二维码里的网址，例如 https://fdy.example.cn（默认 FUDAOYUAN_PUBLIC_URL）")
@click.option("--name", default="", help="印上辅导员的姓名")
@click.option("--phone", default="", help="印上辅导员的电话")
@click.option("--office", default="", help="印上辅导员的单位")
@click.option("--wechat", default="", help="印上微信号；写名片码的网址（https://u.wechat.com/…）就印二维码")
@with_settings("home")
def handouts(path: Path, url: str, name: str, phone: str, office: str, wechat: str, home: str | None) -> None:
    """一页纸：每个政策点、每一条各一张 A4，合成一个 PDF，办活动前打印。

    例：fudaoyuan handouts --name 张三 --phone 0635-1234567
    """
    from bot.commands.handouts import write_handouts
    from bot.kit.counselor import counselor_of

    counselor = counselor_of({"name": name, "phone": phone, "office": office, "wechat": wechat})
    click.echo(write_handouts(settings_from(home=home), path, url, counselor))


@main.command()
@click.argument("path", default="离线包.html", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--url", default="", help="二维码里的网址，例如 https://fdy.example.cn（默认 FUDAOYUAN_PUBLIC_URL）")
@with_settings("home")
def pack(path: Path, url: str, home: str | None) -> None:
    """离线包：条款、计算器、一页纸，一个 HTML 文件，没有网的会场用。

    例：fudaoyuan pack 离线包.html
    """
    from bot.commands.handouts import write_pack

    click.echo(write_pack(settings_from(home=home), path, url))


@main.command()
@click.argument("month")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="同一份数的 Excel，带明细")
@click.option("--full", is_flag=True, help="联系人、电话不遮")
@with_settings("home")
def report(month: str, out: Path | None, full: bool, home: str | None) -> None:
    """月报：咨询、走访、交办、没答上的，一段能粘贴的话；--out 导出 Excel。

    例：fudaoyuan report 2025-11 --out 十一月.xlsx
    """
    from bot.commands.report import make_report

    click.echo(make_report(settings_from(home=home), month, out, full=full))


@main.command()
@click.argument("text")
@with_settings("home")
def match(text: str, home: str | None) -> None:
    """看一句话会落到哪一条，凭哪些词和例句。

    例：fudaoyuan match "证书一摞，账上没活钱"
    """
    from bot.desk.understanding import explain

    click.echo(with_live(settings_from(home=home), lambda live: explain(live, text)))


@main.command()
@click.argument("texts", nargs=-1, required=True)
@with_settings("home")
def why(texts: tuple[str, ...], home: str | None) -> None:
    """看一次谈话里最后一句是怎么听的：做什么、每个数是什么、说了哪些条件，各凭什么。

    例：fudaoyuan why "专利质押贷500万一年" "怎么才6万"
    """
    from bot.clock import today
    from bot.desk.understanding import explain_turn

    click.echo(with_live(settings_from(home=home), lambda live: explain_turn(live, texts, today())))


@main.command("eval")
@click.argument("what", default="examples", type=click.Choice(["examples", "documents"]))
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False))
@click.option("--folds", default=5, show_default=True, help="分几份，轮流拿一份来考")
@with_settings("home")
def evaluate(what: str, folder: str | None, folds: int, home: str | None) -> None:
    """用自己的例句做交叉验证：没见过的问法能答对多少。eval documents 文件夹：标注过的文件读对多少。

    例：fudaoyuan eval --folds 5
    """
    if what == "documents":
        from bot.commands.line import friendly
        from bot.commands.parse import score_documents

        click.echo(friendly(lambda: score_documents(folder)))
        return
    from bot.commands.progress import shown
    from knowledge.classifier.evaluate import cross_validate, report

    with shown(f"正在考自己的例句（{folds} 份）") as tell:
        found = with_store(settings_from(home=home), lambda known: report(cross_validate(known, folds, tell)))
    click.echo(found)


@main.command()
@click.option("--passages", "path", required=True, type=click.Path(exists=True, dir_okay=False), help="一行一段的 JSON")
def rank(path: str) -> None:
    """用同一台引擎给别的文本排序（不用我们的例句和近义词）。

    例：echo '{"q":"谁能申请"}' | fudaoyuan rank --passages P.jsonl
    """
    from bot.channels.batch import run_rank
    from bot.commands.progress import watched

    try:
        run_rank(path, watched(sys.stdin.buffer, "已排"), sys.stdout.buffer)
    except (ValueError, OSError) as error:
        raise click.ClickException(str(error)) from None


@main.command()
def figures() -> None:
    """读出一句话里的金额、比率、期限和日期，一行 JSON 进，一行 JSON 出。

    例：echo '{"text":"押了五百万，一年"}' | fudaoyuan figures
    """
    from bot.channels.batch import run_figures
    from bot.commands.progress import watched

    run_figures(watched(sys.stdin.buffer, "已读"), sys.stdout.buffer)


@main.command()
@with_settings("home", "host", "port")
def serve(home: str | None, host: str | None, port: str | None) -> None:
    """打开网页问答；设了 Telegram、公众号、企业微信的，就同时接上。

    例：fudaoyuan serve --port 9000
    """
    from bot.operations.home import HomeBusyError, marked, only_one

    click.echo(STARTING, err=True)
    settings = settings_from(home=home, host=host, port=port)
    try:
        if settings.database_url:  # as many serve as the server has room for
            if not settings.secret:
                click.echo(ALONE, err=True)
            settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            _serve(settings, None)
            return
        with only_one(settings.home / "serve.lock", SERVING) as lock:
            with marked(settings.database, SERVING):  # nobody else has it, or nothing of it is touched
                pass
            _serve(settings, lock)
    except (OSError, HomeBusyError) as error:
        raise click.ClickException(str(error)) from None


@main.command()
@click.option("--list", "listed", is_flag=True, help="只列出有哪些备份")
@with_settings("home")
def backup(listed: bool, home: str | None) -> None:
    """备份数据库和密钥，服务照常运行；太旧的备份自动删掉。

    例：fudaoyuan backup
    """
    from bot.commands.backup import list_backups, make_backup

    click.echo((list_backups if listed else make_backup)(settings_from(home=home)))


@main.command()
@click.argument("folder", required=False)
@click.option("--newest", is_flag=True, help="用最新的一份")
@with_settings("home")
def restore(folder: str | None, newest: bool, home: str | None) -> None:
    """从备份恢复：先停服务；备份先查一遍，坏的不用；原来的文件移到一边，不删。

    例：fudaoyuan restore --newest
    """
    from bot.commands.backup import restore_backup

    click.echo(restore_backup(settings_from(home=home), folder, newest=newest))


@main.command()
@click.argument("source")
@click.argument("target")
def move(source: str, target: str) -> None:
    """搬家：把全部资料和对话从一个库搬到另一个空库，SQLite 和 PostgreSQL 互搬都行；先停服务，断了再运行会接着搬。

    例：fudaoyuan move data/fudaoyuan.sqlite3 postgresql://用户:密码@主机/库名
    """
    from bot.commands.moving import move_all

    click.echo(move_all(source, target))


@main.command()
@with_settings("home", "host", "port")
def status(home: str | None, host: str | None, port: str | None) -> None:
    """服务好不好、今天问了多少、备份到哪里，一眼看完；有问题的排在最前，写着怎么办。

    例：fudaoyuan status
    """
    from datetime import UTC, datetime

    from bot.commands.status import status as told

    words, well = told(settings_from(home=home, host=host, port=port), datetime.now(UTC))
    click.echo(words)
    sys.exit(0 if well else 1)


def _serve(settings: Settings, lock: Held | None) -> None:
    """Opens the house and serves it until told to stop. Raises OSError when the page cannot be served."""
    from bot.channels.desk import mount as mount_desk
    from bot.channels.web import serve as serve_web
    from bot.desk.timetable import Timetable
    from bot.operations.home import marked
    from bot.operations.retention import Retention
    from bot.operations.upkeep import Upkeep
    from bot.operations.watch import Watch
    from bot.reload import Renewal

    _write_log(settings)
    house = open_house(settings)
    _warn_of_open_home(settings)
    house.mounts.append(partial(mount_desk, house=house))
    try:
        with (
            marked(settings.database, SERVING) if lock else nullcontext(),
            Renewal(house),
            Timetable(house),
            Watch(house, lock),
            Retention(house),
            _bots_beside(house),
            Upkeep(house),
        ):
            serve_web(house, click.echo)
    finally:
        house.close()


@main.command()
@with_settings("home", "host", "port")
def telegram(home: str | None, host: str | None, port: str | None) -> None:
    """只启动 Telegram 机器人（不开网页），要先设 BOT_TOKEN。

    例：BOT_TOKEN=123456789:AA… fudaoyuan telegram
    """
    settings = settings_from(home=home, host=host, port=port)
    if not settings.telegram.bot_token:
        raise click.ClickException("没有令牌。请向 Telegram 的 @BotFather 要一个，设好环境变量 BOT_TOKEN 再启动")
    click.echo(STARTING, err=True)
    from bot.channels.telegram import run_bot
    from bot.operations.retention import Retention
    from bot.operations.watch import Watch
    from bot.reload import Renewal

    _write_log(settings)
    house = open_house(settings)
    _warn_of_open_home(settings)
    try:
        with Renewal(house), Watch(house), Retention(house):
            run_bot(house, click.echo)
    except (OSError, RuntimeError) as error:
        raise click.ClickException(str(error)) from None
    finally:
        house.close()


def _warn_of_open_home(settings: Settings) -> None:
    """Warns and changes nothing: a folder that existed before may have its rights for a reason."""
    from knowledge.store.private import is_open_to_others

    if is_open_to_others(settings.home):
        home = settings.home.absolute()
        click.echo(f"注意：数据文件夹 {home} 别人也能进，里面有用户说过的话。请运行：chmod 700 '{home}'", err=True)


def _write_log(settings: Settings) -> None:
    """Sets up logging to standard error."""
    from bot.operations.logs import configure
    from bot.operations.privacy import mask

    configure(settings.log.level, access=settings.log.access, mask=mask)


@main.command()
@with_settings("home")
def wechat(home: str | None) -> None:
    """在公众号的对话下面建好菜单：问一问、看我能拿哪些、找人。

    例：fudaoyuan wechat
    """
    settings = settings_from(home=home)
    if not (settings.wechat.on and settings.wechat.app_secret):
        raise click.ClickException(
            "没有设好公众号。请先设 FUDAOYUAN_WECHAT_APP_ID、FUDAOYUAN_WECHAT_TOKEN、FUDAOYUAN_WECHAT_APP_SECRET"
        )
    from bot.channels.wechat import put_menu

    try:
        click.echo(put_menu(settings))
    except RuntimeError as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def _bots_beside(house: House) -> Iterator[None]:
    """The messengers for as long as the page is served; nothing, and nothing loaded, of one that is not set up."""
    settings = house.settings
    with ExitStack() as running:
        if settings.telegram.bot_token:
            from bot.channels.telegram import beside as telegram_beside

            running.enter_context(telegram_beside(house, click.echo))
        if settings.wechat.on:
            from bot.channels.wechat import beside as wechat_beside

            running.enter_context(wechat_beside(house, click.echo))
        if settings.wecom.on:
            from bot.channels.wecom import beside as wecom_beside

            running.enter_context(wecom_beside(house, click.echo))
        yield


main.add_command(knowledge)
main.add_command(event)
main.add_command(visit)
main.add_command(referral)
