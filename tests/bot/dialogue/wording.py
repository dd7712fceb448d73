"""How the acts of generated talks are said: names, numbers, and sentences that change nothing."""

from decimal import Decimal
from random import Random

WAN = 10_000
TERMS = (3, 6, 9, 12, 18, 24, 36)
FIRMS = ("隔壁厂", "子公司", "我朋友的公司", "另一家公司")

NAMES = {
    "conversion_loan_risk": ("科技成果转化贷款风险补偿", "成果转化贷款出了不良"),
    "rd_credit_loan_risk": ("研发类信用贷款风险补偿", "研发信用贷出了不良"),
    "conversion_loan_interest": ("科技成果转化贷款贴息", "成果转化贷款的省级贴息"),
    "patent_pledge_interest": ("专利质押贷款", "专利权质押贷款贴息"),
    "guarantee_fee": ("鲁科担", "“鲁科担”保费补贴"),
    "lukebao_premium": ("鲁科保", "“鲁科保”保费补贴"),
    "first_set_insurance": ("首台套保险", "首台（套）综合险"),
    "ipo_award": ("IPO", "首次公开发行"),
    "regional_equity_award": ("区域股权市场挂牌融资", "四板挂牌"),
    "neeq_award": ("新三板挂牌", "新三板"),
}

# Words of the records that announce the sum and nothing else
ANNOUNCES = {
    ("conversion_loan_risk", "bad_principal_yuan"): ("本金损失", "坏账", "不良"),
    ("rd_credit_loan_risk", "bad_principal_yuan"): ("本金损失", "坏账", "不良"),
    ("conversion_loan_interest", "province_subsidy_yuan"): ("省里贴了", "省级贴息", "省里批了"),
    ("patent_pledge_interest", "principal_yuan"): ("贷了", "借了", "贷款", "放款", "融了"),
    ("guarantee_fee", "guarantee_yuan"): ("担保", "担保了", "担保额"),
    ("guarantee_fee", "fee_rate"): ("费率", "实际收费"),
    ("lukebao_premium", "province_subsidy_yuan"): ("省里补了", "省财政补了", "省补"),
    ("first_set_insurance", "premium_yuan"): ("保费", "年保费"),
    ("first_set_insurance", "insured_yuan"): ("保额", "赔偿限额"),
    ("ipo_award", "raise_yuan"): ("拟募资", "募集"),
    ("regional_equity_award", "direct_financing_yuan"): ("直接融资", "融资", "融了", "股权融资"),
    ("neeq_award", "raise_yuan"): ("融资", "融了", "定增"),
}

FIXED = {
    "doubt": (
        "确定是{}？",
        "{}不对吧",
        "怎么才{}",
        "才{}啊",
        "{}啥时候给",
        "那{}打到哪个账户",
        "这{}是给我们还是给银行",
        "{}太少了吧",
        "真能有{}吗",
        "你说的{}是怎么来的",
        "{}靠谱吗",
        "{}，没算错吧",
        "这{}要交税吗",
        "{}是一次给清吗",
    ),
    "guess": ("应该能有{}吧", "我估摸着有{}", "是不是能拿{}", "能补{}对吗", "该有{}吧", "听人说能拿{}，是吗"),
    "remark": (
        "老板今天出差了",
        "账是小王管的",
        "我们厂在开发区",
        "这两年生意不好做",
        "资料都在会计那儿",
        "去年刚换了法人",
        "厂里有八十号人",
        "我们注册资本{}",
        "去年营收{}",
        "今年产值大概{}",
        "我们是做轴承的",
        "材料我让会计去准备",
    ),
    "side": (
        "找哪个部门",
        "这个归谁管",
        "什么时候能申报",
        "要带什么材料",
        "为什么是这么算",
        "这钱谁出",
        "每年都能领吗",
        "钱多久到账",
        "依据是哪一条",
    ),
    "foreign": (
        "医保卡怎么报销",
        "孩子上学找谁",
        "公积金怎么提取",
        "今天股市怎么样",
        "驾照怎么换",
        "青岛的人才补贴怎么领",
    ),
    "small": ("谢谢", "你好", "辛苦了", "你是真人吗", "哈哈", "明白了", "好的"),
    "noise": ("嗯那个啥", "asdfgh", "咋说呢", "……", "呃", "啊这", "？？？", "就那啥", "这个嘛"),
    "wait": ("等一下", "我得问问会计", "稍等，我查一下", "先放着，回头再说"),
    "back": ("说回我们自己家", "回到我们公司", "还是说我们自己的", "我们自己的能拿多少"),
    "cancel": ("算了不算了", "重新来"),
}


def money_in_words(value: Decimal, rng: Random) -> str:
    """500万, 500万元, 五百万, 5000000元, 0.5亿."""
    wan = value / WAN
    ways = [f"{wan.normalize():f}万", f"{wan.normalize():f}万", f"{wan.normalize():f}万元", f"{value:.0f}元"]
    if wan == wan.to_integral_value() and wan < 10_000:
        ways.append(f"{in_characters(int(wan))}万")
    return rng.choice(ways)


def rate_in_words(value: Decimal) -> str:
    return f"{(value * 100).normalize():f}%"


def term_in_words(months: Decimal, rng: Random) -> str:
    years = {12: "一年", 24: "两年", 36: "三年", 6: "半年", 18: "一年半"}
    ways = [f"{months}个月", *([years[int(months)]] * 2 if int(months) in years else [])]
    return rng.choice(ways)


def sums_in_words(amount: Decimal) -> list[str]:
    """6万, 6.0万元, 60000, 60000元, 6万块."""
    plain = f"{amount.normalize():f}"
    ways = [f"{plain}元", f"{plain}块"]
    if amount == amount.to_integral_value():
        ways.append(plain)
    wan = (amount / WAN).normalize()
    if amount >= WAN and -int(wan.as_tuple().exponent) <= 2:
        ways += [f"{wan:f}万", f"{wan:f}万元", f"{wan:f}万块"]
        if -int(wan.as_tuple().exponent) <= 1:
            ways.append(f"{wan:.1f}万元")
    return ways


def in_characters(number: int) -> str:
    """1 … 9999 as it is written: 五百, 一千二百, 三十."""
    digits, units = "零一二三四五六七八九", ("", "十", "百", "千")
    out, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            out += ("零" if gap else "") + digits[digit] + units[place]
            gap = False
        elif out:
            gap = True
    return out.removeprefix("一") if 10 <= number < 20 else out
