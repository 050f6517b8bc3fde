"""Waveforms as text and pictures. It stands outside the rooms: any of them may show signals."""
