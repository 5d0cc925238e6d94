"""Texts of explain and report."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["TEXTS"]

# key: (English, Chinese). Terms follow GB/T 24067 and ISO 14067.
TEXTS: Mapping[str, tuple[str, str]] = {
    "explain_tree": ("What it is made of", "构成"),
    "explain_taken": ("Taken", "用量"),
    "explain_rest_one": ("1 smaller part", "其余 1 项"),
    "explain_rest": ("{count} smaller parts", "其余 {count} 项"),
    "explain_loop": ("{name} (again: the rest of the loop)", "{name}（再次出现：循环的其余部分）"),
    "explain_paths": ("Paths of at least {cut_off} of the scale", "占比不低于 {cut_off} 的路径"),
    "explain_hidden": ("not shown", "未列出"),
    "explain_incomplete": ("The search ended before every way above the cut-off was followed.", "搜索在穷尽全部路径之前已终止。"),
    "explain_sensitivities": ("Moves with", "影响因素"),
    "explain_stated": ("Stated", "取值"),
    "explain_elasticity": ("+1 % moves it by", "该值 +1 % 时结果变化"),
    "explain_per_unit": ("kg CO2e per unit of it", "每单位变化 kg CO2e"),
}
