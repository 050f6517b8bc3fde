"""How a model is asked, and how its answer becomes a source file."""
