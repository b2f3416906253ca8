"""Facts: the model of a visit, its quantities, periods and calculations. No files, no language."""
