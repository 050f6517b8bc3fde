"""What came back: the source, the integrity gate, elaboration and its diagnostics."""
