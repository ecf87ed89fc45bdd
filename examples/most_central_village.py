"""The transport network as a networkx graph: the most central village, a picture, two files.

The picture needs matplotlib: ``pip install 'xytour[plot]'``.
"""

from math import cos, radians

import matplotlib as mpl
import networkx as nx
from matplotlib import patheffects
from matplotlib import pyplot as plt
from matplotlib.collections import LineCollection
from matplotlib.transforms import Bbox

import xytour as xt
from xytour.network.graph_export import save_graph

mpl.use("Agg")  # write a file, open no window

STYLES = {  # colour, width and name of each kind of way, the least first
    "connector": ("#d5dade", 0.6, "connector (estimated)"),
    "county_road": ("#95a0a8", 1.1, "county road"),
    "national_road": ("#e6a11a", 1.7, "national road"),
    "expressway": ("#c0392b", 2.0, "expressway"),
    "bus": ("#2e8b57", 1.2, "bus"),
    "ferry": ("#11a0b5", 1.8, "boat"),
    "rail": ("#6c9bd9", 1.4, "rail"),
    "high_speed_rail": ("#1f4e9c", 1.6, "high-speed rail"),
}
ROADS = {"expressway", "national_road", "county_road"}

region = xt.load_region()
graph = region.graph()

# Which village lies on most of the quickest ways by road between any two places?
by_road = nx.DiGraph()  # of parallel roads the quickest, which comes last
for tail, head, edge in sorted(graph.edges(data=True), key=lambda way: -way[2]["minutes"]):
    if edge["mode"] in ROADS:
        by_road.add_edge(tail, head, minutes=edge["minutes"])
centrality = nx.betweenness_centrality(by_road, weight="minutes")
villages = [node for node in by_road if graph.nodes[node]["kind"] == "village"]
villages.sort(key=lambda node: -centrality[node])
print(f"{len(by_road)} places, {by_road.number_of_edges()} edges by road")
for village in villages[:3]:
    name = graph.nodes[village]["place"].name.en
    print(f"{name}: on {centrality[village]:.2%} of the quickest ways")

# The picture: one degree of longitude is shorter than one of latitude by the cosine.
spot = {node: (facts["lon"], facts["lat"]) for node, facts in graph.nodes(data=True)}
counties = region.region.counties
west, east = min(c.west for c in counties) - 0.02, max(c.east for c in counties) + 0.08
south, north = min(c.south for c in counties), max(c.north for c in counties)
figure, axes = plt.subplots(figsize=(14.5, 8), dpi=120, layout="constrained")
axes.set(xlim=(west, east), ylim=(south - 0.03, north + 0.02))
axes.set(xlabel="longitude, degrees", ylabel="latitude, degrees")
axes.set_aspect(1 / cos(radians((south + north) / 2)))
axes.set_title(f"{region.region.name.en}: the transport network and its villages")
for layer, (kind, (colour, width, label)) in enumerate(STYLES.items()):
    ways = [
        (spot[tail], spot[head])
        for tail, head, edge in graph.edges(data=True)
        if (edge["mode"] if edge["link_id"] or edge["mode"] == "walk" else "connector") == kind
    ]
    axes.add_collection(LineCollection(ways, color=colour, lw=width, label=label, zorder=layer))
axes.scatter(*zip(*spot.values(), strict=True), s=8, color="#3b4147", zorder=20, label="place")
sizes = [45 + 8000 * centrality[node] for node in villages]
points = zip(*(spot[node] for node in villages), strict=True)
axes.scatter(
    *points, s=sizes, color="#8e44ad", ec="white", zorder=21, label="village, by centrality"
)
legend = figure.legend(loc="outside right upper", frameon=False)
legend.legend_handles[-1].set_sizes([80])

# Labels, the county seats' first, each on the first side where it covers no other.
SIDES = [(10, 0, "left", "center"), (-10, 0, "right", "center")]
SIDES += [(0, 9, "center", "bottom"), (0, -9, "center", "top")]
halo = [patheffects.withStroke(linewidth=3, foreground="white")]
seats = [place.id for place in region.places if getattr(place, "town_type", "") == "seat"]
figure.draw_without_rendering()  # now it is known where things are
dots = axes.transData.transform([spot[node] for node in villages])
covered = [Bbox.from_bounds(x - 8, y - 8, 16, 16) for x, y in dots]
for node in [*seats, *villages]:
    look = {"color": "#6c2f8a", "size": 9} if node in villages else {"weight": "bold", "size": 10}
    text = graph.nodes[node]["place"].name.en.split(" (")[0].split(",")[0]
    text = text.removesuffix(" Seat")
    for dx, dy, ha, va in SIDES:
        label = axes.annotate(text, spot[node], (dx, dy), textcoords="offset points", ha=ha, va=va)
        label.set(path_effects=halo, zorder=30, **look)
        box = label.get_window_extent()
        inside = axes.bbox.x0 < box.x0 and box.x1 < axes.bbox.x1
        if inside and not any(box.overlaps(other) for other in covered):
            covered.append(box)
            break
        label.remove()
figure.savefig("network.png")

print("written: network.png,", save_graph(graph, "network.graphml"), end=", ")
print(save_graph(graph, "network.geojson"))
