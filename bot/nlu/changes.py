"""How Chinese says that something is added, put back, or was counted already: by its grammar, whatever it is about."""

import re
from collections.abc import Sequence

from bot.figures import Figure

MORE = "(?:还|又|再|另外?|后来|后头|回头)"
MORE_SAID = re.compile(f"{MORE}|[加添追]")
DEEDS = "(?:有|投|买|贷|借|上|做|办|签|保|融|押|来|放|报|补|给|加|添|收|领|批|谈|担|多)"
# 「还投了张」, 「又借了一笔」, 「另外还有一份」, 「又给另一台机器投了一单」
ONE_MORE = re.compile(
    "另(?:外)?一家(?:银?行|支行|保险|担保)[^，。；！？0-9]{0,6}[又也还][^，。；！？]{0,3}给?[我咱俺]|"
    "(?:又|还|再)[^，。；！？0-9]{1,12}?[投买贷借签保融押担放办做](?:了|过)(?:一[笔份张单轮]|[笔份张单](?![子据位纯独凭]))|"
    f"{MORE}(?:又|也|再|去|得|要|想|还|有)*{DEEDS}[了过到成下]?(?:另?[一二两三几])?(?:[笔份张单样]|台(?![账阶式词]))"
    "|[加添补](?:上|个)?第[二三四五六七八九2-9][笔份张单]"
    "|(?<![最顶至许很])多[投买贷借保融担签办做]了?[一二两三几][笔份张单]"
    "|(?:第[二三四]|另外?一?|又一)[家个][^，。；0-9]{0,4}(?:担保(?:公司|机构)|银行|支行|保险公司)[^，。；0-9]{0,8}[做贷批放投保给借买担]"
    "|[还另]有一?个[^，。；！？\\s]{0,10}(?:保单|单子|保险|贷款|担保|融资)"
)
# 「再往上加120万」, 「往上提了40万」, right before the sum; 「加到500万」 says what it comes to
RAISED = re.compile(
    "(?:(?:又|再|往上|额外|(?<![最顶至])多)[^，。；！？0-9]{0,3}[加添增提追涨]|追加|增加|加上|再[^，。；：:！？0-9按照]{0,6}(?:[投融贷借买担做办保放批掏凑筹](?:出|给)?(?:[我咱俺]们?)?|担保|融资|投资|增资|贷款|借款)"
    "|(?:(?:又|再|额外)(?:额外|追|补)|(?<![最顶至])多)[给批补发拨贴]|又(?:[^，。；：:！？0-9按照没不说改换变把问还多少是]{1,8})?[贷借续投融担签买放掏凑筹]出?|(?:[涨升]|(?<!定)增)(?=了)"
    "|(?:又|再|还|后来|后头)[^，。；！？0-9回]{0,2}?(?:到[账位帐]|到(?=了)|进[来账]|收到|打[来进]|入账|汇来|追进)|(?:提高|上[涨调浮]|增[长加])(?=了))(?:了|个|过)?$"
)
PUTS_RIGHT = re.compile("[错误]|不对|(?<!是)不是|更正|[减扣退]")
# 「保费降了5万」, 「再减100万」, 「退回100万没用」, right before the sum
LOWERED = re.compile(
    "(?:(?:又|再|往下)[^，。；！？0-9]{0,3}[减降退压缩扣]|[减降]了|退[回掉]了?|(?:调|核|缩)减了?|下[调降]了?)(?:个)?$"
)
# 「要是多贷50万呢」, 「少融500万会怎样」, 「不良要是多50万」, right before the sum: by how much another is more or less
LENT_OR_PAID = "[贷借融投担保募交缴放付签买批掏筹]"
SUPPOSED_TO_BE = "(?:要是|如果|假如|假设|万一|若|哪怕)[^，。；！？0-9]{0,6}"
MORE_BY = re.compile(f"(?:(?<![最顶至许很])多{LENT_OR_PAID}了?|{SUPPOSED_TO_BE}多[出收]?)(?:个|上)?$")
LESS_BY = re.compile(f"(?:(?<![不至多])少{LENT_OR_PAID}了?|{SUPPOSED_TO_BE}少收?)(?:个|掉)?$")
# 「追加到1400万」, 「核减到15万」, 「扣掉费用是3860万」: what it comes to is said, not what is put on top or taken off
COMES_TO = re.compile(
    "(?:[加增提追涨扩升调补降减压缩砍][^，。；！？0-9另再又]{0,3}|追加|增加|增资|核减|核增)(?:到|成|至|为)了?$"
    "|(?:扣|减|刨|除|剔|抛)(?:掉|除|去|完|了|过|开)?[^，。；！？0-9另再又的是]{1,8}(?:是|剩|还有|还剩|就剩)$"
)
# 「少贷点，600万呢」, 「那少借，120万」: by how much is left open, and what it comes to is said then
SO_MANY = re.compile(
    "[少多][贷借担融投保交募放做]?(?:了?一?[点些]儿?|几个)(?:吧|呗|呢|的话)?[，,、\\s]*(?:那|就|先|按|算|到|成|改|只|贷|借|担)*$"
    "|[少多][贷借担融投保交募放做](?:吧|呗|呢|的话)?[，,、\\s]+(?:那|就|先|按|算|到|成|改|只|贷|借|担)*$"
)
# 「还按0.45%」, 「又谈回3000万」, 「不假设了，还是200万」
PUT_BACK = re.compile(
    "(?:还|仍)是?(?:得|就|要|旧)?[按照用以]|(?:^|[，。；那还就先再])回到?(?=[0-9一二两三四五六七八九十百千]+[0-9.十百千万亿])|照[旧原]|又?[说谈改变换降调退]回(?!来|去|家|款)|不(?:管|再)?(?:如果|假设|要是|假如|设想)了?"
)
RECKONED = re.compile(
    "(?:估摸|估计|估算|猜|琢磨|寻思|觉[得着]|以为|盘算|合计)[着是得]{0,2}(?:大概|大约|应该|怎么也|得|会|该){0,2}(?:能?[有拿补给领]|能)[个到]?$"
)
COMES_BACK = re.compile(
    "[那好嗯行，, ]*(?:再|先)?(?:说回|回到|回来[说看]|回头(?:再)?[说看]|还是(?:先|再)?(?:回到?|[说看算聊](?!了|不|法)))"
)
# 「就按实际的算」, 「还是原来那家」, 「不换了」: what was supposed is given up for what is so
AS_IT_IS = (
    "按(?:照)?(?:实际|真实|原来|原先|原样|现在|目前)的?(?!利率|价|金额|年)|回到?原[来先]|照(?:旧|实|原样)"
    "|(?:还是|还|仍是?|就|仍旧|依旧)(?:[按照用找走选留要跟])?[着了]?(?:[我咱俺]们?)?"
    "(?:原来|原先|之前|本来|以前|老|旧|现在|目前|真实|实际)的?(?:[那这]?[家个种样]|方案|合同)(?![0-9有没不])"
    "|(?:说回|回到|还是(?:先|就)?(?:[说看算讲]回?)|(?:看|算|说)回)到?(?:去年|今年|前年|手[里头上]|现有|眼下|当前|真实|实际)的?[那这]?一?[份笔张单年个家次]"
    "|(?:^|[，,。；;! ])(?:那|还是|就|先|[我俺咱]们?)*不(?:换|改|变|动|拖|延|试|折腾)了?(?=$|[，。！,吧呗])"
    # 「今年这笔还是多少」, after another year's was supposed
    "|^(?:那么?|好|行|哦|，|,| )*(?:今年|现在|目前|眼下|手[里头上]|原来|实际)的?[这那]一?[份笔张单个]"
    "(?:还|又|到底|究竟|就|的)*(?:是|能拿?|给|补|贴)*(?:多少|几)"
)
GOES_BY = re.compile(AS_IT_IS)
# 「只是假设」, 「随口一问」, 「这个假设去掉」: what was supposed is not so
NOT_REALLY = re.compile(
    f"{AS_IT_IS}"
    "|(?:假设|假定|设想|比方)(?:而已|罢了|一下|的|吧|着玩|$|[，。！,])|假设[^，。]{0,3}(?:去掉|取消|撤|不要|作废|不算)"
    "|(?:只|就)是?(?:想|随便)?问问|随[口便]一?[问说]|瞎问|开个?玩笑|闹着玩|说着玩|逗[你您恁]|不是真的|当我没[问说]|没[那这]回事|没有的事"
    "|(?:刚才?|前面|上面)[^，。；0-9]{0,4}(?:是|只是|就是)?(?:我|俺)?(?:瞎|乱|随口|随便|胡|试着?)(?:说|问|讲|编|填|算)"
    "|(?:忽略|别管|不管|撤回|删掉|去掉)[^，。；0-9]{0,3}(?:上一?[句问条个]|刚才|前面|那[句条])[^，。；0-9]{0,4}"
    "|上一?[句问条][^，。]{0,3}(?:作废|不算|撤)|(?:^|[，。哈嘿 ,])(?:不会的|不可能的?)"
    "|实际上?(?:可)?(?:没|是|就|还是)|(?:不过|但)?(?:这|那|只|也?就)是?最坏的?(?:打算|情况|可能)(?:而已|罢了)?(?=$|[，。！,])"
)
# 「不是另加」, 「就含在36400里」, 「已经算在里头了」
COUNTED_ALREADY = re.compile(
    "不是?(?:另|再|额外|单独)(?:外)?(?:加|算|给|有|的)|(?<!不)(?:含|包含|包括|算|并)在[^，。；！？]{0,12}(?:里|中|内)|不是额外|重复(?:算|说|报|计)"
)

# 「不是百分，5‰」: what is denied, and right behind it what is so
INSTEAD = re.compile("^[哦啊噢哎， ]*(?:不是|不对)[^，。；！？0-9]{1,6}[，,\\s]+(?:是|应该是|该是)?$")

# 「先不说这个，收回的还按22万」
NOT_NOW = "(?:先|暂时|暂且)?(?:不管|别管|不说|不提|不谈|不考虑|撇开|抛开|放下|放一放|放一?边|搁[下着]?|搁一?边)了?"
IT = "(?:这|那|它)(?:个|条|事儿?|一?点|项|茬|些)?"
PUTS_ASIDE = re.compile(f"^(?:好|行|嗯|那|哦|算了|[，, ])*(?:{NOT_NOW}{IT}|{IT}{NOT_NOW})")


def puts_aside(text: str) -> bool:
    """Whether it begins with putting aside what was said last."""
    return PUTS_ASIDE.search(text) is not None


def puts_instead(text: str, figures: Sequence[Figure]) -> bool:
    """Whether something is denied right before the one figure, which then is what is so."""
    return len(figures) == 1 and INSTEAD.search(text[: figures[0].start]) is not None


def comes_back(text: str) -> bool:
    """Whether it begins with a word of coming back to what was talked of: 「还是说专利那笔」."""
    return COMES_BACK.match(text) is not None


def is_reckoned(text: str, figure: Figure) -> bool:
    """Whether the words right before a sum say that it is only what somebody reckons: 「我估摸着有1万」."""
    return figure.kind in ("money", "number") and RECKONED.search(text[: figure.start]) is not None


def adds(text: str, figures: Sequence[Figure]) -> bool:
    """Whether one more is told of, or a sum said to come on top."""
    return ONE_MORE.search(text) is not None or raises(text, figures)


def raises(text: str, figures: Sequence[Figure]) -> bool:
    """Whether the words right before a sum say that it comes on top of another."""
    return any(RAISED.search(text[: figure.start]) for figure in figures if figure.kind in ("money", "number"))


def is_only_raised(text: str, figures: Sequence[Figure]) -> bool:
    """Whether the only sum of a message is said to come on top of another, and nothing to be put right."""
    sums = [figure for figure in figures if figure.kind in ("money", "number")]
    return len(sums) == 1 and raises(text, sums) and not PUTS_RIGHT.search(text)


def lowers(text: str, figures: Sequence[Figure]) -> bool:
    """Whether the words right before a sum say that another gets less by it."""
    return any(LOWERED.search(text[: figure.start]) for figure in figures if figure.kind in ("money", "number"))


def differs(text: str, figures: Sequence[Figure]) -> int:
    """1 where the words right before the only sum of a message say that another is more by it, -1 where less; 0 where
    they say neither."""
    sums = [figure for figure in figures if figure.kind in ("money", "number")]
    if len(sums) != 1 or PUTS_RIGHT.search(text):
        return 0
    before = text[: sums[0].start]
    return 1 if MORE_BY.search(before) else -1 if LESS_BY.search(before) else 0


def comes_to(text: str, figures: Sequence[Figure]) -> bool:
    """Whether the words right before each of its sums say what another comes to, and nothing is said to be one more."""
    sums = [figure for figure in figures if figure.kind in ("money", "number")]
    told = {
        figure.value
        for figure in sums
        if COMES_TO.search(text[: figure.start].rstrip()) or SO_MANY.search(text[: figure.start])
    }
    return bool(sums) and all(figure.value in told for figure in sums) and ONE_MORE.search(text) is None


def sets_to(text: str, figures: Sequence[Figure]) -> bool:
    """Whether the words right before a sum say that another was raised or lowered to it."""
    sums = (figure for figure in figures if figure.kind in ("money", "number"))
    return any(COMES_TO.search(text[: figure.start].rstrip()) for figure in sums)


def comes_on_top_of_it(text: str, told: Figure, more: Figure) -> bool:
    """「2万以外又补了5000」: whether what is told first is no more than named, and the other comes on top."""
    first = told.end <= more.start and MORE_SAID.search(text[: told.start]) is None
    return first and RAISED.search(text[: more.start]) is not None


def one_more_begins(text: str) -> int:
    """Where a message goes on to one more; 0 where it does not, or begins with it."""
    found = ONE_MORE.search(text)
    return found.start() if found else 0


def puts_back(text: str) -> bool:
    """Whether a value is said to be again what it was."""
    return PUT_BACK.search(text) is not None


def counted_already(text: str) -> bool:
    """Whether what was added is said to have been in what stood before it."""
    return COUNTED_ALREADY.search(text) is not None


def goes_by_what_is(text: str) -> bool:
    """Whether what was supposed is given up for what is so: 「不用了，就按实际的」."""
    return GOES_BY.search(text) is not None


def ends_supposing(text: str) -> str:
    """What else a message says that says that what was supposed is not so; "" where it does not say so."""
    return NOT_REALLY.sub("，", text) if NOT_REALLY.search(text) else ""
