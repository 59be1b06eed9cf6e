"""Addresses that moved: the file ``redirects``, its checks, and the pages that lead readers on.

Takes the file and the page indexes; gives pages, ``_redirects`` and problems. Must not know how a page is
built.
"""
