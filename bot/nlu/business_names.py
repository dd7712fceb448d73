"""What firms are called by a name of their own: 鑫源机械, 华光公司, 张三的厂, 乙化工. A name is taken only at the head
of what is said, where it is that of whom is told."""

import re
from collections.abc import Iterable

TRADES = (
    "机械|化工|化学|新材料?|科技|电子|食品|纺织|服[装饰]|轴承|阀门|生物|医药|制药|环保|建材|农机|农牧|粮油|重工"
    "|精工|精密|自动化|智能|软件|电[气器缆]|铸[造件]|锻造"
    "|钢构|钢铁|金属|五金|塑[料胶]|橡胶|包装|印刷|家具|玻璃|陶瓷|水泥|光电|光伏|半导体|汽配|模具|数控|仪[表器]"
    "|工贸|商贸|贸易|实业|重科|股份|集团|物流|超市|饭店|酒店|药房"
    "|[药牧铝铜钢纸木酒乳种渔管泵塑车矿林果茶]业"
)
KINDS = "有限责任公司|股份有限公司|有限公司|公司|[一-鿿]?厂(?!房)|集团|合作社|商行|店|企业"
OF_ITSELF = "有限责任公司|股份有限公司|有限公司|公司|厂(?!房)|集团|合作社|商行"  # beside which no trade is named
BEGINS = (
    "(?:那|再|先|就|还|还有|另外|接着|然后|[下再另]一[家户个]|[首头][一]?[家户]|最后一[家户个]|第[一二三四五六1-6](?:[家户](?:企业|公司|客户)?|个(?:客户|企业|公司))(?:是|叫)?|现在|帮我?|给|替|问"
    "|看看?|算算?|说说?|讲讲?|回到?|改下?|查查?|下|一下|只|单|光|对了|客户|企业|名称|光说?|[：:，,、 ])*"
)
# Words that no name holds: pronouns, particles, the small verbs of talk
SMALL = (
    "我俺咱你您他她它这那哪谁个是有的了在给跟被把让要能会请问帮算再还另就都也不没吗呢吧啊哦嗯么啥怎说查户家各每又从清"
    "贷款担保押万元年月笔份张第借融投补贴息"
)
CORE = f"[^\\W\\d_a-zA-Z{SMALL}]{{2,4}}?"
NAMED = re.compile(f"^{BEGINS}(({CORE})(?:(?:{TRADES})(?:{KINDS})?|{OF_ITSELF}))")
SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆"
    "廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"
)
OWNER = re.compile(f"^{BEGINS}([{SURNAMES}][^\\W\\d_a-zA-Z{SMALL}]{{1,2}}?)(?:他?家)?的?[那这个]*(?:{KINDS})")
MARKED = re.compile(f"^{BEGINS}([甲乙丙丁戊])(?:{TRADES})")
# Kinds of firms, and of whom they deal with; none of them is called so
GENERIC = re.compile(
    "^(?:大型|小型|中型|微型|新型|高新|科技|民营|国有|外地|本地|外资|上市|创新|成熟|有限|集团|省属|市属"
    "|龙头|普通|一般|传统|其他|其它|别家|隔壁|对门|旁边|同行|关联|兄弟"
    "|已|刚|目前|确实|终于|早就|认定|正式"
    "|客户|商户|企业|公司|母|子|总|分|老板|会计|财务|本市|我市|全市|该|本|贵|某|两家|几家|一家|三家|每家|各家|单家|同一|同家|自家"
    "|人家|上家|下家|买家|卖家|厂家|甲方|乙方|对方)"
)
BY_A_MARK = re.compile(f"[看算说讲来改查问接着轮到换]*[甲乙丙丁戊](?:{KINDS})")  # 「再看乙公司」 has no name of its own
COMES_BACK = re.compile("^[回到只单光看算说讲]+")  # 「说回总公司」, 「单看分厂」
INSTITUTION = re.compile(
    "保险|担保|银行|财险|人保|平安|太平|太保|租赁|证券|基金|投资|资本|创投|股权|交易|咨询|事务所|信托|农信|农商"
    "|小贷|政府|[局厅委]$"
)
OURS_BEHIND = re.compile("(?:也|就|才)?(?:是|算)(?:我|俺|咱|本)|这[边里儿头]")
SHORT = 2  # characters by which a firm is called again
PLACES = re.compile("^[一-鿿]{2,3}?[省市县区](?=[一-鿿]{2})")
LONG = 6  # characters of a name that may begin with that of a place: 「聊城金号织业」


SPEAKER = re.compile("的(?=[，,。、；;：:])")  # 「代账公司的，…」: with whom the speaker is


def named_at_the_head(folded: str) -> tuple[int, str, str] | None:
    """Where a firm's own name begins, the name, and what it begins with before its trade; None where the message begins
    with none, or says that it is the speaker's, or one of theirs."""
    if marked := MARKED.match(folded):
        return marked.start(1), marked[1], marked[1]
    found = OWNER.match(folded) or NAMED.match(folded)
    if found is None or OURS_BEHIND.match(folded, found.end()) or SPEAKER.match(folded, found.end()):
        return None
    name = found[1]
    if found.re is NAMED and re.match(f"[老小][{SURNAMES}]", name):
        return None  # 「老林水泵厂」 is called by its owner
    if (
        GENERIC.match(COMES_BACK.sub("", name))
        or INSTITUTION.search(name)
        or BY_A_MARK.fullmatch(name)
        or re.fullmatch(f"(?:{TRADES})+(?:{KINDS})?", name)
    ):
        return None
    return found.start(1), name, found[2] if found.re is NAMED else name


def unheard_name(name: str) -> bool:
    """Whether what stands before a measure's name can be a firm's, though it has no word for a kind of firm."""
    if re.fullmatch(f"[^\\W\\d_a-zA-Z{SMALL}]{{4,8}}", name) is None or name.endswith("行"):
        return False
    return GENERIC.match(name) is None and INSTITUTION.search(name) is None


def known_as(name: str, known: Iterable[str]) -> str:
    """The firm of those ``known`` that is called by this name, in whole or by how it begins (鑫源公司, of 鑫源机械)."""
    return next((one for one in known if _is_same(one, name)), name)


def _is_same(one: str, other: str) -> bool:
    shared = set(short_forms(one)) & set(short_forms(other))
    begins = PLACES.sub("", one)[: 2 * SHORT] == PLACES.sub("", other)[: 2 * SHORT]
    return bool(shared) and (begins or min(len(one), len(other)) < LONG)


def short_forms(name: str) -> list[str]:
    """What a firm with a proper name is called for short: 「金号」, of 「聊城金号织业」."""
    name = PLACES.sub("", name)
    forms = [name[:SHORT], *([name[SHORT : 2 * SHORT]] if len(name) >= LONG else [])]
    return [one for one in forms if len(one) == SHORT and not GENERIC.match(one)]
