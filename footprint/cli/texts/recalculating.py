"""Texts of batch and diff."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["TEXTS"]

# key: (English, Chinese). Terms follow GB/T 24067 and ISO 14067.
TEXTS: Mapping[str, tuple[str, str]] = {
    "batch_done": ("{file}: {good} of {rows} rows good, {failed} failed.", "{file}：共 {rows} 行，成功 {good} 行，失败 {failed} 行。"),
    "batch_cause": ("{rows} row {codes}, `{id}`: {finding}", "{rows} 行 {codes}，`{id}`：{finding}"),
    "batch_causes": ("{rows} rows {codes}, the first is `{id}`: {finding}", "{rows} 行 {codes}，首个为 `{id}`：{finding}"),
    "batch_doubt": (
        "{rows} computed with warning {codes}, the first is `{id}`; `footprint run` says more of a single model.",
        "{rows} 行计算成功但有警告 {codes}，首个为 `{id}`；单个模型的详情见 `footprint run`。",
    ),
    "batch_time": (
        "Computed in {seconds} s: {computed}, {rate} per second.",
        "计算 {computed} 行，用时 {seconds} 秒，每秒 {rate} 行。",
    ),
    "batch_checked": (
        "Recomputed by Brightway in {seconds} s: {count}, all equal.",
        "Brightway 抽查 {count} 行，用时 {seconds} 秒：一致。",
    ),
    "radar_done": (
        "{total} issued results: {same} unchanged, {within} within {share}, {moved} moved beyond it, {failed} failed.",
        "已签发结果 {total} 个：{same} 个未变，{within} 个在 {share} 以内，{moved} 个超出，{failed} 个失败。",
    ),
    "radar_title": ("Moved by more than {share}", "变化超过 {share}"),
    "radar_id": ("Result", "结果"),
    "radar_stated": ("As issued", "签发值"),
    "radar_now": ("Now", "当前值"),
    "radar_relative": ("Change", "变化"),
    "radar_why": ("Largest parts of the change", "变化的主要来源"),
    "batch_rate": ("{rate} per second", "每秒 {rate} 行"),
    "change_old": ("Before", "变化前"),
    "change_new": ("After", "变化后"),
    "change_difference": ("Difference", "差值"),
    "change_percent": ("%", "%"),
    "change_amount_of": ("{value} {unit}", "{value} {unit}"),
    "change_cause": ("Cause", "原因"),
    "change_parts": ("Part of the change", "变化构成"),
    "change_background": ("Within the datasets", "数据集内部"),
    "change_before": ("Before", "变化前"),
    "change_after": ("After", "变化后"),
    "change_rest": ("{count} smaller parts", "其余 {count} 项"),
    "change_remainder": ("Not explained by the stated contributions: {value} kg CO2e", "所列贡献未能解释：{value} kg CO2e"),
    "change_declared_unit": ("declared unit", "声明单位"),
    "moved_both": ("Rows in both", "两边都有的行"),
    "moved_one": ("Rows in one only", "仅一边有的行"),
    "moved_counts": ("{both}; {same} unchanged, {failed} failed on a side", "{both}；未变 {same} 行，有一边失败 {failed} 行"),
    "moved_sides": ("{old} in the old batch, {new} in the new one", "变化前 {old} 行，变化后 {new} 行"),
    "moved_largest": ("Largest part", "最大变化项"),
}
