"""The transport graph: links, modes, door-to-door travel."""
