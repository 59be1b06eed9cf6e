"""Find the line of the author's file that each parsed line, node and message comes from.

Takes expanded text with its source map; gives doctrees and log records in source lines. Must not know how a
page is expanded.
"""
