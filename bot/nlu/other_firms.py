"""Another firm of which a message tells though it has no letter or number: by whose it is (「俺庄上那个合作社」, 「我表
妹家也是…」), by a pronoun (他家, 人家那厂), or by its proper name (「下一家：丰沃食品，…」)."""

import re

from bot.nlu.business_names import GENERIC, SMALL, short_forms
from bot.nlu.persons import KIN
from bot.nlu.phrases import in_a_question

FIRM = "公司|企业|厂子?|工厂|店|作坊|合作社|门市|[养农牧林][一-鿿]{0,2}场|集团|商行"
SPOUSE = "媳妇|爱人|老伴|老婆|老公|对象"
NEAR_BY = (
    "(?:[庄村镇乡街]|园区|开发区|工业园|县|楼)(?:子|里|上|头|口|[东西南北][头边]?)"
    "|[东西南北][边头面]|隔壁|对[门面过]|旁边|邻村|邻居|前院|后院|楼[上下]|同行|同业"
)
OWNER = f"(?:{KIN}|闺蜜|同事|师傅|徒弟|妯娌|嫂子|弟妹|亲戚|客户(?!经理)|{NEAR_BY})"
MINE = "(?:[俺我咱]们?家?|[俺我咱]们?(?:这|那)?(?:边|里)?)?的?(?:[前老大小](?!舅子|舅哥|姨子))?"
# Another bank, where a bank speaks
BANK = re.compile("[一-鿿]{0,3}(?:[工建农中交]行|农商行|农信社|银行|支行|邮储)(?:那[边家户笔]|(?=也有))")
BANK_BROUGHT_UP = re.compile(
    "(?:[那哎再还又有来问算看说换是，, ]|对了)*(?:另外?|又|再|换|下)(?:有|来|了)?[一1]?(?:个|家)"
    "(?:[一-鿿]{0,3}?(?:银行|支行|分行|农商行|信用社|行))(?:(?:也|又|还|那边|这边)?(?:报|有|说|交|送|放|的)|[，,：:])"
)
WE_THE_BANK = re.compile("我(?:们|支)?行|本行")
# What may stand before it in its clause: 「对了，还有」, 「帮」, 「要是」; so it is told of, not asked nor paying
BEGINS = "(?:[那哎唉哦噢嗯对了再还另外顺便替帮给问下说算看听个有，, ]|如果|要是|假如|昨天|今天|刚才|不过|但是?)*"
LINK = "[^，。；！？0-9是也说投借给让]"
# 「表妹家也是」, 「表哥他厂」, 「连襟那个厂」, 「庄上那个种植合作社」, 「战友开的店」
OWNED = re.compile(
    f"(?:^|(?<=[，。；！？,;!? ])){BEGINS}{MINE}({OWNER})(?:[他她]们?)?(?:"
    f"{LINK}{{0,3}}?(?P<firm>[一-鿿]{{0,3}}(?:{FIRM}))|[那这]?家(?=[那也的没有贷借买拿押担办融上不是在呢他她刚去今前省]|[，。,;:?]|$)"
    f"|(?=也(?:去|想|要)?(?:贷|借|押|买|投保|融|做|办|有)))"
)
# 「朋友说他们公司登记没办」
TOLD_BY = re.compile(f"({OWNER})(?:刚|又|昨天|今天)?(?:说|讲|问)[，,]?[他她]们?(?:家|那边|公司|厂|单位)")
# What is done for the speaker, or told by it, makes no other case of it
DOES_FOR = re.compile(
    "(?:也|都|又|再|刚|想|要|肯|来|去年|今年)*(?:给[我俺咱]|投了?|借给|垫|替|帮|为|入股|认购|增资|跟投|说|讲|告诉|提醒|出了|拿了|领了|得了|拿到|领到)"
)
SURETY = re.compile("(?:做|提供|出|当|给)[^，。；]{0,3}(?:担保|保证)|签[字名的]|兜底")
OWN = re.compile(
    "(?<![给帮跟和向找对让])(?:[俺我咱]们?(?:自己|自家|自个|这边|这里|这儿|这头|公司|厂|家|这[笔边个单份]|都?没|咋|怎么)|我司|我行|本公司|本企业|我们)"
)
HIS = re.compile("(?:他|她)家(?!里|长|属)|(?:他|她|人家)们?那?(?:公司|厂|单位)")
# 「我们能拿多少」, 「俺的还有吧」 said where another's case is under way
TO_OURS = re.compile(
    f"(?<![给帮跟和向找对让])[俺我咱]们?(?:{FIRM}|家|厂|自己|司|行)?"
    "(?:的(?:那?[个笔份单张]|[那这]|还|再|改|换|其实|应该|多少|呢|金额|数|$|[，,。；;：:？! ])"
    "|(?:到底|一共|自己|总共|究竟|应?该|最后|最多|又|是|有)*(?:能(?:拿|领|得|补|贴|给|享|报|算)|多少)|呢|这[笔边个单份]|那[笔个单份])"
    "|(?:说|看|算|再|还是)?(?:回到?|说|看|算)(?:[我俺咱]们?)?(?:总公司|总部|总厂|本部|本公司)(?:这边|那边|自己)?(?:的|那|这|[0-9，。,;；]|$)"
)
# Another that lends, guarantees or insures: 「另一家担保公司」, 「换个银行」, 「别家报0.8%」
PROVIDER = (
    "[一-鿿]{0,4}?(?:担保(?:公司|机构|方|那边)|融担|(?<!投)保险(?:公司|机构)|[支分]行"
    "|(?:农商|商业)?银行|农商行|农信社|信用社|邮储|券商)"
)
ANOTHER_PROVIDER = re.compile(
    f"(?:另外?|别|换|其他|其它|再找|又问了?|又找了?|找了?|第[二三四2-4])(?:[一1]?[个家]|的)*的?{PROVIDER}"
    "(?!的?(?:客户|企业|名下|手里|手上|那个企业|担保的))"
    "|(?:别|另[外一]?|人|他|换[一1]?)家(?:才|只|就|给|那边|那里|可|说|肯|能)*"
    "(?:报价?|收|要|开|喊|出)(?:价|的|价是|的是|费率)?(?:是|到|我们?)?"
    "(?=[0-9零一二三四五六七八九十百千万]+[.点‰%分之个])"
)
# What stands before what is told and is nobody's name
NO_FIRM = (
    "后来|后头|现在|目前|总共|一共|合计|其中|另外|同样|同期|同时|本金|期限|金额|实际|其实|大概|大约|银行|上半|下半|去年|今年|前年|刚才|最近|眼下|同意|批准|计划|准备|打算"
    "|省里|市里|县里|政府|对方|人家|自己|自家|老板|会计"
)
SHORT = 2  # characters of a kind of firm, of which more is its name
NAME = "[一-鿿]{2,10}?"
NEXT_ONE = (
    "(?:下|另外?|换|再[来算看]?|接下来|还有|又来)(?:的|是)?[一1]?(?:家|户|个?(?:企业|公司|客户))"
    "(?:企业|公司|客户)?[，, ]?(?:是|叫)?[：:，, ]*"
)
NAMED = re.compile(f"^{NEXT_ONE}({NAME})的?[，,：:|｜]|^({NAME})(?:家|公司)?(?:的|那[家户笔边])?[：:|｜]")
# 「帮两家公司算专利质押贴息。华泰：220万」: the first of several; 「瑞丰贷400万」, the next of them
SEVERAL = "(?:[两俩二三四五几]|好几)(?:家|户|个(?:客户|公司|企业|厂|老板|单位))"
TOLD_OF = "(?=[，,]?(?:也|又|是|去年|今年|向银行|跟银行)*(?:[贷借投买融担挂募押]|省里|保费|[0-9]))"
SHORT_NAME = f"(?!{NO_FIRM})[^\\W\\d_a-zA-Z{SMALL}]{{2,4}}?"
FIRST_OF_SEVERAL = re.compile(
    f"^[^：:0-9]*?{SEVERAL}[^：:0-9]{{0,40}}?[。！!；;，,\\n ](?:先[说看算讲])?"
    f"(?:({NAME})(?:家|公司)?[：:]|({SHORT_NAME}){TOLD_OF})"
)
NEXT_OF_SEVERAL = re.compile(f"^(?:那|再[说看算]?|另外|还有|然后|接着|[，, ])*({SHORT_NAME}){TOLD_OF}")
TOLD_APART = re.compile(f"(?:^|[，。；,; \\n])({SHORT_NAME})[：:]")
CALLED_AGAIN = re.compile(
    "^(?:那|再?看|再?说|说?回到?|先说)?([一-鿿]{2,6}?)(?:的|那[边家户个笔]|家的?|呢|多少|刚才|改|也)"
    "|^(?:那|好|再|先|还是|接着|回头|[，, ])*(?:说回|回到?|说|看|算|讲)(?:说|看|算)?([一-鿿]{2,6}?)"
    "(?:[，,](?:[他她它](?:家|们)|[那这]家|人家))"
)

# 「回到鑫农，刚才看错行了」
BACK_TO = re.compile(
    "(?:那|再|先|好|行|[，, ])*(?:回到|说回到?|回头(?:再)?[看说算]|再(?:看|说|算)回?|还是[看说算])"
    "([一-鿿]{2,6}?)(?=[，,。；;：:、 ]|[家户厂]|的|那|这|刚才|$)"
)


def owned_by_another(text: str) -> str:
    """What another's firm is called of which the message (folded) tells, by its owner or where it is; "" when it tells
    of none, or of the speaker's own as well."""
    found = OWNED.search(text) or TOLD_BY.search(text)
    if found is None:
        return ""
    rest, told = text[found.end() :], found.re is TOLD_BY
    own = OWN.search(text[: found.start()]) or OWN.search(rest)
    if own or (not told and (DOES_FOR.match(rest) or SURETY.search(rest))):
        return ""
    if found[1] in SPOUSE.split("|") and not (not told and found["firm"]):
        return ""
    firm = "" if told else found["firm"] or ""
    near = re.fullmatch(NEAR_BY, found[1]) is not None
    return re.sub("^[个家那的他她]+", "", firm) if near and len(firm) > SHORT else found[1]


def does_for_ours(text: str) -> bool:
    """Whether another's firm is told of only as one that does something for the speaker's: 「我朋友公司帮着担保的」."""
    found = OWNED.search(text)
    return found is not None and (DOES_FOR.match(text[found.end() :]) or SURETY.search(text[found.end() :])) is not None


def of_another_provider(text: str) -> bool:
    """Whether another that lends, guarantees or insures is told of, which makes no other case of the firm's own."""
    return ANOTHER_PROVIDER.search(text) is not None and WE_THE_BANK.search(text) is None


def another_bank(text: str, talk: str) -> str:
    """The other bank that a bank tells of in its ``talk``; "" for none."""
    found = BANK.search(text) if WE_THE_BANK.search(talk) and not WE_THE_BANK.search(text) else None
    return found[0] if found else ""


def another_bank_begins(text: str) -> bool:
    """Whether a message begins with what another bank has (「另一家支行也报了一户」), where a bank's case is told."""
    return BANK_BROUGHT_UP.match(text) is not None


def speaks_of_his(text: str) -> bool:
    """Whether a firm is only pointed at by a pronoun, and the speaker's own is not spoken of."""
    return HIS.search(text) is not None and OWN.search(text) is None and TO_OURS.search(text) is None


def turns_to_ours(text: str) -> bool:
    """Whether the speaker's own case is asked for, or told of, in a talk about another's."""
    found = TO_OURS.search(text)
    return found is not None and not in_a_question(text, found.start())


def proper_name(text: str) -> str:
    """The name that stands before what is told of a firm, perhaps that of something else: 「丰沃食品：担保额220万」."""
    found = NAMED.match(text) or FIRST_OF_SEVERAL.match(text)
    return next(filter(None, found.groups()), "") if found else ""


def begins_several(text: str) -> bool:
    """Whether a message that is told of several firms calls the first of them by its name."""
    return FIRST_OF_SEVERAL.match(text) is not None


def next_of_several(text: str) -> str:
    """What the message begins with, where that may be the short name of the next firm: 「瑞丰贷400万」; "" for none."""
    found = NEXT_OF_SEVERAL.match(text)
    return found[1] if found else ""


def is_short_name(text: str) -> bool:
    """Whether this may be what a firm is called for short."""
    return re.fullmatch(SHORT_NAME, text) is not None and GENERIC.match(text) is None


def names_before_a_colon(text: str) -> list[str]:
    """What stands before colons and may be names: 「专利质押，华泰：220万」."""
    return TOLD_APART.findall(text)


def called_again(text: str) -> str:
    """What a message begins with, where that may be a firm that was told of before: 「鑫农的刚才多少来着」."""
    found = CALLED_AGAIN.match(text) or BACK_TO.match(text)
    return next(filter(None, found.groups()), "") if found else ""


def begins_with(name: str, words: str) -> bool:
    """Whether something in what was told begins with the name: a cell of a row, a line, what stands before a colon."""
    return (
        re.search(
            f"(?:^|[，。；,;：:|｜\n\\s]|客户|(?:[一1]|第[二三四五六2-6])[户家](?:企业|公司)?(?:是|叫)?){re.escape(name)}",
            words,
        )
        is not None
    )


def is_introduced(text: str) -> bool:
    """Whether a firm is brought up as the next one: 「下一家：…」."""
    return re.match(NEXT_ONE, text) is not None


def is_called(name: str, text: str) -> bool:
    """Whether a firm with a proper name is called by it, or by how it begins: 「鑫农那家」, of 鑫农机械."""
    return any(short in text for short in short_forms(name))
