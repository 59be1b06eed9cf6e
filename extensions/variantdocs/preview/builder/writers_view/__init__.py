"""Render a page as its writer wants to see it: with the blocks of all variants, and variables marked.

Takes a page of an application that has read it; gives HTML. Must not know the server, and is never part of a
build: it runs in a process that ends after one page.
"""
