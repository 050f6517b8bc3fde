"""Reports: the metrics, shown. Nothing is computed here."""
