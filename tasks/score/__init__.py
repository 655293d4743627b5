"""Hold what was found in texts against gold: claims and their speakers, names and who is who."""
