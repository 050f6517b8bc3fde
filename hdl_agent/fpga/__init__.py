"""Onto a device: synthesis, place and route, bitstream."""
