"""Render the body of a page once for all variants, and for all builds, in which it comes out the same.

Takes doctrees and what their links resolve to; gives rendered bodies and search terms. Must not know which
process renders which page, or what stands around the body.
"""
