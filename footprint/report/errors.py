"""What can go wrong when a report is written."""

from __future__ import annotations

from footprint.errors import TypesetError

__all__ = ["ReportPackageMissing", "SeveralModelsOneFile", "UnknownReportKind"]


class ReportPackageMissing(TypesetError):
    """A package that pages, documents and figures are made with is not installed.

    Calculating, explaining and verifying need none of them. Install the extra `report`.
    """

    code = "T201"
    title = {"en": "Package for reports missing", "zh": "缺少生成报告所需的软件包"}
    message = {
        "en": "Reports need the package `{package}`, which is not installed.",
        "zh": "生成报告需要软件包 `{package}`，但未安装。",
    }
    hint = {
        "en": "Install it with: python -m pip install 'footprint[report]'.",
        "zh": "请安装：python -m pip install 'footprint[report]'。",
    }


class UnknownReportKind(TypesetError):
    """The ending of a report's file names none of the kinds that can be written."""

    code = "T202"
    title = {"en": "Unknown kind of report", "zh": "未知的报告格式"}
    message = {
        "en": "`{file}` does not end in {kinds}: what the report is written as follows from the ending.",
        "zh": "`{file}` 的扩展名不是 {kinds}：报告格式由扩展名决定。",
    }
    hint = {
        "en": "Use .html for a page, .pdf for a document to hand on, .docx for one to edit.",
        "zh": ".html 为网页，.pdf 用于交付，.docx 用于编辑。",
    }


class SeveralModelsOneFile(TypesetError):
    """Reports of several models would be written to one file, each over the one before."""

    code = "T203"
    title = {"en": "Several reports, one file", "zh": "多份报告写入同一文件"}
    message = {
        "en": "The reports of {count} models would all be written to `{file}`.",
        "zh": "{count} 个模型的报告将全部写入 `{file}`。",
    }
    hint = {
        "en": "Write {pattern} where the name of each model belongs, such as reports/{pattern}.pdf.",
        "zh": "请在文件名中用 {pattern} 代表模型名称，例如 reports/{pattern}.pdf。",
    }
