"""What the trail of the desk says, in words, and whether it is whole."""

from knowledge.store import Trail, Trailed

# What can be done at the desk → how it is called. A new page adds its own.
ACTIONS = {
    "login": "登录",
    "logout": "退出",
    "locked": "登录锁定",
    "account": "账号",
    "password": "换密码",
    "deputy": "代签",
    "draft": "起草",
    "edit": "修改",
    "submit": "送审",
    "back": "退回",
    "refused": "拒绝",
    "sign": "签发",
    "publish": "发布",
    "drop": "作废",
    "rollback": "回退",
    "pause": "停用政策点",
    "resume": "恢复政策点",
    "floor": "发布下限",
    "replay": "对比",
    "wrong": "答错了",
    "export": "导出",
    "queue": "待答",
    "visit": "走访",
    "referral": "交办",
    "event": "活动",
    "erase": "删除",
}
MOST = 4_000  # characters of a value that are kept


def action(code: str) -> str:
    """What was done, in words."""
    return ACTIONS.get(code, code)


def cut(text: str) -> str:
    """A value as the trail keeps it."""
    return text if len(text) <= MOST else f"{text[:MOST]}……（共 {len(text)} 个字）"


def verify(trail: Trail) -> str:
    """A sentence on whether all of it is as it was written. "" would be no news: it always says how many lines."""
    last, broken = trail.last(), trail.broken()
    if broken:
        return f"第 {broken} 行被改过、删过或插过：从这一行起不可信。请停掉程序，和备份里的对一对。"
    return f"完整：{last.number if last else 0} 行，没有被改过。最后一行的校验值 {last.hash[:16] if last else '无'}"


def is_whole(trail: Trail) -> bool:
    return trail.broken() == 0


def line(one: Trailed) -> str:
    """A line of the trail for a terminal."""
    note = one.note
    change = f"  {note.before} → {note.after}" if note.before or note.after else ""
    return f"{one.number}  {note.at}  {note.who}  {note.where}  {action(note.what)}  {note.on}{change}"
