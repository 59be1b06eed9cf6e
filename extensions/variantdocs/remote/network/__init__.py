"""Fetch bytes over HTTPS, trusting neither the page that names a URL nor the server that has it.

Takes a canonical URL and limits; gives bytes and what the server said about them. Must not know the
lock, the cache or Sphinx.
"""
