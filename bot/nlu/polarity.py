"""Whether a clause says that something is so: what stands before the word, behind it, and in the clauses after it."""

import re

from bot.memo import per_text

# Verbs and small words that may stand between a negation and what it denies: 没有拿到过…, 不属于…
LINK = (
    "自己|自个儿?|亲自|属于|办理|取得|拿到|动用|评上|认定|申请|任何|什么|参加|纳入|列入|提供|要求|算是|保住|真的|怎么|达到|够得上|下调|下迁|形成|我们|咱们|"
    "[办做走用有是去买过再能按给到进上要的拿评啥成出完在被够达这那个属算见搞弄让真全都把报入会曾收押当跟往为调划转变升晋定签动沾碰批经]"
)
NO = (
    "没有|没|(?:退|移|踢|剔|跌|掉|调|清)出|剔除|忘了|哪来的?|哪儿?有|哪里?(?:能)?(?:是|算)(?:个|得上)?(?:什么|啥)|未曾|未|不是|并非|不属于|不具备|从未|尚未|够不上|算不上|谈不上|称不上|达不到|进不了|毫无|无|非|"
    "(?:撤|换|去|拿|剔|退|否)掉|[撤否]了|否决了?|放弃了?|取消了?|不押|"
    "不(?![过但仅只光止管知清懂少良错同如断住限妨久料禁晓])"
)
# What is not merely so is so, and something besides: 不是纯专利, 不是只押了专利
NOT_NO = re.compile(
    "(?:不是|并非)(?:单|纯|光|只|仅)|没(?:错|准|问题|事|关系|想到|法)|无形|非(?=常|得|要|让|逼)|除非|未来|差不多|不得不"
)
# For whom, where and with whom it was not done: 没给俺备案, 没有到市里备案, 没往科技局报备
OFFICE = (
    "[^，。；,;没未不0-9]{0,6}?(?:局|厅|委|办|部门?|单位|机构|政府|财政|系统里?|平台上?|网上?|中心|银行|行里|公司|市里?|省里?|县里?|区里?|"
    "上面|上头|那边|那里|那儿)"
)
TOWARDS = f"(?:[给替帮为](?:[我俺咱你他她它]们?|企业|{OFFICE})|[到往去在向跟和找上]{OFFICE})"
BEFORE = re.compile(f"(?:{NO})(?:{LINK}){{0,2}}(?:{TOWARDS})?(?:{LINK}){{0,4}}$")
PLANNED = re.compile(
    "(?:准备|打算|计划|争取|即将|快要|马上|明年|下个?月|下周|回头|刚要|还要|才够)"
    "(?:[一二三四五六七八九十0-9]+月|明年|后年|今年|年[底内]|[0-9]{2,4}年)?(?:[去要再能才就办走做补报弄够评当升上进入转调]|办理|申请|申报|认定|升)*$"
)
# 「正在申请科小」: begun, and not yet decided
UNDER_WAY = re.compile(
    "(?:正在|还在(?=[办申走弄])|在(?=[办申走弄]))(?:[去要再能才就办走做补报弄够评当升上]|办理|申请|申报|认定|升)*$"
)
WISHED = re.compile("(?:想|希望|想要|盼|争着|琢磨)(?:[去要再能当做办上升进成为评]|申请|申报)*$")
# A guess at how much or when is none at whether: 「不良大概两百来万」
HOW_MUCH = (
    "[也是有在就得能要]{0,2}(?:[0-9两二三四五六七八九十百千万]|一[十百千万亿个年月两]|几[十百千万个年月天]|半[年个])"
)
GUESS = re.compile(
    f"(?:应该|好像|可能|估计|大概|也许|没准|说不定|照理|八成|差不多|听说|据说|似乎|按说|仿佛)(?!{HOW_MUCH})"
)
# Who sells tells more than is so; what the owner, the bookkeeper or a relative says is the firm's own word
TOLD = re.compile("(?:业务员|中介|经理|人家|券商|顾问)(?:自己)?(?:说|讲|称)|嘴上(?:说|讲)")

THING = (
    "(?:的|那边|那头|这边|企业|公司|资格|牌子|证书|证|书|认定|复审|手续|材料|名[单录]|回执|凭证|批文|系统|程序|[^，。；,;没未不还已在批给拿下拨领到0-9]{0,3}(?:贴息|补贴|补助|奖补|资金)|申请|统计|里|中|[这那]?事儿?|这?块|这?个|表|单|号|编号|库|线|标准|门槛|"
    "业务|备案|登记|[那这](?:一?[笔份步道项关块个]|个?环节)|[初复终]?审[核批查]?|评审|审核)"
)
ADVERB = (
    "(?:这个月|本月|嫌[^，。没未]{1,4}(?=[没未])|一[个样条件项]|一分钱?|一毛钱?|分文|明确|一律|统统|全部?|均|[今昨前][天日]|上周|刚刚?|还|都|也|就|压根|根本|从来|一直|始终|暂时|确实|又|才|刚|已经|已|早就|早|全|后来|最后|最终|其实|目前|现在|至今|到现在|"
    "当时|那会儿|年?底|手[里头上]|家里|公司|厂里|厂子|[这那]一?[回次]|到底(?=[没未不])|它|他们?家?|她家?|人家|真|可(?=[没未不真还算谈称够达])|倒|一点儿?|[嫌太又挺很]?(?:麻烦|费事|费劲|繁琐|折腾)|[审评看查](?:下来|完|过)|最终|去年|今年|前年|上个?月|本来|倒是|是(?!否)|给|我们?家?|咱们?家?|俺们?家?|人家|担保(?:公司|方|那边)|他们|银行|省里|市里|[0-9一二三四五六七八九十]+月|"
    "[0-9]{2,4}年)"
)
VERB = (
    "(?:[动沾碰用办做达到够评拿过批下登弄赶成进备报续认入升纳走补搞保要提交买投挂押抵质贴给拨发打轮签]"
    "|[抵质]押|出质|通过|下来|上(?!市))"
)
HOW = "(?:定|下来|出来|出去|进去|上去|起来|完|成|好|上|到|过|了|着|去|住|妥|齐|理)"
OBJECT = (
    "(?:准|审|补|贴|我们?|咱们?|俺们?|这[笔户家单]|标准|条件|要求|门槛|线|数|证书?|资格|认定|手续|备案号|编号|批文|名单|库|"
    "程序)"
)
END = "(?:呢|啊|呀|的|吧|嘛|哦|哈|咧|来着|了|哩)*$"
NEAR = f"^{THING}{{0,3}}[呢嘛啊]?(?:万一|要是|如果|假如)?{ADVERB}{{0,4}}"

# 「要是财产险就没了吧」: what comes of what is supposed, which is not denied itself
THEN_NOTHING = re.compile(
    "(?:了|的|过|的话)*(?:那)?(?:是不是|会不会)?就(?:都|全|也|会|要|该|一分钱?|什么都|啥都)*"
    "(?:没(?:有|戏|门|份|得|资格)?了?|[拿领补贴]不(?:到|着|了|成)了?|不(?:给|补|贴|赔|奖|行|成|中)了?|泡汤了?|白搭了?|白忙了?|作废了?|归零了?|清零了?)(?:吧|吗|么|啊|呀|呢|是吧|对吧|是吗)*$"
)

MISSED = re.compile(
    f"{NEAR}(?:(?:没有?|未)(?:能|曾|获得?|得到|来得及|去|给|让|给我|最终|正式|真)*|不(?:给|让|予|肯)|忘了?|漏){VERB}{HOW}{{0,2}}{OBJECT}?{END}"
)
LACKED = re.compile(
    f"{NEAR}(?:没有|没|无|木有|不是|不算|不行|不符合|不够格?|[算谈称]不上|不合格|不(?:给|批|贴|补|认|肯给|予批准)|没戏|没门|不(?:再)?(?:[抵质出]?押|抵|质)|[查找]不到.{{0,3}}|[查找]无|没[查找]到.{{0,3}}){END}"
)
UNWANTED = re.compile(f"{NEAR}(?:不(?:再)?(?:要|收|用|需要?)|取消|撤|免)")
# 「一直在基础层没升」: it is where it was
STAYS_IN = re.compile("(?:在|留|停|处于|待|呆|蹲)$")
DOES_NOT_MOVE = re.compile(
    f"^(?:那?里|着)?{ADVERB}{{0,2}}(?:没有?|未|不)(?:再|能|往[上下]|怎么)?(?:升|动|调|挪|变|换|晋|转|走|爬|跳|上去)"
)
# 「签字也不用了」, 「老板都免了」; 「也不用他签字」: not even that is asked for, so nothing is
NOT_EVEN = re.compile("^(?:了|的)?[也都](?:全|一律|给)?(?:不(?:再)?(?:用|要|需要?|收)|免|取消)")
NOT_EVEN_THAT = re.compile("[也都]不(?:再)?(?:用|要|需要?)(?:[我俺咱你他她它]们?|老板|法人|股东|企业|再|去)*$")
SHORT = re.compile(
    f"{NEAR}(?:还?差(?!不多|多少|多大|几个|什么|啥|哪|谁|[额别距价值]|[0-9一两二三四五好几]*[倍半])(?![^,，。]{{0,8}}(?:到期|期满|没还|还[款钱本贷]|还清|结清|付清))|[够达上登进办赶踩评拿申报过批弄](?:不上|不着|不到|不去|不了|不成|不下来)|离.*(?:远|八千里))"
)
UNDONE = re.compile(
    f"{NEAR}(?:不(?:再|用|拿)?(?:[抵质出]?押|抵|质)(?:给[^,，。]{{1,6}})?了|(?:明年|以后)?(?:把[^,，。没未不]{{1,10}}?)?(?:被|让|叫|给)?(?:人家?|他们|银行|省里)?给?(?:退库|[移剔清跌踢调掉]出|退出|名额[都已经早就]*[满用没光]|撤销|撤|解(?:除[抵质])?押|取消|踢出|落选|淘汰|刷下来|吊销|摘|退回|退给|退还|还给(?=了|[他她它]|人家|对方|[一-鿿]{{0,4}}(?:银行|公司|股东|老板|厂|局|财政|机构|中心)了)|还回|打回|驳回|(?<=被)追回|(?<!是)否了?|毙|退出|(?<![还付结清])掉|失效|作废|过期|到期没|"
    f"未通过|黄|收回(?!来|[^，。；]{{0,6}}[0-9一二两三四五六七八九十百])|拒))"
)
# 「登记明年再办」: nothing of it is begun
AHEAD = re.compile(
    f"{NEAR}(?:是?(?:明年|下一步)的?(?:目标|计划|打算|事)|(?:准备|打算|计划|争取|即将|马上|明年|下个?月|下周)(?:再|去|要|才|能|就)*(?:[办申评报升弄补登备做走入进挂批出下](?!资|市)))"
)
HANDED_IN = (
    "(?:才|刚刚?|也|都|已经?|早就?)*(?:交|递|报|送|提交|上报|申报)(?:了(?![^,，。]{0,2}[费钱款万元])|上去|过去|$)"
)
# 「备案还在审」, 「登记材料递上去了」: it is begun, and others decide
PENDING = re.compile(
    f"{NEAR}(?:[正在](?:办|报|跑|走|弄|评|审|等)着|(?:还|仍|也|都)?[正还]?在(?:办|走|审|弄|申|评|补|报|排|等|流程)|等(?:着|公示|批|结果|消息|通知|省|市|审|回)|快了|"
    f"排(?:着|队)|走(?:着)?(?:流程|程序)|[刚才](?:交|报|递|提交)|{HANDED_IN}|审着|待(?:审|批|核)|审[核批]中|(?:办理|受理|公示|评审|申报|申请|办)中|没下文|没动静)"
)
DONE = re.compile(
    f"{NEAR}(?:补(?:上|登|录|办|报|了|下来|好|过)+|办(?:了|好|完|妥|过|下来|理了?|成|齐)|做(?:了|好|完|过)|弄(?:好|完|了|妥)|通过了?|"
    f"批(?:了|下来|复|准|过)|下来了|到手|取得|拿到|拿了|有了?(?:$|证|号|的)|登(?:了|上|好|过)|备(?:了|上|好|过|妥)|报(?:过|成|备了)|"
    f"(?:跑|领|续|换|找|查|弄|走)(?:了|上|好|下来|完|到|成|妥|回)|转(?:成|好|过来)|[了过](?:的|啦)?{END}|过(?:了|审|关|会)|[在到]手|在呢|在的?$|"
    f"(?:[好妥成]了|全){END}(?=$|[，,。；;])|齐(?:全|了|备)?|属实|完成|完了|妥|认(?:定|了)了?|查得?到|能查到?|在(?:册|库|案)|都?符合|没问题|没毛病|到了?账|拨了|给了|补了|贴了|下了?证|[√✓✔])"
)
# 「登记的本子在我柜子里」, 「回执会计收着」: the paper that shows it is there
IN_HAND = re.compile(
    "^的?(?:[那这][张个本份块])?[^，。；没未不等办审]{0,4}?(?:证书?|本本|本子|回执|通知书|单子|编号|批文|批复|牌子?|匾|纸|文件|函)"
    "(?:[我俺咱]们?|会计|财务|老板|公司|厂里|手[里上])*(?:还|就|都|也|一直|现在)*(?:在(?!路|等|办|审|做|走|补)|[放收搁存锁夹贴挂攥捏拿握](?:在|着))"
    "[^，。；没未不等办审]{0,8}$"
)
# Who did it, where and when may stand between: 登记当天银行陪着办的
BY_WHOM = re.compile(
    "^(?![^,，。]{0,8}(?:明[天日年]|后天|下周|下个?月|月底|回头|准备|打算|正|等))[^,，。没未不别无难要想能会该怎咋哪谁几啥吗]{0,10}?"
    "(?:办|弄|登|跑|做|备)(?:完|好|妥|过|成|下来|上|了|的)"
)
LIST = re.compile(f"^{THING}{{0,2}}(?:、|和|跟|及|与|以及|还有)$")  # between the members of 登记和科小证都有
LISTED = re.compile(f"^{THING}{{0,2}}(?:(?:、|和|跟|及|与)[^、,，。]{{1,6}}?)+(?=都|全|均|统统|样样|也)")
TOGETHER = re.compile("^[^,，。、]{0,4}?(?=都|全|均|统统|样样)")
ALL_DONE = re.compile("(?:全部?|都|均|早就?|全都)(?:已经?)?$|已经?$")  # before a word with nothing behind it: 均已备案
ENDING = 1  # characters behind what is done, with which it is still what was named before
AGAIN = re.compile(
    f"^(?:但|可(?![否能以不])|不过|后来|结果|又|现在|最后|就是|只是|可惜|前几天|昨天|刚刚?|放款后)?{ADVERB}{{0,4}}"
)
DONE_BEFORE = re.compile(
    "(?:办理|完成|拿到|通过|取得|补办|补做|做|办|弄|走|登|有|补|搞|领|出)(?:好|完|过|了|上|到|妥|齐|下来)*(?:的|个|那个|了)*"
    "(?:知识产权|专利|省里|科技厅|国知局|省科技厅)?(?:的)?$"
)
A_NOT_A = re.compile(r"是否|(?<![没不])(\w)[没不]\1")
IS_NOT = re.compile(f"{NEAR}(?:不是|不算)")
BEFORE_ASKED = re.compile(r"(?:啥叫|啥是|什么叫|什么是|到底|(?<![没不])(\w)[没不]\1|是否|算没算|有木有)[^，。,]{0,4}$")
# 「升到创新层是不是再加50」: not what is named is asked about, but what comes of it
GIVEN_MORE = "(?:[能会是][不没][能会是]|是否)(?:能|会|可以|就|还)*(?:再|多|另外?|额外)+(?:能|会|可以)?[加给奖补发拿领]"
BEHIND_ASKED = re.compile(
    rf"^[^，。；,;]{{0,5}}?(?:(?!能不能[拿给贴补享领]|{GIVEN_MORE})(\w)[没不]\1|(?!{GIVEN_MORE})是否)|^的?(?:贷|款)?还是(?!在|有|没)|^是[按咋怎啥什]|^是(?:不是)?一回事"
    r"|^(?:了|的话)?(?:也|还|就)(?:能|可以|行|给|没戏|不给|没有|拿不|白|是一回)|^(?:和|跟|与).{1,6}是?(?:一回事|一样|有啥)"
)
IS_NOT_AT_THE_END = re.compile("(?<!是)(?:不是(?!说|讲|听|都说|有)|并非)[^，。；,;不没是]{1,6}$")
AWAITED = re.compile("[批下出过审拿到评复]")  # what others do or give: 「还没批」, but not 「还没办」
YET = re.compile("还没|尚未|还未|暂未|至今|没下来")
IN_MARKS = re.compile("(?:省里?的?|市里?的?)?[‘’“”\"'「『《]+$")  # 「不属于省“鲁科保”目录」
FORGOTTEN = re.compile("(?:忘了?|忘记了?|漏了?)$")  # 「忘了没备案」: said twice over, it was not done
FAR = 8  # characters behind the word in which its verb stands


def denied(before: str, behind: str = "?") -> str:
    """The negation that stands before the word, or, with nothing ``behind`` it, before what ends the clause; "" for
    none."""
    before = IN_MARKS.sub("", before)
    found = BEFORE.search(before) or (IS_NOT_AT_THE_END.search(before) if not behind else None)
    if found is None or NOT_NO.match(before, found.start()) or A_NOT_A.search(before[-8:]):
        return ""
    return found[0]


def forgotten(before: str) -> bool:
    """Whether the words before a denial say that the deed was forgotten, which takes nothing of it back."""
    return FORGOTTEN.search(before) is not None


@per_text
def verdict(behind: str) -> str:
    """What the words behind say of it: "no", "pending" (others have yet to decide), "ahead" (nothing of it is begun),
    "yes" or "" when they say nothing.

    ``behind``: from the word to the end of its clause, or to the next word that is known.
    """
    if missed := MISSED.match(behind):
        return ("pending" if AWAITED.search(missed[0]) else "ahead") if YET.search(missed[0]) else "no"
    if LACKED.match(behind) or SHORT.match(behind) or UNDONE.match(behind):
        return "no"
    if PENDING.match(behind):
        return "pending"
    if AHEAD.match(behind):
        return "ahead"
    return "yes" if DONE.match(behind) or BY_WHOM.match(behind) or IN_HAND.match(behind) else ""


def left_undone(verb: str, behind: str) -> bool:
    """Whether the deed itself is said not to have been done, further behind: 「备案当时经办离职了没来得及备」."""
    return re.search(f"(?:没|未|漏|忘)(?:了|有|来得及|能|去|给|往上)*{re.escape(verb)}(?!注)", behind) is not None


def unwanted(behind: str) -> bool:
    """Whether the words behind say that it is not asked for (「反担保一律不要」, 「最后取消了」)."""
    return UNWANTED.match(behind) is not None


def stays(before: str, behind: str) -> bool:
    """Whether what is denied behind is only that it moves from where it is."""
    return STAYS_IN.search(before) is not None and DOES_NOT_MOVE.match(behind) is not None


def not_even(before: str, behind: str) -> bool:
    """Whether not even this is asked for any more: 「签字也不用了」."""
    return NOT_EVEN.match(behind) is not None or NOT_EVEN_THAT.search(before) is not None


def is_missed(behind: str) -> bool:
    """Whether the words behind say, and nothing else, that it was not done: 「厂房没押成」."""
    return MISSED.match(behind) is not None


def carried(clause: str) -> str:
    """What a clause that names nothing says of what was named before it: 还没批, 后来补上了; "" for nothing."""
    begun = AGAIN.match(clause)
    rest = clause[begun.end() :] if begun else clause
    if len(rest) > FAR:
        return ""
    said = verdict(rest) or verdict(clause)
    done = DONE.match(rest)
    another = said == "yes" and done is not None and len(rest) - done.end() > ENDING  # 「去年刚换了法人」
    return "" if another else said


def turns(clause: str) -> bool:
    """Whether a clause begins as one that takes back what was said: 但, 后来, 又."""
    return bool(re.match("但|可(?!以|能)|不过|后来|结果|又|现在|最后|可惜|只是|就是", clause))


def takes_back(clause: str) -> bool:
    """Whether a clause says that what was so is no longer, or falls short: 被退库了, 还差一点."""
    begun = AGAIN.match(clause)
    rest = clause[begun.end() :] if begun else clause
    return bool(UNDONE.match(rest) or SHORT.match(rest) or SHORT.match(clause) or TAKEN.search(clause))


TAKEN = re.compile("(?:被|让|叫)(?:人家?|他们)?(?:给)?(?:摘|退|撤|取消|打回|踢|驳|否)")
ANSWERED_NO = re.compile(f"^{ADVERB}{{0,3}}(?:没有?|未)(?:去|给|让)?{VERB}.{{0,6}}$")
ANSWERED_YET = re.compile("^(?:还|都|也)?[正在](?:办|报|跑|走|弄|评|审|等|申)")


def opens(clause: str) -> str:
    """What the first clause of an answer says of what was asked: 没评过那个, 正报着呢."""
    if NOT_NO.search(clause[:4]):
        return ""
    if ANSWERED_NO.match(clause):
        return "no"
    return "pending" if ANSWERED_YET.match(clause) else ""
