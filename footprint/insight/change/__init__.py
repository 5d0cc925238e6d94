"""What changed between two footprints, exactly: by inputs, factors, methods and structure."""

from footprint.insight.change.attribution import change
from footprint.insight.change.records import CAUSES, Cause, Change, Part, State
from footprint.insight.change.stated import change_of_results

__all__ = ["CAUSES", "Cause", "Change", "Part", "State", "change", "change_of_results"]
