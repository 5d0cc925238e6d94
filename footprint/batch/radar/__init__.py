"""The staleness radar: issued results scored again with inventories of today, and what moved them."""

from footprint.batch.radar.issued import Issued, find_issued
from footprint.batch.radar.renewal import Renewal, renew
from footprint.batch.radar.sweep import RadarReport, run_radar

__all__ = ["Issued", "RadarReport", "Renewal", "find_issued", "renew", "run_radar"]
