"""MkDocs with Material, and Zensical: their environment, and their builds of a variant."""
