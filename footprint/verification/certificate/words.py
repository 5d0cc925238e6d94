"""What a verification statement says in words, in English and Chinese.

The document is a verification statement (核查声明) under a named verifier. It bears no national mark, and never calls itself by the name
of the certificates that certification bodies issue.
"""

from __future__ import annotations

from collections.abc import Mapping

from footprint.errors import Language

__all__ = ["ASSURANCE", "OPINIONS", "WORDS", "words"]

Both = Mapping[Language, str]


def _both(en: str, zh: str) -> Both:
    return {"en": en, "zh": zh}


WORDS: Mapping[str, Both] = {
    "title": _both("Verification statement", "核查声明"),
    "subtitle": _both("Carbon footprint of a product", "产品碳足迹"),
    "demonstration": _both("DEMONSTRATION", "演 示"),
    "demonstration_short": _both("Demonstration", "演示"),
    "demonstration_says": _both(
        "Demonstration. Made to show how it works; nobody verified anything, and it must not be used as a statement.",
        "演示文件：仅用于展示流程，未经任何核查，不得作为核查声明使用。",
    ),
    "lifted": _both("What would have been refused", "本应拒绝签发的原因"),
    "more": _both("and {count} more, in the attached statement", "另有 {count} 项，见所附声明"),
    # The first page.
    "per": _both("per {unit}", "每 {unit}"),
    "product": _both("Product", "产品"),
    "producer": _both("Responsible party", "责任方"),
    "unknown_party": _both("not named", "未注明"),
    "uscc": _both("unified social credit code {code}", "统一社会信用代码 {code}"),
    "declared_unit": _both("Declared unit", "声明单位"),
    "period": _both("Period of the data", "数据时段"),
    "period_value": _both("{start} to {end}", "{start} 至 {end}"),
    "boundary": _both("System boundary", "系统边界"),
    "cradle-to-gate": _both("cradle to gate", "从摇篮到大门"),
    "criteria": _both("Criteria", "核查准则"),
    "edition": _both("profile {id}, version {version}", "规则集 {id}，版本 {version}"),
    "method": _both("Method", "特征化方法"),
    "identifiers": _both("Product codes", "产品编码"),
    "model": _both("Product model", "产品模型"),
    "model_value": _both("version {version}, {status}", "版本 {version}，{status}"),
    "primary": _both("stated as a model of one producer", "声明为单一企业的模型"),
    "representative": _both("representative, not of one producer", "代表性模型，非特定企业数据"),
    "assurance": _both("Level of assurance", "保证等级"),
    "materiality": _both("Materiality", "实质性阈值"),
    "materiality_value": _both("{share} of the result", "结果的 {share}"),
    "opinion": _both("Opinion", "核查意见"),
    "validity": _both("Valid", "有效期"),
    "validity_value": _both("{start} to {end}", "{start} 至 {end}"),
    "verifier": _both("Verification body", "核查机构"),
    "accreditation": _both("accreditation {code}", "资质 {code}"),
    "reviewer": _both("Verifier", "核查员"),
    "independent_reviewer": _both("Independent review", "独立复核"),
    "issued": _both("Issued", "签发时间"),
    "none": _both("none", "无"),
    "number": _both("No.", "编号"),
    "supersedes": _both("supersedes {number}", "取代 {number}"),
    # Results.
    "results": _both("Result", "核算结果"),
    "rounded": _both(
        "In kg CO₂e per {unit}. Rounded; the attached statement has full precision. A dash means not known, never zero.",
        "单位：kg CO₂e / {unit}。数值经修约，完整精度见所附声明。横线表示未知，不表示零。",
    ),
    "sums": _both("The three sums", "三种合计"),
    "excl_uptake": _both("without biogenic uptake", "不计生物吸收"),
    "incl_uptake": _both("with biogenic uptake", "计入生物吸收"),
    "iso_net": _both("net, as ISO 14067", "净值（ISO 14067）"),
    "categories": _both("By category", "按类别"),
    "fossil": _both("fossil", "化石源"),
    "biogenic_co2": _both("biogenic CO₂ emitted", "生物成因 CO₂ 排放"),
    "biogenic_non_co2": _both("biogenic, other than CO₂", "生物成因非 CO₂ 排放"),
    "uptake": _both("CO₂ taken up by biomass", "生物质吸收 CO₂"),
    "land_use_change": _both("land-use change", "土地利用变化"),
    "land_management": _both("land management", "土地管理"),
    "removals": _both("removals", "清除"),
    "aircraft": _both("of which aircraft", "其中：航空器"),
    "unsplit": _both("of which not split by gas", "其中：未区分气体"),
    "biogenic_carbon_content": _both("biogenic carbon, kg C", "含生物成因碳（kg C）"),
    "stages": _both("By life cycle stage", "按生命周期阶段"),
    "contributions": _both("Largest contributions", "主要贡献项"),
    "exchange": _both("Input or emission", "输入或排放"),
    "source": _both("Source of the factor", "因子来源"),
    "value": _both("kg CO₂e", "kg CO₂e"),
    "share": _both("share", "占比"),
    "remaining": _both("{count} more together", "其余 {count} 项合计"),
    "total": _both("total, {sum}", "合计，{sum}"),
    "quality": _both("Quality of the result", "结果的质量"),
    "numerical_error": _both("Numerical error", "数值误差"),
    "numerical_error_says": _both(
        "at most {error} kg CO₂e from rounding in the computation; it is no uncertainty", "计算舍入至多 {error} kg CO₂e；不是不确定度"
    ),
    "uncertainty": _both("Uncertainty", "不确定度"),
    "uncertainty_value": _both("{low} to {high} kg CO₂e at {level}", "{level} 置信水平下 {low} 至 {high} kg CO₂e"),
    "not_assessed": _both("not assessed", "未评估"),
    "unknown": _both("not known", "未知"),
    "primary_data_share": _both("Primary data share", "初级数据占比"),
    "primary_data_share_value": _both(
        "{share} (counted where amount and factor are both primary)", "{share}（数量与因子均为初级数据才计入）"
    ),
    "data_quality": _both("Data quality", "数据质量"),
    "data_quality_value": _both(
        "{ratings} (1 best, 5 worst; {rated} of the footprint rated)", "{ratings}（1 最好，5 最差；已评分占 {rated}）"
    ),
    "technology": _both("technology", "技术"),
    "geography": _both("geography", "地理"),
    "time": _both("time", "时间"),
    "precision": _both("precision", "精度"),
    # What else must be said.
    "procedures": _both("Procedures", "核查程序"),
    "sample": _both("Sampling", "抽样"),
    "sample_value": _both(
        "evidence seen for {seen} of {planned} inputs to be seen; the other {others} move the result by at most {bound} kg CO₂e "
        "(threshold {threshold}); what the model leaves out is not bounded by this",
        "应查证据的 {planned} 项输入已查 {seen} 项；其余 {others} 项至多使结果变动 {bound} kg CO₂e"
        "（阈值 {threshold}）；模型未包含的来源不在此界限内",
    ),
    "single_sources": _both("Single sources", "单一来源"),
    "single_sources_value": _both("{count} of them not confirmed by a second source: {names}", "其中 {count} 项未经第二来源证实：{names}"),
    "sources_apart": _both("Second source differs", "第二来源不一致"),
    "site_visits": _both("Site visits", "现场核查"),
    "no_site_visit": _both("no site visit was made", "未进行现场核查"),
    "conservative": _both("Conservative values", "保守取值"),
    "not_assessable": _both("Not assessable", "无法评估的规则"),
    "qualifications": _both("Qualifications", "保留事项"),
    "nonconformities": _both("Nonconformities", "不符合项"),
    "nonconformities_value": _both(
        "{closed} closed; {closed_not_satisfied} closed, not satisfied", "已关闭 {closed} 项；已关闭但未满足 {closed_not_satisfied} 项"
    ),
    "nonconformities_open": _both("; {open} open", "；未关闭 {open} 项"),
    "cut_offs": _both("Left out of the footprint", "取舍的输入"),
    "cut_off_bound": _both("at most about {value} kg CO₂e", "约不超过 {value} kg CO₂e"),
    "cut_off_unbounded": _both("not bounded", "未估计上限"),
    "duties": _both("Responsibilities", "责任"),
    "duties_says": _both(
        "The responsible party answers for the product model, its data and the evidence for them. The verification body answers for its "
        "opinion, reached by the review that the attached evidence records. Offsets are not subtracted. This statement is about the number "
        "and the period named in it; it compares no products and grants no right to any mark.",
        "责任方对产品模型、数据及其证据负责；核查机构对其核查意见负责，意见依据所附证据记录的评审过程得出。结果未扣减任何抵销量。"
        "本声明仅针对所载数值和时段，不用于产品间比较，也不授予任何标识的使用权。",
    ),
    "check": _both("Check it yourself", "自行验证"),
    "check_says": _both(
        "This document is signed, and holds the evidence bundle (bundle.zip) and this statement as a verifiable credential "
        "(statement.jwt). The command below checks the signature and calculates the number anew from the evidence, without network; the "
        "script reproduce.py in the bundle does so with stock Brightway alone.",
        "本文件已签名，并附有证据包（bundle.zip）和以可验证凭证形式给出的本声明（statement.jwt）。下列命令无需联网即可核对签名并依据证据重新计算；"
        "证据包中的 reproduce.py 仅用 Brightway 即可复算。",
    ),
    "statement_digest": _both("Statement, SHA-256", "声明 SHA-256"),
    "bundle_digest": _both("Bundle, SHA-256", "证据包 SHA-256"),
    "model_digest": _both("Model, SHA-256", "模型 SHA-256"),
    "fingerprint": _both("Algorithm fingerprint", "算法指纹"),
    "software": _both("Software", "软件"),
    "committed": _both(
        "Licensed records are committed by salted digests; calculating anew needs the licence holder's copy.",
        "受许可限制的记录以加盐摘要承诺；重新计算需要许可持有者的数据副本。",
    ),
    "page": _both("page {page} of {pages}", "第 {page} 页，共 {pages} 页"),
    "comma": _both(", ", "、"),
    "because": _both(": ", "："),
}

ASSURANCE: Mapping[str, Both] = {
    "reasonable": _both("reasonable assurance", "合理保证"),
    "limited": _both("limited assurance", "有限保证"),
}

OPINIONS: Mapping[tuple[str, str], Both] = {
    ("unmodified", "reasonable"): _both(
        "Unmodified. In our opinion, the carbon footprint stated here was quantified in accordance with the criteria named here in all "
        "material respects.",
        "无保留意见。我们认为，本声明所载产品碳足迹在所有实质性方面均按照所列准则量化。",
    ),
    ("unmodified", "limited"): _both(
        "Unmodified. From what we examined, nothing came to our attention that would let us believe that the carbon footprint stated here "
        "was not quantified in accordance with the criteria named here in all material respects.",
        "无保留意见。基于所实施的核查，我们未发现任何情况使我们认为本声明所载产品碳足迹未在所有实质性方面按照所列准则量化。",
    ),
    ("modified", "reasonable"): _both(
        "Modified. In our opinion, except for what is described under Qualifications, the carbon footprint stated here was quantified in "
        "accordance with the criteria named here in all material respects.",
        "保留意见。我们认为，除“保留事项”所述外，本声明所载产品碳足迹在所有实质性方面均按照所列准则量化。",
    ),
    ("modified", "limited"): _both(
        "Modified. From what we examined, except for what is described under Qualifications, nothing came to our attention that would let "
        "us believe that the carbon footprint stated here was not quantified in accordance with the criteria named here in all material "
        "respects.",
        "保留意见。基于所实施的核查，除“保留事项”所述外，我们未发现任何情况使我们认为本声明所载产品碳足迹未在所有实质性方面按照所列准则量化。",
    ),
    ("adverse", "reasonable"): _both(
        "Adverse. The carbon footprint stated here was not quantified in accordance with the criteria named here.",
        "否定意见。本声明所载产品碳足迹未按照所列准则量化。",
    ),
    ("disclaimed", "reasonable"): _both(
        "Disclaimed. No opinion on the carbon footprint stated here could be reached.", "无法表示意见。无法就本声明所载产品碳足迹形成意见。"
    ),
}


def words(key: str, lang: Language, **values: object) -> str:
    """Give a text of the document in a language, with its values filled in."""
    return WORDS[key][lang].format(**values)
