"""Show what a build is doing while it does it.

Takes how many pages each variant has read and written; gives one live line in a terminal, and plain lines at
intervals elsewhere. Must not know how pages are read or written.
"""
