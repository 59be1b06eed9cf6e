"""Divide the pages of one variant between builds on several machines.

Takes the sizes of its pages; gives the pages that one build writes, and what it leaves for putting the parts
together. Must not know how pages are read or written.
"""
