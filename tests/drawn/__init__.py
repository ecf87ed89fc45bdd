"""Hypothesis strategies: any small region file, and any request for a trip in it."""

from drawn.regions import region_files
from drawn.requests import requests

__all__ = ["region_files", "requests"]
