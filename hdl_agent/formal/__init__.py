"""Proofs: obligations, harnesses, engines, traces and their replay on a simulator."""
