"""Keep fetched files on disk, by content, and read and write ``remote.lock``.

Takes bytes and what is known about them; gives paths and records. Must not know the network or Sphinx.
"""
