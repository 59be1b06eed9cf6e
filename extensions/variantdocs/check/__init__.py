"""Checks of a built site: text that must not be in a variant's output.

Takes an output folder; gives findings. Must not know Sphinx, so that it can check any site.
"""
