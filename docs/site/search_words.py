"""Words of Chinese texts in the search index.

Chinese has no spaces between words. The search of the site takes a zero-width space for the end of a word; the words are told
apart here, while the site is built.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

__all__ = ["with_word_ends", "write_word_ends"]

HAN = re.compile(r"[\u3400-\u9fff]+")
END = "\u200b"


def with_word_ends(text: str) -> str:
    """Give a text with a zero-width space around every Chinese word.

    >>> with_word_ends("产品碳足迹 PCF").split("\u200b")
    ['产品', '碳', '足迹', ' PCF']
    """
    import rjieba

    return HAN.sub(lambda run: f"{END}{END.join(rjieba.cut(run[0]))}{END}", text).strip(END)


def write_word_ends(index: Path) -> None:
    """Mark the words in a search index that was built; write it as a script too, for pages that are opened from a folder."""
    content = json.loads(index.read_text(encoding="utf-8"))
    for entry in content["docs"]:
        for field in ("title", "text"):
            entry[field] = with_word_ends(entry[field])
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    index.write_text(text, encoding="utf-8")
    index.with_suffix(".js").write_text(f"var __index = {text}", encoding="utf-8")
