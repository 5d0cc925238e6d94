"""What can go wrong with the uncertainty of a result (D30x)."""

from __future__ import annotations

from footprint.errors import InsightError

__all__ = ["DrawsNumber", "NothingDrawn", "NothingUncertain"]


class NothingUncertain(InsightError):
    """Nothing in the model is uncertain: it states no distribution, and those derived from data quality were switched off."""

    code = "D301"
    title = {"en": "Nothing is uncertain", "zh": "没有不确定的数值"}
    message = {
        "en": "The model states no `uncertainty`, and none is derived.",
        "zh": "模型没有给出 `uncertainty`，也未由数据质量推导。",
    }
    hint = {
        "en": "State `uncertainty` of parameters or amounts, or let it be derived from data quality.",
        "zh": "请为参数或数量给出 `uncertainty`，或允许由数据质量推导。",
    }


class NothingDrawn(InsightError):
    """Too many draws fail for the rest to say anything: the distributions reach where the model has no answer."""

    code = "D302"
    title = {"en": "Most draws fail", "zh": "多数抽样失败"}
    message = {
        "en": "{failed} of {draws} draws have no result: {why}",
        "zh": "{draws} 次抽样中有 {failed} 次没有结果：{why}",
    }
    hint = {
        "en": "Narrow the distributions, or choose ones with bounds (triangular, uniform, PERT).",
        "zh": "请缩小分布范围，或改用有界分布（三角、均匀、PERT）。",
    }


class DrawsNumber(InsightError):
    """A number of draws that gives no distribution, or that no machine would finish."""

    code = "D303"
    title = {"en": "Bad number of draws", "zh": "抽样次数不合适"}
    message = {"en": "{draws} draws; give {least} to {most}.", "zh": "抽样次数为 {draws}；应在 {least} 至 {most} 之间。"}
