"""What is nearly the same is one item; what is not stays apart."""

from bot.desk.queue import Said, grouped

WORDINGS = (
    "贴息申请有没有手机小程序",
    "贴息申请有手机小程序吗",
    "请问贴息申请的手机小程序叫什么",
    "手机小程序上能不能做贴息申请",
    "贴息申请 手机小程序",
)


def said(*texts: str) -> list[Said]:
    return [
        Said(f"t{n}", f"2026-11-26T00:00:{n:02d}+00:00", "2026-11-26", "网页", t, "没答上") for n, t in enumerate(texts)
    ]


def test_five_wordings_are_one() -> None:
    assert [len(group) for group in grouped(said(*WORDINGS))] == [5]


def test_different_questions_stay_apart() -> None:
    others = (
        "食堂几点开门",
        "担保费补贴发票要原件吗",
        "专利质押登记去哪办",
        "首台套保险哪家保险公司能买",
        "白名单多久更新",
    )
    assert [len(group) for group in grouped(said(*others, WORDINGS[0]))] == [1] * 6
