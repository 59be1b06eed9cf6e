"""All variants in one build: a process each, and the files that they share."""
