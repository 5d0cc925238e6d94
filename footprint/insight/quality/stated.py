"""Data quality of a result: primary data share and ratings, weighted by what each exchange contributes."""

from __future__ import annotations

from collections.abc import Mapping

from footprint.engine.result import Contribution
from footprint.insight.sums import Reason, reason
from footprint.model.schema import DataQualityRating, ProductModel

__all__ = ["data_quality", "primary_data_share"]


ROUNDING = 1e-9
"""How far a share may leave 0 to 1 by the rounding of its sum alone."""


def primary_data_share(leaves: tuple[Contribution, ...], total: float) -> tuple[float | None, Reason | None]:
    """Compute the share of the footprint for which amount and factor are both primary.

    Returns
    -------
    share
        0 to 1; ``None`` where no exchange states its kind of data, the total is zero, or credits leave no share to speak of.
    reason
        Why it is unknown; ``None`` where it is known.
    """
    if not total:
        return None, reason("total_is_zero")
    if all(leaf.data is None for leaf in leaves):
        return None, reason("no_data_kind")
    share = sum(leaf.value for leaf in leaves if leaf.data == "primary" and leaf.factor_data == "primary") / total
    if not -ROUNDING <= share <= 1 + ROUNDING:
        return None, reason("credits", share=share)
    return min(max(share, 0.0), 1.0), None


def data_quality(leaves: tuple[Contribution, ...], model: ProductModel) -> tuple[Mapping[str, float | None], Reason | None]:
    """Average the ratings by |contribution|, one indicator at a time.

    Returns
    -------
    ratings
        Mean of technology, geography, time and precision (1 best, 5 worst) over the exchanges that state them, and
        ``rated_share``: their share of Σ|contribution|. ``None`` where nothing is rated.
    reason
        Why they are unknown; ``None`` where they are known.
    """
    indicators = tuple(DataQualityRating.model_fields)
    ratings = {exchange: record.dqr for exchange, _, _, _, record in model.exchanges() if record.dqr is not None}
    whole = sum(abs(leaf.value) for leaf in leaves)
    means: dict[str, float | None] = {}
    for indicator in indicators:
        rated = [(abs(leaf.value), getattr(ratings[leaf.exchange], indicator)) for leaf in leaves if leaf.exchange in ratings]
        weighted = [(weight, float(rating)) for weight, rating in rated if rating is not None]
        weight = sum(part for part, _ in weighted)
        means[indicator] = sum(part * rating for part, rating in weighted) / weight if weight else None
    if not ratings:
        return {**means, "rated_share": None}, reason("no_ratings")
    rated_weight = sum(abs(leaf.value) for leaf in leaves if leaf.exchange in ratings)
    return {**means, "rated_share": rated_weight / whole if whole else None}, None
