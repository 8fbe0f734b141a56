"""``./run --phone``: the demo over HTTPS on the local network, for a real phone."""
