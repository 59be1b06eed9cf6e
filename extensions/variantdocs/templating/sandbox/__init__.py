"""The sandboxed Jinja environment in which pages are expanded.

Takes expressions and values; gives text, or an error within bounded time and memory. Must not know Sphinx
or files, nor variants beyond their names and values.
"""
