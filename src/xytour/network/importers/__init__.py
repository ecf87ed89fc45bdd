"""Transport data of one's own: road graphs, routing engines, tables of travel times."""
