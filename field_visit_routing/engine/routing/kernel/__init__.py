"""Ruin and recreate over flat arrays, compiled by numba where it is installed."""
