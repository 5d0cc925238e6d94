"""The texts of sampling plans, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from footprint.errors import Language

__all__ = ["ACTIONS", "CHECKS", "HEADS", "LIMITS", "SECTIONS", "SENTENCES"]

Text = Mapping[Language, str]

ACTIONS: Mapping[str, Text] = {
    "read": {"en": "read", "zh": "查"},
    "ask": {"en": "ask", "zh": "问"},
    "look": {"en": "look", "zh": "看"},
    "test": {"en": "test", "zh": "验"},
}
"""查、问、看、验: the four ways of checking on a site visit."""

SECTIONS: Mapping[str, Text] = {
    "parameter": {"en": "parameter {name} of {where}", "zh": "{where}的参数 {name}"},
    "inputs": {"en": "input {name} of {where}", "zh": "{where}的投入 {name}"},
    "outputs": {"en": "output {name} of {where}", "zh": "{where}的产出 {name}"},
    "wastes": {"en": "waste {name} of {where}", "zh": "{where}的废物 {name}"},
    "emissions": {"en": "emission {name} of {where}", "zh": "{where}的排放 {name}"},
    "removals": {"en": "removal {name} of {where}", "zh": "{where}的清除 {name}"},
    "prices": {"en": "price of {name} in the allocation of {where}", "zh": "{where}分配所用 {name} 的价格"},
    "shares": {"en": "{name} in the allocation of {where}", "zh": "{where}分配所用的 {name}"},
    "avoided": {"en": "avoided product {name} of {where}", "zh": "{where}替代的产品 {name}"},
    "formula": {"en": "formula that gives {name} in {where}", "zh": "{where}中计算 {name} 的公式"},
    "property": {"en": "flow property {name} used in {where}", "zh": "{where}所用的流属性 {name}"},
    "dataset": {"en": "footprint of a unit of: {name} (used by {where})", "zh": "单位足迹：{name}（用于 {where}）"},
    "other model": {
        "en": "footprint of another model's product: {name} (used by {where})",
        "zh": "另一模型产品的足迹：{name}（用于 {where}）",
    },
    "declared": {"en": "supplier's declared footprint: {name} (used by {where})", "zh": "供应商声明的足迹：{name}（用于 {where}）"},
}


def _checks(read: tuple[str, str], ask: tuple[str, str], look: tuple[str, str], test: tuple[str, str]) -> Mapping[str, Text]:
    parts = zip(("read", "ask", "look", "test"), (read, ask, look, test), strict=True)
    return {name: {"en": text[0], "zh": text[1]} for name, text in parts}


CHECKS: Mapping[str, Mapping[str, Text]] = {
    "parameter": _checks(
        ("the record or report that the value was taken from, for the whole period", "取值所依据的记录或报告，覆盖整个核算期"),
        ("who determines it, how often, and from which measurements", "由谁、多久、依据何种测量确定"),
        ("the meter, scale or laboratory behind it", "对应的计量器具或化验室"),
        ("derive it anew from the raw records; compare with a second source", "用原始记录重新计算，并与第二来源交叉核对"),
    ),
    "inputs": _checks(
        ("meter or weighbridge ledgers, invoices and stock takes of all months", "各月计量或过磅台账、发票和库存盘点"),
        ("who reads and enters it; what happens when a meter fails", "由谁抄录、仪表故障时如何处理"),
        ("the meter or weighbridge, its number, seal and certificate of calibration", "计量器具及其编号、铅封和检定证书"),
        (
            "consumption = purchases + opening stock − closing stock − sales; compare with the ledger",
            "消耗 = 购入 + 期初库存 − 期末库存 − 外销，与台账核对",
        ),
    ),
    "outputs": _checks(
        ("production reports, warehouse receipts and delivery notes of all months", "各月生产报表、入库单和发货单"),
        ("what counts as product, and where rejects and returns go", "产品的统计口径、不合格品和退货去向"),
        ("the scale or counter at the end of the line, and its calibration", "产线末端的衡器或计数器及其检定"),
        (
            "production = sales + closing stock − opening stock; compare with the report",
            "产量 = 销量 + 期末库存 − 期初库存，与报表核对",
        ),
    ),
    "wastes": _checks(
        ("transfer manifests of the waste and the contract with who treats it", "废物转移联单和处置合同"),
        ("where it goes and how it is treated", "去向和处置方式"),
        ("storage place, labels and scale", "暂存点、标识和衡器"),
        ("manifests added up against the ledger", "联单合计与台账核对"),
    ),
    "emissions": _checks(
        ("the calculation or the monitoring report, with its factors and their sources", "计算书或监测报告及所用因子和来源"),
        ("which sources are counted, and which are not", "计入和未计入哪些排放源"),
        ("the source itself, and the analyser where there is one", "排放源，有在线监测的看分析仪"),
        ("calculate it anew from fuel, feed or carbon balance", "由燃料、原料或碳平衡重新计算"),
    ),
    "removals": _checks(
        ("the carbon content analyses behind it", "所依据的含碳量化验"),
        ("how the carbon leaves again: in the product, as emission, as waste", "碳的去向：进入产品、排放或废物"),
        ("where the material comes from", "原料来源"),
        ("carbon balance: uptake against product, emissions and waste", "碳平衡，吸收量对产品、排放和废物"),
    ),
    "prices": _checks(
        ("sales ledgers and contracts of the period", "核算期内的销售台账和合同"),
        ("why economic allocation, and whether the price stands for several years", "为何采用经济分配、价格是否具有多年代表性"),
        ("what is sold at the gate: quality and state", "出厂产品的品质和状态"),
        ("revenue over quantity, month by month", "各月收入除以数量"),
    ),
    "shares": _checks(
        ("the balance that the figure follows from", "该数值所依据的平衡表"),
        ("why this key", "为何采用该分配方法"),
        ("the meters on both products", "两种产品的计量"),
        ("derive it anew; the shares of all products sum to one", "重新计算，各产品份额之和为 1"),
    ),
    "avoided": _checks(
        ("who takes the product, and what it replaces there", "由谁接收以及替代了什么"),
        ("whether the rules allow a credit at all", "适用规则是否允许抵扣"),
        ("where it is handed over", "交付点"),
        ("quantity delivered against quantity credited", "交付量对抵扣量"),
    ),
    "formula": _checks(
        ("where the formula and the numbers in it come from", "公式及其中数值的来源"),
        ("why the amount is calculated and not measured", "为何计算而非实测"),
        ("what in the plant it stands for", "其在工厂中对应的环节"),
        ("compare with a measured amount of at least one month", "与至少一个月的实测量比较"),
    ),
    "property": _checks(
        ("laboratory reports: method, sample, date", "化验报告：方法、样品、日期"),
        ("how often samples are taken", "采样频率"),
        ("sampling point and laboratory", "采样点和化验室"),
        ("compare with the range of the literature", "与文献范围比较"),
    ),
    "dataset": _checks(
        ("the dataset's documentation: technology, region, period, boundary", "数据集说明：技术、地域、时间、边界"),
        ("whether what is bought is what the dataset describes", "所购与数据集描述是否一致"),
        ("delivery notes: origin and quality of what is bought", "送货单：来源和品质"),
        ("compare with a second dataset of the same product", "与同类产品的另一数据集比较"),
    ),
    "other model": _checks(
        ("the other model with a plan of its own", "该模型，并为其单独制定抽样方案"),
        ("whether it describes this supplier and this period", "是否描述该供应商和该时期"),
        ("the supplier, where it is material", "供应商现场（如影响重大）"),
        ("recompute it", "重新计算"),
    ),
    "declared": _checks(
        ("the supplier's statement: verifier, boundary, period, declared unit", "供应商声明：核查机构、边界、时期、声明单位"),
        ("whether the product delivered is the one declared", "所供产品是否为声明的产品"),
        ("the statement's number in the register of its verifier", "声明编号在核查机构登记中的状态"),
        ("compare with a dataset of the same product", "与同类产品的数据集比较"),
    ),
}

SENTENCES: Mapping[str, Text] = {
    "title": {"en": "Sampling plan", "zh": "抽样方案"},
    "result": {"en": "Result: {total} {unit} ({sum}).", "zh": "结果：{total} {unit}（{sum}）。"},
    "threshold": {"en": "Materiality: {share} of the result, {value} {unit}.", "zh": "实质性门槛：结果的 {share}，即 {value} {unit}。"},
    "list": {
        "en": "Evidence must be seen for {seen} of {moving} inputs that have a range.",
        "zh": "在 {moving} 项有变动范围的输入中，须查看 {seen} 项的证据。",
    },
    "bound": {
        "en": "If these are as stated, all others within their ranges leave the result between {low} and {high} {unit}: "
        "it moves by {bound} {unit} ({share}) at most.",
        "zh": "若上述各项属实，其余各项在各自范围内变动时，结果介于 {low} 与 {high} {unit} 之间，最多变动 {bound} {unit}（{share}）。",
    },
    "shortest": {
        "en": "No shorter list is sufficient.",
        "zh": "不存在更短的充分清单。",
    },
    "at_least": {
        "en": "None of them can be spared; for {needed} of the {seen} a case is known that breaks the threshold if they are unseen, too. "
        "Every sufficient list has at least {at_least} inputs; whether another one with fewer than {seen} exists is not proved.",
        "zh": "其中任何一项都不可省去；{seen} 项中有 {needed} 项已找到若不查看即超过门槛的情形。"
        "任何充分清单至少有 {at_least} 项；是否存在少于 {seen} 项的其他清单未获证明。",
    },
    "omitted": {
        "en": "Inputs cut off with a proxy add {value} {unit} ({share}) by their proxies, counted apart.",
        "zh": "有替代数据的取舍项按替代数据合计 {value} {unit}（{share}），单独计列。",
    },
    "unproxied": {"en": "Inputs cut off without a proxy, not bounded at all: {names}.", "zh": "无替代数据、完全无界的取舍项：{names}。"},
    "free": {
        "en": "Secondary materials that enter free of primary burden, which no range covers: {names}.",
        "zh": "以零初级负荷进入的次级材料（不在任何范围之内）：{names}。",
    },
    "zero": {"en": "Stated as zero, and not bounded beyond that: {names}.", "zh": "填报为零、此外无界的项：{names}。"},
    "floors": {
        "en": "Floors of the ranges: {floors}. Set by nobody and therefore assumed by this program: {assumed}.",
        "zh": "范围下限：{floors}。未经核查员设定、由本程序假定的：{assumed}。",
    },
    "no document": {"en": "no document named", "zh": "未指明文件"},
}

LIMITS: tuple[Text, ...] = (
    {
        "en": "Sources of emission that the model leaves out are not bounded by this plan. "
        "It bounds what may be wrong with what is in the model.",
        "zh": "本方案不能限定模型遗漏的排放源，只限定模型已有内容可能的偏差。",
    },
    {
        "en": "The bound holds if every unseen input lies within its range, and every seen one is as stated.",
        "zh": "上述界限成立的前提：未查看的各项均在其范围之内，已查看的各项与填报一致。",
    },
    {
        "en": "Kinds of data are the client's statement; the ranges of what is not seen rest on them.",
        "zh": "数据类别为企业自述，未查看各项的范围以此为据。",
    },
    {
        "en": "Characterisation factors and the records inside datasets are not inputs of their own: "
        "the footprint of a unit of each dataset used is one.",
        "zh": "特征化因子和数据集内部记录不单独作为输入；所用各数据集的单位足迹作为一项输入。",
    },
    {
        "en": "First outputs that are a power of ten with nothing stated of them are taken as the quantity "
        "that all other amounts of the process relate to.",
        "zh": "首个产出为 10 的整数次幂且未作任何说明的，视为该过程其余数量所参照的基准量。",
    },
)

HEADS: Mapping[str, Text] = {
    "number": {"en": "number", "zh": "序号"},
    "input": {"en": "input", "zh": "输入"},
    "function": {"en": "function", "zh": "在工厂中的作用"},
    "value": {"en": "value", "zh": "填报值"},
    "unit": {"en": "unit", "zh": "单位"},
    "low": {"en": "low", "zh": "范围下端"},
    "high": {"en": "high", "zh": "范围上端"},
    "kind of data": {"en": "kind of data", "zh": "数据类别"},
    "effect": {"en": "effect alone (kg CO2e)", "zh": "单独影响（kg CO2e）"},
    "share": {"en": "effect alone (share)", "zh": "单独影响（占比）"},
    "documents": {"en": "documents", "zh": "文件"},
    "place": {"en": "place", "zh": "地点"},
    "used in": {"en": "used in", "zh": "用于"},
    **{name: {"en": text["en"], "zh": text["zh"]} for name, text in ACTIONS.items()},
}
