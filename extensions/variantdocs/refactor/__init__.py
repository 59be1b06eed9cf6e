"""Rename, retire or add a variant or group, everywhere in the source.

Takes a project and names; gives the changed bytes of files, everything else in them untouched. Must not know
Sphinx's application or any output.
"""
