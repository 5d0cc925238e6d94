"""What people look at: drawings of the supply chain, and later tables, HTML and PDF."""

from __future__ import annotations

__all__: list[str] = []
