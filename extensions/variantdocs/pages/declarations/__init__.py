"""What a page itself declares about its variants.

Takes the text of a page before it is expanded; gives a declaration, what only looks like one, or a problem.
Must not know which variants there are.
"""
