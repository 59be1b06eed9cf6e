"""Source lines: which line of the author's file each parsed line and each message comes from.

Takes expanded text with its source map; gives doctrees and log records in source lines. Must not know how a
page is expanded.
"""
