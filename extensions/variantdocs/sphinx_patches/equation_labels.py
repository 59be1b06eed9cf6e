"""Give the numbered equations of MyST's ``amsmath`` the same labels in every build.

Replaces: the random labels that MyST gives, by ones made of the page and the place in it.
Why: With random labels no two builds are the same, and a page that was read again looks as if its anchors
    had changed, so every page would be written again.
Upstream: https://github.com/executablebooks/MyST-Parser/issues/202 asks for labels of the author's own; for
    stable ones there is no issue yet.
Versions: MyST-Parser 4.0 to 5.2.
Remove when: the test that reads an equation twice finds one label without it.
"""

from __future__ import annotations

from itertools import count
from typing import Any

from docutils import nodes
from sphinx.domains.math import MathDomain
from sphinx.transforms import SphinxTransform


class StableEquationLabels(SphinxTransform):
    """Labels them by their page and their number in it."""

    # Before any transform that may use labels or anchors.
    default_priority = 1

    def apply(self, **kwargs: Any) -> None:
        """Rename each equation, its anchor in the page, and its entry in Sphinx's math domain."""
        equations = [
            node
            for node in self.document.findall(nodes.math_block)
            if "amsmath" in node["classes"] and node.get("label")
        ]
        domain = self.env.domains["math"]
        assert isinstance(domain, MathDomain)
        names = (f"amsmath-{number}" for number in count(1))
        anchors = ((name, f"equation-{name}") for name in names)
        # An author may have used the name.
        free = ((name, anchor) for name, anchor in anchors if anchor not in self.document.ids)
        for node, (name, anchor) in zip(equations, free, strict=False):
            random_label, label = node["label"], f"{name}:{self.env.docname}"
            node["label"] = label
            if random_label in domain.equations:
                domain.equations[label] = domain.equations.pop(random_label)
            random_anchor = nodes.make_id(f"equation-{random_label}")
            target = self.document.ids.pop(random_anchor)
            target["ids"] = [anchor if known == random_anchor else known for known in target["ids"]]
            self.document.ids[anchor] = target
