"""The pages as text for programs: a Markdown file beside each page, ``llms.txt`` and ``llms-full.txt``.

Takes the finished pages of a variant, so it can show nothing of another; gives files beside them.
"""
