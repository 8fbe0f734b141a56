"""Territories: which addresses and positions belong to an area."""
