"""Of whom or what a condition's words are said, where that is not the firm, loan or policy talked about: of those the
firm deals with (「给大型企业供货」), of a policy it has besides (「还买了财产险」), of what was pledged to
somebody else (「厂房抵押给农行了」), or of an earlier one (「去年有一笔商标质押的」)."""

import re

from bot.nlu.clauses import OURS, clauses
from knowledge.records.model import Fact

# Who a firm deals with; what is said of them is not said of it
PARTNER = re.compile(
    "(?:下游|大|主要|我们的?|俺们?的?|咱们?的?)(?:客户|用户)|(?:客户|用户)们?(?=都|全|大多|多数|主要|基本"
    "|大部分|多半|里|中)|下游|上游|供应商|供货商|经销商|代理商|采购商|采购方|买[家方]|甲方|业主|总包|发包方"
    "|(?<!我们)股东|投资[方人]"
    "|合作(?:方|单位|伙伴|企业|公司|厂)|伙伴|东家|对手|厂商|关联(?:企业|公司|方)|房东|供货的|配套的"
    "|采购的|下单的"
)
MANY = (
    "(?:一些|有些|几家|好几家|很多|不少|各种|各家|那些|这些|这种|那种|几个|一家|两家|家|个"
    "|国内|省内|市里|本地|外地|知名|别的|其他|某)*的?"
)
# What puts a firm beside the one that is spoken of: 给, 跟, 被, 供, 靠; 「划为大型企业」 says what it is itself
TOWARDS = re.compile(
    "(?:(?<![被让叫])给|替|跟着?|(?<!总)和|与|向|由|被|从|靠着?|围着|随着|依托|挂靠|瞄准|服务|对接|供货?"
    "|卖[到给]|主攻|专做"
    f"|比不[了上过得起]|赶不上|不如|不及|不比|像|比)(?:于|到|给)?{MANY}$"
)
# What is the partner's: its subsidiary, its orders, what it does
OF_THE_PARTNER = re.compile(
    "(?:们|家)?的?(?:子公司|分公司|孙公司|下属|旗下|下游|上游|供应|配套|供货|客户|订单|单子|活|采购|项目|合同"
    "|招标|名录"
    "|代工|外包|产业链|生态|要求|标准|验收|认证|签|合作|收购|下单|回款|欠|拖|付款|打交道|做生意|干活|买|订)"
)
# A kind of firm is said of the one that tells where the word is what it is: 「我们属于大型企业了」
A_FIRM = re.compile("(?:企业|公司|国企|央企|总部|大厂|集团)$")
A_KIND = re.compile("企业|公司|国企|央企|大型|科技|贸易|大厂|集团")
NOUN = re.compile("(?:国有?|央)?(?:企业|企|公司|集团)")
# 「借款主体是集团里的大型企业」: the group of which it is one
WITHIN = "(?:(?:[我俺咱]们|本)?的?(?:集团|总公司|母公司|体系)(?:公司)?(?:里面?|内部?|中|下面?|旗下|下属|名下)的?)?"
IS_ONE = re.compile(
    "(?:是|属于|属|算|成了?|为|系|[划定列评归认写填报标登]的|[划定列归变升转]成|[划归列]到|够|达到|叫|[^我俺咱]当)"
    f"{WITHIN}"
    "(?:个"
    "|家|一家|一个|啥|什么"
    "|任何|那种"
    "|这种|真正的|典型的|标准的)*$"
)
ITSELF = re.compile(
    "(?:那|这|就|也|还|都|现在|目前|今年|去年|其实|确实|本来|早|已经?|早就|刚|才|因为|由于|毕竟|但是?|不过|而且"
    "|可|啊|哦|嗯|对了|对|说|讲|，|,| "
    f"|{OURS.pattern}|们|公司|企业|厂子?|单位|集团|类型|规模|性质"
    "|(?:我|本|[我本]支)行|[一这]?户|有一?户|借款人|申请人|[0-9一二三四五六七八九十几数百千万多]+(?:号|个"
    "|名)?(?:人|员工|职工|亿|万)|该|本|贵|老板|会计|的|家|个|里|这边|那边)*$"
)
# 「某集团（大型企业）」: a note to the name with which it begins; not 「给某集团（大型企业）供货」
IN_BRACKETS = re.compile(
    "^(?:(?![给替跟卖]|供[货应]|客户|下游|上游|股东|母公司)[^（(【\\[])*"
    "[（(【\\[](?:[^）)】\\]]*[，,、；; ])?(?:属于?|是|系)?$"
)
CLOSES = re.compile("[^）)】\\]，,、；;]{0,2}[）)】\\]，,、；;]")
ENDS_THERE = re.compile(
    "(?:集团|总部|级别|规模|序列|类型?|那种|这种)?(?:了|的话|的|啊|呀|吧|呢|嘛|哦|哈|咧|哩|来着)*"
    "(?=$|[，,。；、（(]|[和及与不没就也还都能可有贷融担保]|所以|吗)"
)
# A firm that somebody brings as a case: 「我行有一家大型企业贷了2000万」, but not 「一家大型企业借给我们200万」
A_CASE = re.compile(
    "(?:[我本]们?[支分]?行|手[上里头]|这[边里]|今天|刚才?|来了?|有|[，, ])*(?:[一这那某]?[家个户位]|某)"
)
DOES = re.compile(
    "(?:(?![给让帮替向跟和被欠])[^，。；的]){0,14}?"
    "(?:[贷借融](?![给出我咱俺])|担保|投保|挂牌|上市|申请|办了?(?!法)|做了?(?!活))"
)
# Who else does something in the clause behind: 「有家大型企业，我们给他供货」
OTHERS_NEXT = re.compile(f"[^，。；]{{0,4}}?(?:{OURS.pattern}|[他她它])")
# 「大型企业的专利质押贷款」, 「大企业拿专利贷了500万」: whose loan it is
OWNS = re.compile(
    "的[^，。；给让]{0,12}?(?:贷款?|担保|保单|保险|挂牌|融资)|(?:集团)?(?:拿|用|以|把|贷了|借了|买了|投了|做了?|办了?)(?!给|你|我)"
)
# Another loan than the firm's one that is talked of
PERSONS = re.compile("(?:老板|法人|股东|员工|个人|自己|家里|媳妇|老公|儿子|厂长|经理)(?:自己|个人|家)?的?$")
PRIVATE_LOAN = re.compile("房贷|车贷|信用卡|花呗|网贷|消费贷|个人的?[贷借]|自己的?[贷借]")
# One more that was taken out besides: 「还买了」, 「另外也投了一份」, 「财产险也在他家买的」
BESIDES = re.compile(
    "(?:还|也|又|同时|另外|另|顺带|顺便|一块|捎带)[^，。；改换]{0,5}?(?:买|投保?|保|上|办|参|缴|交|贷|借)(?:了"
    "|过|着|有|的)*"
    "(?:(?:[一两二三几0-9]|好几)?(?:份|张|笔|个|种|点))?(?:别的|其他|普通|一般)?的?[^，。；是]{0,6}$"
)
ALSO_HAD = re.compile(
    "是?(?:单独|另外?|分开|额外)(?:再|又)?(?:买|投|上|办|保)"
    "|(?:[、和跟与及]?[^，。；也还都]{1,10}?)?(?:也|还|都)+(?:都|全|在|是在|从|跟|找"
    "|有)*[^，。；没不]{0,6}?(?:买|投|上|办|保|有|参)(?:了|着|过|的|呢|$)"
)
INSTRUMENT = re.compile("(?:险|责任|综合|押|贷款?|保)$")
# What is insured beside the product: 「工人都上了雇主责任险」
INSURED = re.compile(
    "(?:工人|员工|职工|人员|车辆?|厂房|仓库|货物?)[^，。；]{0,5}?(?:上|买|投|办|保|参)(?:了|的|过|着)*[^，。；是]{1,8}险"
)
INSTEAD = re.compile("改|换|其实|不是|说错|搞错|弄错|只|才是")
# Who lends against a security, and is not the guarantor
LENDER = re.compile(
    "(?:给|在|到|去|向)(?:了|着)?[^，。；担]{0,5}?(?:银行|[工农建中交商信招浦兴民光华]行|农商|农信|信用社|邮储"
    "|[支分]行|租赁|小贷|典当|信托|债主|别人|别家|私人|亲戚|朋友)"
)
GUARANTOR = re.compile("担保|他们|给它")
UNTOUCHED = re.compile(
    "(?:都|也|全|还|可|从来|一直|一[样个件])*(?:没有?|未)(?:什么|啥|东西)*(?:可以?|能|拿去?|往外|被|再"
    "|给人)*(?:抵押?|押|动)(?:出去|过|的|了|给|上)*"
)
STILL_HERE = re.compile("(?:可|都|也|还|仍|一直)*在(?:我|俺|咱|自己|自家|公司|厂里?|们)*手[里上头]")
NOTHING_TO_GIVE = re.compile("(?:没有?|无|木有)(?:什么|啥|东西|资产|家底|房子?|地)*(?:可以?|能)?(?:拿去?|往外)?$")
# 「用来买设备」, 「钱进了一批钢材」
BOUGHT = re.compile(
    "(?:买|购|采购|购置|添置?|更新|装修|盖|建|扩|付|(?<![前改])进)(?:了|的|进|回|来|过|个|些|点|一?[批台套辆些]|[0-9两二三四五六七八九十几]+[台套辆条吨])*"
    "[^，。；没不未]{0,4}$|(?:用于|用来|用在|花在|投到|投入)[^，。；没不未]{0,8}$"
)
GIVEN = re.compile("[押抵质]|担保")
THINGS = ("tangible",)
# 「我们的客户」, 「客户都是」: those it deals with are many, or said to be its own; none of them is a case to be told
OWN_PARTNERS = re.compile(
    "(?:(?:我|俺|咱)们?家?的?|主要的?|最?大的?|老|长期)(?:客户|用户|供应商|供货商|下游|上游|甲方)"
    "|(?:客户|用户|供应商|供货商|下游|上游|甲方)们?(?:都|全|大多|多数|主要|基本|大部分|多半|清一色)"
)
# One that was before: 「去年押过一笔别的」, 「以前在天津股交所挂过」
EARLIER = re.compile(
    "(?:以前|之前|从前|早先|原先|最早|最初|起初|一开始|先前|早些?年|前些年|[早头前]几年|大?前年|去年|当年|那年"
    "|早年|曾经?)[^，。；这]{0,12}?"
    "(?:(?:有过?|(?:押|贷|借|办|买|投|做|保)[过了]?)一?[笔份张单]|[押贷借办买投做保]过一?[笔份张单]|挂[过的]牌?)"
)
NOW = re.compile(f"现在|如今|目前|今年|这[笔份张单次回]|{OURS.pattern}")


def is_of_others(
    before: str, said: str, behind: str, fact: Fact, value: str, denied: bool = False, then: str = ""
) -> bool:
    """Whether the words ``said`` of the fact, with those ``before`` and ``behind`` them in their clause, are said of
    something else than what the talk is about. ``value``: what they say; ``denied``: by being denied; ``then``: the
    clause after them."""
    if fact.of == "firm" and not fact.place:
        noun = NOUN.match(behind) if said.endswith("大型") else None
        said, behind = (said + noun[0], behind[noun.end() :]) if noun else (said, behind)
        is_no_predicate = (
            value == "no"
            and not denied
            and A_FIRM.search(said) is not None
            and not _is_said_of_itself(before, behind, then)
        )
        return is_no_predicate or (
            value == "no" and A_KIND.search(said) is not None and _is_of_a_partner(before, behind)
        )
    if value in fact.fine or INSTEAD.search(before):
        return False
    if value in THINGS:
        return _is_not_given(before, said, behind) or (STILL_HERE.match(behind) is not None and not GIVEN.search(then))
    if PRIVATE_LOAN.search(before) or (PRIVATE_LOAN.search(said) and PERSONS.search(before)):
        return True
    if not INSTRUMENT.search(said):
        return False
    return BESIDES.search(before) is not None or ALSO_HAD.match(behind) is not None


def _is_said_of_itself(before: str, behind: str, then: str) -> bool:
    if not behind and A_CASE.fullmatch(before) and not OTHERS_NEXT.match(then) and DOES.match(then):
        return True  # 「一家大型企业，专利质押贷了1000万」
    if IN_BRACKETS.search(before) and CLOSES.match(behind):
        return True
    if A_CASE.fullmatch(before) and DOES.match(behind):
        return True
    if A_CASE.fullmatch(before or "个") and OWNS.match(behind) and not OF_THE_PARTNER.match(behind):
        return True
    predicate = IS_ONE.search(before) is not None or ITSELF.match(before) is not None
    return predicate and ENDS_THERE.match(behind) is not None


def _is_of_a_partner(before: str, behind: str) -> bool:
    partners = list(PARTNER.finditer(before))
    if partners and not OURS.search(before[partners[-1].end() :]):
        return True
    return TOWARDS.search(before) is not None or OF_THE_PARTNER.match(behind) is not None


def _is_not_given(before: str, said: str, behind: str) -> bool:
    """Whether what could be given as security is said to be with a lender, or with nobody."""
    if any(GUARANTOR.search(part) for part in (before, said, behind)):
        return False
    return bool(
        NOTHING_TO_GIVE.search(before) or LENDER.search(before) or LENDER.search(behind) or UNTOUCHED.search(behind)
    )


def is_bought(before: str, behind: str) -> bool:
    """Whether a thing is said to be what money went into: 「贷来的钱进了一批钢材」; given as security besides, it is
    not that alone."""
    return BOUGHT.search(before) is not None and not GIVEN.search(before) and not GIVEN.search(behind)


def tells_of_partners(text: str) -> bool:
    """Whether those the firm deals with are spoken of, none of whom is a case of its own."""
    return OWN_PARTNERS.search(text) is not None


def untouched(clause: str) -> bool:
    """Whether a clause says of the thing named before it that it was pledged to nobody: 「公司有块地，没抵押」."""
    return UNTOUCHED.fullmatch(clause.strip()) is not None


def without_earlier(text: str) -> str:
    """The message without the clauses that tell of an earlier loan, policy or listing, or of what else is insured."""
    if not EARLIER.search(text) and not INSURED.search(text):
        return text
    kept, telling = [], False
    for one in clauses(text):
        said = text[one.start : one.end]
        telling = bool(EARLIER.search(said)) or (telling and not NOW.search(said))
        beside = INSURED.search(said) is not None and not INSTEAD.search(said)
        kept += [] if telling or beside else [said]
    return "，".join(kept)
