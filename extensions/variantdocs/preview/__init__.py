"""Live preview of all variants: a server, a watcher, and builds behind them.

``arguments`` reads the command line, ``serve`` runs the preview. The web server (``server``, ``clients``)
and the builds (``build_process``) are different processes, which talk as ``protocol`` says: neither conf.py
nor documented code is ever imported by the server.
"""
