"""What staff can say a sentence does, and which conditions it tells."""

from bot.desk.wording import KIND_NAMES

# What a sentence can do, as staff choose it; the others are heard from examples that come with the program
ACTS = {
    "state": "说情况",
    "answer": "回答刚问的",
    "correct": "更正",
    "add": "再加一笔",
    "remove": "去掉一笔",
    "what_if": "假设",
    "doubt": "质疑",
    "cancel": "不算了",
    "smalltalk": "闲话",
    "other_firm": "换一家企业",
    **{f"ask:{kind}": f"问{name}" for kind, name in KIND_NAMES.items() if kind not in ("need", "person", "other")},
}
