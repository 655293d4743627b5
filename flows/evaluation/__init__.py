"""Hold what the pipeline finds against annotated texts."""
