"""Know which attributes of the environment are Sphinx's own.

Replaces: nothing; names private attributes.
Why: What an extension keeps on the environment may be shown on any page, so a change of it writes every
    page again. Sphinx's own attributes are compared one by one, by what pages show of them.
Upstream: none; an environment does not say who has set an attribute.
Versions: Sphinx 8.1 to 9.2. An attribute that a later version adds counts as an extension's: that costs speed
    only.
Remove when: extensions keep their data apart from Sphinx's own.
"""

from __future__ import annotations

SPHINX_ATTRIBUTES = frozenset(
    (
        "_app",
        "_builder_cls",
        "_doctreedir",
        "_pickled_doctree_cache",
        "_srcdir",
        "_write_doc_doctree_cache",
        "all_docs",
        "app",
        "config",
        "config_status",
        "config_status_extra",
        "current_document",
        "dependencies",
        "dlfiles",
        "doctreedir",
        "domaindata",
        "domains",
        "events",
        "files_to_rebuild",
        "glob_toctrees",
        "images",
        "included",
        "longtitles",
        "metadata",
        "numbered_toctrees",
        "original_image_uri",
        "project",
        "ref_context",
        "reread_always",
        "settings",
        "srcdir",
        "temp_data",
        "titles",
        "toc_fignumbers",
        "toc_num_entries",
        "toc_secnumbers",
        "tocs",
        "toctree_includes",
        "version",
        "versioning_compare",
        "versioning_condition",
    )
)
"""What Sphinx itself keeps on its environment."""
