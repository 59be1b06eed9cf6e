"""Patches that write the pages of the PyData theme faster, with the same bytes, one file each.

With another theme, or another version of it, they replace nothing.
"""
