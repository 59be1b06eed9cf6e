"""Rewrite other ways of writing for one variant into blocks: ``variantdocs migrate``.

Takes the text of a page and the names of the project. Gives the rewritten text, the same byte for byte
elsewhere, and what could not be translated, with its line. Must not know how pages are built.
"""
