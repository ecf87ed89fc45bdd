"""Other data to regions: what was read, what was guessed, what was dropped."""

from xytour.importers.assembly import Frame, Imported, assemble
from xytour.importers.completing import ROW, TABLE
from xytour.importers.osm import region_from_osm
from xytour.importers.report import ImportNote, ImportNotes, ImportReport
from xytour.importers.setting import Setting
from xytour.importers.tables import region_from_tables

__all__ = [
    "ROW",
    "TABLE",
    "Frame",
    "ImportNote",
    "ImportNotes",
    "ImportReport",
    "Imported",
    "Setting",
    "assemble",
    "region_from_osm",
    "region_from_tables",
]
