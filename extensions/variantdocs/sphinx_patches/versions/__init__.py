"""Which versions of Sphinx, docutils and MyST-Parser the package is tested with, and how they differ.

Takes what is installed; gives what is not tested, and one function for each call that older versions know
under another name. Must not know what its callers do with either.
"""
