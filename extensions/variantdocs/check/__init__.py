"""Look at a built site: text that must not be in a variant's output."""
