"""Show a remote file in a page.

Takes a directive's argument and options, and a file on this machine; gives the nodes of a literal
block, or the reason why there is none. Must not know where the file came from.
"""
