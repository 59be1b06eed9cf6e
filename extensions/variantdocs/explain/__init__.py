"""Say why a page or line is in a variant or not.

Takes a project's source files; gives the declaration, rule or block that decides. Must not know Sphinx's
application or any output.
"""
