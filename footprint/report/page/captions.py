"""What the page itself says: its buttons and labels."""

from __future__ import annotations

from collections.abc import Mapping

from footprint.report.study.document import Text

__all__ = ["CAPTIONS"]

CAPTIONS: Mapping[str, Text] = {
    "skip": Text("Skip to the report", "跳至正文"),
    "contents": Text("Contents", "目录"),
    "language": Text("Language", "语言"),
    "exact": Text("Exact numbers", "精确数值"),
    "data": Text("Data (JSON)", "数据（JSON）"),
    "print": Text("Print", "打印"),
    "notice": Text("Please note", "请注意"),
    "per": Text("per declared unit", "每声明单位"),
    "figure": Text("Figure", "图"),
    "table": Text("Table", "表"),
    "csv": Text("CSV", "CSV"),
    "csv title": Text("Download this table with exact numbers", "下载此表（精确数值）"),
    "svg": Text("SVG", "SVG"),
    "svg title": Text("Download this figure", "下载此图"),
    "unfold": Text("Unfold all", "全部展开"),
    "fold": Text("Fold all", "全部折叠"),
    "sort": Text("Sort by", "排序："),
    "more": Text("Show all {count} rows", "显示全部 {count} 行"),
    "fewer": Text("Show fewer rows", "收起"),
    "closer": Text("Zoom in", "放大"),
    "further": Text("Zoom out", "缩小"),
    "whole": Text("Whole drawing", "整图"),
    "clear": Text("Clear the selection", "取消选择"),
    "no script": Text(
        "Figures are drawn by the browser and need JavaScript, which is turned off here. All numbers stand in the tables.",
        "图形由浏览器绘制，需要启用 JavaScript。所有数值均见各表。",
    ),
    "from": Text("Comes from", "来自"),
    "to": Text("Goes into", "流向"),
}
