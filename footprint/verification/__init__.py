"""Verification: from a request to a certificate that recomputes itself (design section 9)."""

__all__: list[str] = []
