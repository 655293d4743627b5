"""The recipe of the built-in model: openly licensed corpora in, one spaCy pipeline out. Imported by nothing."""
