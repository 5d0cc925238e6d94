"""What a study report says, whatever it is written in: sections of paragraphs, facts, tables and figures, in both languages."""

from __future__ import annotations

__all__: list[str] = []
