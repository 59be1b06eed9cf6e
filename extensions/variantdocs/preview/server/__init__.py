"""Serve the site, watch its sources, and keep the pages in browsers up to date.

Takes the reports of the builder; gives requests for builds, and pages with the preview's script.
Must not know conf.py, nor import code of the project.
"""
