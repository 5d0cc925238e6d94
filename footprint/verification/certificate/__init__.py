"""Certificates: the document made from a statement, and the issuing of both."""

__all__: list[str] = []
