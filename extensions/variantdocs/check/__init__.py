"""Checks of a built site: what must not be in a variant's output, and links that lead nowhere.

Takes an output folder, the project's source and the indexes; gives findings. Must not know Sphinx's
application or doctrees: what is checked are the files that readers get.
"""
