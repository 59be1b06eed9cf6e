"""Build what has changed, from applications that stay in memory.

Takes requests of the server; gives reports. Must not know who looks at the pages.
"""
