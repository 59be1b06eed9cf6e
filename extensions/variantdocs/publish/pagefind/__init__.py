"""Pagefind as the search of a published site, in the place of Sphinx's own.

Takes the finished pages of a variant; gives an index of them, and the scripts that search it. Must not know
the source, or the pages of other variants.
"""
