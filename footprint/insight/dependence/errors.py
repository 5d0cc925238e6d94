"""What can go wrong when the dependence of a result on what is stated is written down (D2xx)."""

from __future__ import annotations

from footprint.errors import InsightError

__all__ = ["DependenceDisagrees", "UnknownSum"]


class DependenceDisagrees(InsightError):
    """What the amounts of an exchange give is not what the calculation used: a defect of footprint, or overrides that it did not have."""

    code = "D201"
    title = {"en": "Dependence and calculation disagree", "zh": "依赖关系与计算不一致"}
    message = {
        "en": "`{exchange}` follows from what is stated as {found}; the calculation has {stated}.",
        "zh": "由已给数据推得 `{exchange}` 为 {found}，计算所用为 {stated}。",
    }
    hint = {
        "en": "Give the overrides with which the result was calculated; otherwise please report this with the model.",
        "zh": "请给出计算该结果时所用的覆盖值；否则请连同模型一起报告。",
    }


class UnknownSum(InsightError):
    """A sum of categories was asked for that does not exist, or that this product does not have.

    The sums are ``excl_uptake``, ``incl_uptake`` and ``iso_net``. ``incl_uptake`` needs the biogenic carbon content of the product.
    """

    code = "D202"
    title = {"en": "Unknown sum", "zh": "未知的合计"}
    message = {"en": "The result has no sum `{sum}`.", "zh": "结果中没有合计 `{sum}`。"}
    hint = {
        "en": "Choose excl_uptake or iso_net; incl_uptake needs `biogenic_carbon_content` of the product under `flows`.",
        "zh": "请选择 excl_uptake 或 iso_net；incl_uptake 需要在 `flows` 中给出产品的 `biogenic_carbon_content`。",
    }
