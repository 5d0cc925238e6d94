"""The responsible party as a statement names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from footprint.model import ProductModel

__all__ = ["party_of"]


def party_of(model: ProductModel) -> dict[str, Any] | None:
    """Give name, social credit code and site of the producer of a model; None where it names none."""
    producer = model.producer
    if producer is None:
        return None
    site = producer.site
    where = [part for part in (site.place, site.subdivision, site.country) if part] if site else []
    return {"name": producer.name.model_dump(exclude_none=True), "uscc": producer.uscc, "site": ", ".join(where) or None}
