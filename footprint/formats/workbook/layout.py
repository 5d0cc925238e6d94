"""The one table of the workbook: which sheet and column holds which field of a product model.

Export writes by it, import reads by it, and a test shows that every field of the format has exactly one place in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "CORRELATIONS",
    "EXCHANGES",
    "FIELDS",
    "FLOWS",
    "NAMED_FIELDS",
    "PARAMETERS",
    "PROCESSES",
    "SCENARIOS",
    "SHEETS",
    "Column",
    "Kind",
    "Sheet",
    "heads_of",
    "sheet_named",
]

Kind = Literal["name", "text", "amount", "expression", "number", "whole", "choice", "dataset", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column, or on the sheet Product a row.

    Parameters
    ----------
    path
        Keys from the record of the row, joined by ``/``.
    kind
        What its cells hold. An ``amount`` or ``expression`` is followed by a column of its unit.
    en, zh
        The label.
    note_en, note_zh
        What to write there.
    choices
        List of `footprint.formats.workbook.choices` that its cells are chosen from.
    formula
        Whether a column for a formula of the model follows that of the unit.
    owner
        ``allocation``: the cell belongs to the allocation of the process, by the name of the row.
    required
        Whether the sheet cannot be read without it.
    """

    path: str
    kind: Kind
    en: str
    zh: str
    note_en: str = ""
    note_zh: str = ""
    choices: str = ""
    width: int = 14
    formula: bool = False
    owner: str = ""
    required: bool = False

    @property
    def has_unit(self) -> bool:
        """Whether a column of its unit follows."""
        return self.kind in ("amount", "expression")

    @property
    def unit_label(self) -> tuple[str, str]:
        """English and Chinese label of the column of its unit."""
        return ("Unit", "单位") if self.formula else (f"{self.en}, unit", f"{self.zh}单位")

    @property
    def formula_label(self) -> tuple[str, str]:
        """English and Chinese label of the column of its formula."""
        return ("Formula", "公式")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its title, its other names, and its columns; an optional one stands only where it has rows."""

    title: str
    zh: str
    columns: tuple[Column, ...]
    required: bool = False
    optional: bool = False


_UNCERTAINTY = (
    Column("uncertainty/kind", "choice", "Distribution", "分布", "How the value may vary.", "数值可能的分布。", "distribution"),
    Column("uncertainty/gsd", "number", "GSD", "几何标准差", "Geometric standard deviation (lognormal).", "对数正态分布的几何标准差。"),
    Column(
        "uncertainty/gsd2", "number", "GSD2", "几何标准差平方", "Its square, as many databases state it.", "其平方，许多数据库如此给出。"
    ),
    Column("uncertainty/sd", "amount", "Standard deviation", "标准差", "Of a normal distribution.", "正态分布的标准差。"),
    Column(
        "uncertainty/min", "amount", "Lowest", "下限", "Of a triangular, uniform or PERT distribution.", "三角、均匀或 PERT 分布的下限。"
    ),
    Column(
        "uncertainty/max", "amount", "Highest", "上限", "Of a triangular, uniform or PERT distribution.", "三角、均匀或 PERT 分布的上限。"
    ),
)
_SOURCE = Column("source", "text", "Source", "来源", "Where the figure is from.", "数值的出处。", width=34)
_COMMENT = Column("comment", "text", "Comment", "备注", "Remark.", "备注。", width=34)
_DATA = Column(
    "data",
    "choice",
    "Data",
    "数据类型",
    "primary: measured at the producer; assumed: no source.",
    "初级：企业实测；假定：没有来源。",
    "data",
    16,
)
_CHECKED = (
    Column("cross_check/source", "text", "Cross-checked with", "交叉核对来源", "A second, different source.", "另一不同来源。", width=30),
    Column("cross_check/amount", "amount", "Cross-check", "交叉核对值", "What that source says.", "该来源给出的数值。"),
    Column(
        "better_source",
        "text",
        "Better source",
        "更优数据来源",
        "It exists and was not used; why.",
        "存在但未采用的更优来源及理由。",
        width=30,
    ),
)
_FROM_NOTE = "PACKAGE/CODE of a dataset (see the sheet Datasets), or model:FILE#FLOW; empty where a process of this model makes it."
_FROM_NOTE_ZH = "数据集的 数据包/代码（见 Datasets 表），或 model:文件#流；由本模型的过程生产时留空。"

FIELDS: tuple[Column, ...] = (
    Column("footprint", "text", "Format", "格式", "Leave it as it is.", "请勿修改。"),
    Column("product/name/zh", "text", "Product, Chinese name", "产品中文名称", "At least one of both names.", "中英文名称至少填一个。"),
    Column("product/name/en", "text", "Product, English name", "产品英文名称", "At least one of both names.", "中英文名称至少填一个。"),
    Column("product/flow", "text", "Product flow", "产品流", "The output of a process that is the product.", "作为产品的过程产出的名称。"),
    Column("product/declared_unit", "amount", "Declared unit", "声明单位", "Such as 1 t or 1 item.", "如 1 t、1 件。"),
    Column(
        "product/mass_per_declared_unit",
        "amount",
        "Mass per declared unit",
        "单位产品质量",
        "Where that is no mass.",
        "声明单位不是质量时填写。",
    ),
    Column("product/version", "whole", "Version", "版本", "Of this model.", "本模型的版本号。"),
    Column("product/supersedes", "whole", "Supersedes version", "替代的版本", "", "本版本所替代的版本号。"),
    Column("product/description", "text", "Description", "产品说明", "What the product is, in a sentence.", "用一句话说明产品。"),
    Column("producer/name/zh", "text", "Producer, Chinese name", "企业中文名称", "Name of the enterprise.", "企业名称。"),
    Column("producer/name/en", "text", "Producer, English name", "企业英文名称", "Name of the enterprise.", "企业名称。"),
    Column("producer/uscc", "text", "Unified social credit code", "统一社会信用代码", "18 characters.", "18 位。"),
    Column("producer/site/country", "text", "Country", "国家", "Two letters, such as CN.", "两位字母代码，如 CN。"),
    Column("producer/site/subdivision", "text", "Province", "省份", "Such as CN-21 for Liaoning.", "如 CN-21（辽宁）。"),
    Column("producer/site/place", "text", "City or plant", "城市或厂区", "", "生产所在城市或厂区。"),
    Column("period/start", "date", "First day", "期间开始", "Of the period the data stand for.", "数据所代表期间的第一天。"),
    Column("period/end", "date", "Last day", "期间结束", "Included.", "最后一天，含当日。"),
    Column("boundary", "choice", "Boundary", "系统边界", "", "产品系统的边界。", "boundary"),
    Column("status", "choice", "Status", "数据状态", "primary: an enterprise's own data.", "初级：企业自有数据。", "status"),
    Column("method", "text", "Method", "特征化方法", "Such as ipcc-ar6-gwp100.", "如 ipcc-ar6-gwp100。"),
    Column("comment", "text", "Comment", "备注", "", "备注。"),
)
"""Rows of the sheet Product that stand once."""

NAMED_FIELDS: tuple[Column, ...] = (
    Column(
        "product/identifiers",
        "text",
        "Identifier of the product",
        "产品标识",
        "Name: hs, cpc, gtin, model ...",
        "名称：hs、cpc、gtin、型号等。",
    ),
    Column("inventories", "text", "Data package", "数据包", "Name of the package; value: its version.", "名称为数据包，值为版本。"),
    Column("sources", "text", "Cited source", "引用的来源", "Name: a short key; value: the source.", "名称为简称，值为出处。"),
    Column(
        "climate_contribution",
        "text",
        "Climate contribution",
        "气候贡献",
        "Offsets and the like, by name; they change no number.",
        "碳抵消等，按名称填写；不影响结果。",
    ),
)
"""Rows of the sheet Product that have a name and may stand several times."""

PRODUCT = (
    Column("field", "name", "Field", "字段", "Names the row; leave it as it is.", "行的标识，请勿修改。", width=32, required=True),
    Column("meaning", "name", "Meaning", "含义", width=34),
    Column("name", "name", "Name", "名称", "Only for identifiers, data packages and sources.", "仅用于标识、数据包和来源。", width=24),
    Column("value", "text", "Value", "值", "What to fill in.", "请在此填写。", width=50, required=True),
    Column("unit", "name", "Unit", "单位", "Only for quantities.", "仅用于数量。", width=14),
    Column("explanation", "name", "Explanation", "说明", width=60),
)

_NAME = "Letters, digits, spaces, - and _; no / and no #."
_NAME_ZH = "可用字母、汉字、数字、空格、- 和 _；不可用 / 和 #。"

PARAMETERS = (
    Column("name", "name", "Parameter", "参数", "Name used in formulas.", "公式中使用的名称。", width=24, required=True),
    Column(
        "value",
        "expression",
        "Value",
        "数值",
        "A number; empty where a monthly table gives it.",
        "填数字；由月度数据表给出时留空。",
        formula=True,
        required=True,
    ),
    Column("name/zh", "text", "Chinese name", "中文名称", "For reports.", "报告中使用的中文名称。", width=26),
    Column("name/en", "text", "English name", "英文名称", "For reports.", "报告中使用的英文名称。", width=26),
    Column("min", "amount", "Smallest", "最小值", "Smallest plausible value.", "合理的最小值。"),
    Column("max", "amount", "Largest", "最大值", "Largest plausible value.", "合理的最大值。"),
    _DATA,
    _SOURCE,
    _COMMENT,
    *_UNCERTAINTY,
    Column("evidence", "text", "Evidence", "证据", "File or record that proves the value.", "证明该数值的文件或记录。", width=30),
    *_CHECKED,
)

PROCESSES = (
    Column("name", "name", "Process", "过程", _NAME, _NAME_ZH, width=24, required=True),
    Column("name/zh", "text", "Chinese name", "中文名称", "", "过程的中文名称。", width=26),
    Column("name/en", "text", "English name", "英文名称", "", "过程的英文名称。", width=26),
    Column("stage", "text", "Stage", "生命周期阶段", "Such as raw materials or manufacturing.", "如原材料获取、生产制造。", "stage", 18),
    Column("kind", "choice", "Kind", "类型", "mix: several suppliers of one product.", "组合：同一产品的多个来源。", "kind", 16),
    Column(
        "activity",
        "text",
        "Monthly table",
        "月度数据表",
        "Name of a CSV table; its sheet follows.",
        "CSV 表名，内容见月度数据表。",
        width=22,
    ),
    Column(
        "allocation/by", "choice", "Allocation", "分配方法", "Where there are several products.", "有多个产品时填写。", "allocation", 20
    ),
    Column(
        "allocation/by/property", "text", "Allocation property", "分配所用属性", "Where the method is property.", "方法为“流属性”时填写。"
    ),
    Column("allocation/why", "text", "Reason for allocation", "分配理由", "Needed with every allocation.", "有分配时必填。", width=30),
    Column("allocation/heat", "text", "Heat product", "供热产品", "Output that is the heat (heat_ratio).", "作为热的产出（供热比）。"),
    Column("allocation/ratio", "expression", "Heat supply ratio", "供热比", "Share of the heat (heat_ratio).", "热所占份额。"),
    Column("allocation/boiler_heat", "expression", "Boiler heat", "锅炉总产热量", "From which the ratio follows.", "用于推算供热比。"),
    Column("allocation/main", "text", "Main product", "主产品", "Keeps the burden (substitution).", "承担负荷的产品（替代法）。"),
    Column("allocation/source", "text", "Source of allocation", "分配数据来源", "", "价格、份额或供热比的出处。", width=30),
    _COMMENT,
)

EXCHANGES = (
    Column("process", "name", "Process", "过程", "As in the sheet Processes.", "与 Processes 表一致。", "process", 20, required=True),
    Column("section", "name", "Section", "类别", "Outputs are products.", "产出即产品。", "section", 18, required=True),
    Column("name", "name", "Name", "名称", _NAME, _NAME_ZH, width=22, required=True),
    Column(
        "amount",
        "expression",
        "Amount",
        "数量",
        "A number; empty where a monthly table gives it.",
        "填数字；由月度数据表给出时留空。",
        formula=True,
        required=True,
    ),
    Column("from", "dataset", "Dataset", "数据集", _FROM_NOTE, _FROM_NOTE_ZH, width=42),
    Column("flow", "text", "Elementary flow", "基本流", "Only for emissions and removals.", "仅用于排放和清除。", "flow", 26),
    Column("product", "text", "Product used", "所用产品", "Where the name is not that of the product.", "名称与产品不同时填写。", width=18),
    _DATA,
    _SOURCE,
    _COMMENT,
    Column("stage", "text", "Stage", "生命周期阶段", "Where it is not that of the process.", "与过程不同时填写。", "stage", 18),
    Column("declared", "amount", "Declared footprint", "声明碳足迹", "Per amount, in place of a dataset.", "代替数据集的单位碳足迹。"),
    Column("cut_off/why", "text", "Left out because", "取舍理由", "The input is not counted.", "该投入不计入。", width=30),
    Column(
        "cut_off/proxy",
        "dataset",
        "Bounded by",
        "取舍估计数据集",
        "Dataset that bounds what is left out.",
        "用于估计影响上限的数据集。",
        width=30,
    ),
    Column("secondary", "choice", "Secondary material", "再生材料", "Enters free of primary burden.", "不带原生负荷。", "truth"),
    Column("packaging", "choice", "Packaging", "包装", "The input is packaging.", "该投入是包装。", "truth"),
    Column("capital_good", "choice", "Capital good", "资本品", "The input is a capital good.", "该投入是资本品。", "truth"),
    Column("dqr/technology", "number", "Technology rating", "技术代表性", "1 best, 5 worst.", "1 最好，5 最差。"),
    Column("dqr/geography", "number", "Geography rating", "地理代表性", "1 best, 5 worst.", "1 最好，5 最差。"),
    Column("dqr/time", "number", "Time rating", "时间代表性", "1 best, 5 worst.", "1 最好，5 最差。"),
    Column("dqr/precision", "number", "Precision rating", "精度", "1 best, 5 worst.", "1 最好，5 最差。"),
    *_UNCERTAINTY,
    Column(
        "prices", "expression", "Price", "价格", "Of an output, for allocation by value.", "产出的价格，用于经济分配。", owner="allocation"
    ),
    Column("shares", "expression", "Share", "份额", "Of an output; all sum to 1.", "产出的份额，合计为 1。", owner="allocation"),
    Column("avoided/amount", "expression", "Replaces", "替代量", "What a co-product replaces.", "副产品所替代的数量。", owner="allocation"),
    Column(
        "avoided/from",
        "dataset",
        "Replaced dataset",
        "被替代数据集",
        "Dataset of what is replaced.",
        "被替代产品的数据集。",
        width=30,
        owner="allocation",
    ),
    Column("on_site", "choice", "Made on the site", "厂内自产", "No grid delivers it.", "无需电网输送。", "truth"),
    *_CHECKED,
)

FLOWS = (
    Column("flow", "name", "Flow", "流", "Name of a flow of this model.", "本模型中流的名称。", width=24, required=True),
    Column("property", "name", "Property", "属性", "Choose, or write other/NAME.", "从列表选择，或写 other/名称。", "property", 34),
    Column(
        "value", "amount", "Value", "数值", "Per amount of flow, such as 38.9 MJ/Nm3.", "每单位流的数值，如 38.9 MJ/Nm3。", required=True
    ),
    Column("source", "text", "Source", "来源", "One per flow: in its first row.", "每个流一个，写在第一行。", width=40),
)

EVIDENCE = (
    Column("exchange", "name", "Exchange", "交换", "PROCESS/SECTION/NAME.", "过程/类别/名称。", "exchange", 40, required=True),
    Column(
        "kind", "name", "Kind", "凭证类型", "A file, or a term of a contract.", "证据文件，或合同凭证条目。", "proof", 22, required=True
    ),
    Column("key", "name", "Key", "条目", "Of a contract: certificate, retired ...", "合同凭证条目：certificate、retired 等。", width=18),
    Column(
        "value", "text", "File or record", "文件或记录", "Several files in several rows.", "多个文件分多行填写。", width=60, required=True
    ),
)

CORRELATIONS = (
    Column(
        "first", "name", "First", "数值一", "A parameter, or PROCESS/SECTION/NAME.", "参数，或 过程/类别/名称。", width=36, required=True
    ),
    Column("second", "name", "Second", "数值二", "Likewise; it varies with the first.", "同上；与前者共同变化。", width=36, required=True),
    Column("coefficient", "number", "Correlation", "相关系数", "From -1 to 1.", "-1 至 1。", required=True),
    _SOURCE,
    _COMMENT,
)

_ONCE = "One per scenario: in its first row."
_ONCE_ZH = "每个情景一个，写在第一行。"

SCENARIOS = (
    Column("scenario", "name", "Scenario", "情景", "Several changes in several rows.", "多项改动分多行填写。", width=22, required=True),
    Column("change", "choice", "Change", "改动", "What is done.", "改动的方式。", "change", 18, required=True),
    Column(
        "what",
        "name",
        "Changed",
        "改动对象",
        "Parameter, PROCESS/SECTION/NAME, process or data package.",
        "参数、过程/类别/名称、过程或数据包。",
        "exchange",
        36,
        required=True,
    ),
    Column(
        "field",
        "text",
        "Field",
        "字段",
        "Of what is added or of an allocation: amount, from, by, why, prices/NAME ...",
        "新增交换或分配的字段：amount、from、by、why、prices/名称 等。",
        width=18,
    ),
    Column("value", "expression", "New value", "新数值", "Where it is a quantity.", "为数量时填写。", formula=True),
    Column("text", "dataset", "Dataset or text", "数据集或文本", "Where it is no quantity.", "不是数量时填写。", width=42),
    Column("name/zh", "text", "Chinese name", "中文名称", _ONCE, _ONCE_ZH, width=22),
    Column("name/en", "text", "English name", "英文名称", _ONCE, _ONCE_ZH, width=22),
    Column("why", "text", "Reason", "理由", _ONCE, _ONCE_ZH, width=34),
    _DATA,
    _SOURCE,
    _COMMENT,
)

SHEETS: tuple[Sheet, ...] = (
    Sheet("Product", "产品", PRODUCT, required=True),
    Sheet("Parameters", "参数", PARAMETERS),
    Sheet("Processes", "过程", PROCESSES, required=True),
    Sheet("Exchanges", "交换", EXCHANGES, required=True),
    Sheet("Flows", "流属性", FLOWS),
    Sheet("Correlations", "相关性", CORRELATIONS, optional=True),
    Sheet("Scenarios", "情景", SCENARIOS, optional=True),
    Sheet("Evidence", "证据", EVIDENCE),
)
"""The sheets with columns; monthly tables, datasets and lists have their own shape."""


def sheet_named(title: str) -> Sheet:
    """Give a sheet by its title."""
    return next(sheet for sheet in SHEETS if sheet.title == title)


def heads_of(sheet: Sheet) -> list[tuple[Column, str, tuple[str, str]]]:
    """List the columns as they stand: the column, its part (``""``, ``unit`` or ``formula``), and its label in both languages."""
    heads: list[tuple[Column, str, tuple[str, str]]] = []
    for column in sheet.columns:
        heads.append((column, "", (column.en, column.zh)))
        if column.has_unit:
            heads.append((column, "unit", ("Unit", "单位") if sheet.title == "Flows" else column.unit_label))
        if column.formula:
            heads.append((column, "formula", column.formula_label))
    return heads
