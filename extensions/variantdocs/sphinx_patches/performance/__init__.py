"""Patches that make builds faster and change nothing else, one file each.

A build without them ends in the same bytes; so they can go, or switch themselves off, one by one.
"""
