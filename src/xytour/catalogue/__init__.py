"""Region files: read one, check it, get a region."""

from xytour.catalogue.checks import find_faults
from xytour.catalogue.loading import load_region, read_json, region_from_dict

__all__ = ["find_faults", "load_region", "read_json", "region_from_dict"]
