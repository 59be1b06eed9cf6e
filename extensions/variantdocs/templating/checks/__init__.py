"""Check a page for mistakes, also in branches that no variant shows.

Takes the tags, the parsed template or the expanded texts of a page, and the names of ``variants.yaml``; gives
problems at source lines. Must not know how a page is rendered or reported.
"""
