"""Travel times over a graph that OSMnx made, here one that it saved as GraphML.

With OSMnx at hand, ``from_osmnx`` takes its graph as it is::

    graph = osmnx.graph_from_place("Xinyang, Henan, China", network_type="drive")
    graph = osmnx.add_edge_travel_times(osmnx.add_edge_speeds(graph))
    roads = from_osmnx(graph)
"""

from pathlib import Path

import xytour as xt
from xytour.network.importers.osmnx import read_graphml
from xytour.network.roads import road_matrix
from xytour.network.travel import UNREACHABLE

data = Path(__file__).parent / "data"
region = xt.load_region(data / "helsinki-center.json")
roads = read_graphml(data / "helsinki-center.graphml.gz")
matrix = road_matrix(region, roads, too_far="unreachable")

for note in matrix.notes:
    print("note:", note)
start = matrix.ids.index("central-station")
for k, place_id in enumerate(matrix.ids):
    there, back = matrix.minutes[start, k], matrix.minutes[k, start]
    if there < UNREACHABLE:
        print(f"{place_id}: {there} min there, {back} min back, {matrix.distance_m[start, k]} m")
