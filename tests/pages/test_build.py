"""The pages that a variant has, built by Sphinx."""

from __future__ import annotations

DEPLOY = '\npages:\n  "deploy/**": byoc\n'
RULES = '\npages:\n  "deploy/**": byoc\n  "deploy/all": [serverless, byoc]\n'


def with_rules(project, rules=RULES):
    path = project.folder / "variants.yaml"
    path.write_text(path.read_text() + rules)


def test_nothing_of_another_variants_page_is_in_the_output(project):
    with_rules(project)
    project.write({"source/deploy/cloud.png": b"\x89PNG\r\n\x1a\n"})
    project.pages(
        {
            "index.md": "# Home\n\n```{toctree}\n:caption: Deploy\ndeploy/aws\n```\n\n```{toctree}\n:caption: All\n"
            "own\ndeploy/all\n```\n",
            "deploy/aws.md": "# Zebra\n\n(secret-label)=\n## Deploying zebras\n\n```{image} cloud.png\n```\n",
            "deploy/all.md": "# Everywhere\n",
            "own.md": "---\nvariants: self_managed\n---\n# Own\n",
        }
    )
    built = project.build()
    assert (built.status, built.messages) == (0, [])
    assert built.has("byoc/deploy/aws.html")
    assert built.has("byoc/_images/cloud.png")
    assert built.has("byoc/own.html")
    assert built.has("serverless/deploy/all.html")
    for name, data in built.files("serverless").items():
        assert "aws" not in name
        assert "cloud" not in name
        assert b"zebra" not in data.lower(), name
        assert b"secret-label" not in data, name
    # The toctree that is left empty has gone with its caption.
    assert "Deploy" not in built.text("serverless", "index")
    assert "Deploy" in built.text("byoc", "index")


def test_globs_self_and_rest_toctrees_keep_the_pages_of_the_variant(project):
    with_rules(project, DEPLOY)
    project.pages(
        {
            "index.md": "# Home\n\n```{toctree}\n:glob:\nself\nguide/*\ndeploy/*\n```\n",
            "guide/index.rst": "Guide\n=====\n\n.. toctree::\n   :caption: In rest\n\n   /deploy/aws\n   deep\n",
            "guide/deep.md": "# Deep\n",
            "deploy/aws.md": "# AWS\n",
        }
    )
    built = project.build()
    assert built.messages == []
    assert "AWS" in built.text("byoc", "guide/index")
    assert built.text("serverless", "guide/index") == "Guide In rest Deep"


def test_a_glob_that_no_variant_matches_is_still_reported(build):
    built = build({"index.md": "# Home\n\n```{toctree}\n:glob:\nnosuch/*\n```\n"})
    assert built.messages == [
        "source/index.md:5: WARNING: toctree glob pattern 'nosuch/*' didn't match any documents "
        "[serverless, byoc]"
    ]


def test_a_glob_that_cannot_be_read_is_reported_and_the_other_entries_stay(build):
    built = build({"index.md": "# Home\n\n```{toctree}\n:glob:\n[z-a]\na*\n```\n", "ab.md": "# Ab\n"})
    assert built.messages == [
        "source/index.md:5: WARNING: toctree glob pattern '[z-a]' cannot be read: bad character range z-a "
        "[serverless, byoc] [toc.empty_glob]"
    ]
    assert built.text("byoc", "index") == "Home Ab"


def test_a_glob_with_too_many_stars_is_reported_and_does_not_hang(build):
    pattern = "*a" * 9
    built = build({"index.md": f"# Home\n\n```{{toctree}}\n:glob:\n{pattern}\n*b\n```\n", "ab.md": "# Ab\n"})
    assert built.messages == [
        f"source/index.md:5: WARNING: toctree glob pattern '{pattern}' cannot be read: it has more than 8 stars "
        "[serverless, byoc] [toc.empty_glob]"
    ]


def test_a_misspelled_entry_is_reported_with_the_nearest_page(build):
    built = build(
        {
            "index.md": "# Home\n\n```{toctree}\nguide/pgae\n```\n",
            "guide/page.md": "---\norphan: true\n---\n# P\n",
        }
    )
    assert built.messages == [
        "source/index.md:4: WARNING: toctree contains reference to nonexisting document 'guide/pgae'; "
        "did you mean 'guide/page'? [serverless, byoc] [toc.not_readable]"
    ]


def test_an_entry_without_glob_is_not_a_pattern(build):
    built = build({"index.md": "# Home\n\n```{toctree}\n[z-a]\n```\n"})
    assert [message.partition(" [")[0] for message in built.messages] == [
        "source/index.md:4: WARNING: toctree contains reference to nonexisting document '[z-a]'"
    ]


def test_a_page_that_no_toctree_of_a_variant_reaches_is_an_orphan_there(project):
    with_rules(project, DEPLOY)
    project.pages(
        {
            "index.md": "# Home\n\n```{toctree}\ndeploy/aws\n```\n",
            "deploy/aws.md": "# AWS\n\n```{toctree}\n/shared\n```\n",
            "shared.md": "# Shared\n",
            "alone.md": "---\norphan: true\n---\n# Alone\n",
        }
    )
    built = project.build()
    assert built.messages == [
        "source/shared.md: WARNING: no toctree reaches this page; name it in one, or write `orphan: true` at its top "
        "[serverless] [variants.orphan]"
    ]


def test_a_page_with_an_unusable_declaration_is_a_placeholder(project):
    project.pages(
        {
            "index.md": "# Home\n\n```{toctree}\na\nb\nc\nd\n```\n",
            "a.md": "---\nvariants: byok\n---\n# A\n\nsecret\n",
            "b.md": "---\nvariants: serverless and byoc\n---\n# B\n\nsecret\n",
            "c.md": "---\nvariants:byoc\n---\n# C\n\nsecret\n",
            "d.rst": ":variants: 2024-13-45\n\nD\n=\n\nsecret\n",
        }
    )
    with_variant = (project.folder / "variants.yaml").read_text()
    messages = [
        "source/a.md:2: ERROR: `variants:` names an unknown variant or group 'byok'; "
        "did you mean 'byoc'? [serverless, byoc] [variants.unknown-name]",
        "source/b.md:2: ERROR: `variants:` leaves no variant for this page; remove the page or widen the expression "
        "[serverless, byoc] [variants.syntax]",
        "source/c.md:2: ERROR: `variants:byoc` needs a space after the colon: write `variants: byoc` "
        "[serverless, byoc] [variants.syntax]",
        "source/d.rst:1: ERROR: `variants:` names an unknown variant or group '2024-13-45'; "
        "there are serverless, byoc, self_managed [serverless, byoc] [variants.unknown-name]",
    ]
    built = project.build()
    assert (built.status, built.messages) == (1, messages)
    assert not any(
        b"secret" in data for variant in ("serverless", "byoc") for data in built.files(variant).values()
    )
    assert "A Error This page could not be built." in built.text("byoc", "a")
    # The page is read again when variants.yaml makes its declaration usable.
    project.write(
        {
            "variants.yaml": with_variant.replace(
                "groups:", "  byok: {title: BYOK, vars: {product: x}}\ngroups:"
            )
        }
    )
    built = project.build()
    assert len(built.messages) == 3
    assert built.text("byok", "a") == "A secret"
    assert not built.has("byoc/a.html")


def test_what_only_looks_like_a_declaration_and_rules_that_match_nothing_are_warned_of(project):
    with_rules(project, '\npages:\n  "depoly/**": byoc\n')
    project.pages(
        {
            "index.md": "# Home\n\n```{toctree}\na\nc\ndeploy/b\n```\n",
            "a.md": "---\nVariants: byoc\n---\n# A\n",
            "c.md": "\n---\nvariants: byoc\n---\n# C\n",
            "deploy/b.rst": "B\n=\n\n:variants: byoc\n",
        }
    )
    built = project.build()
    assert built.status == 0
    line = (project.folder / "variants.yaml").read_text().splitlines().index('  "depoly/**": byoc') + 1
    assert sorted(built.messages) == [
        "source/a.md:2: WARNING: `Variants:` does not choose the page's variants; write `variants:` "
        "[serverless, byoc] [variants.not-declared]",
        "source/c.md:3: WARNING: `variants:` does not choose the page's variants; write it in front matter, "
        "between two lines `---` at the very top of the page [serverless, byoc] [variants.not-declared]",
        "source/deploy/b.rst:4: WARNING: `:variants:` does not choose the page's variants; "
        "write `:variants:` before the title, at the beginning of a line "
        "[serverless, byoc] [variants.not-declared]",
        f"variants.yaml:{line}: WARNING: pages: the pattern `depoly/**` matches no page; did you mean `deploy/**`? "
        "[serverless, byoc] [variants.unmatched-rule]",
    ]


def test_a_page_that_only_one_variant_excludes_is_absent_there(project):
    text = (project.folder / "variants.yaml").read_text()
    conf = '    conf: {exclude_patterns: ["upgrades.md", "internal/**"]}\n  byoc:'
    project.write({"variants.yaml": text.replace("  byoc:", conf, 1) + "links: {absent: text}\n"})
    project.pages(
        {
            "index.md": "# Home\n\n[up](upgrades.md)\n\n```{toctree}\nupgrades\ninternal/a\n```\n",
            "upgrades.md": "# Upgrades\n",
            "internal/a.rst": "A\n=\n",
        }
    )
    built = project.build()
    assert (built.status, built.messages) == (0, [])
    assert built.text("serverless", "index") == "Home up"
    assert built.text("byoc", "index") == "Home up Upgrades A"
    # The other variant's index stays usable for a build of one variant.
    index = project.folder / "build/index/byoc.json"
    before = index.stat().st_mtime_ns
    project.build("-D", "variant=serverless")
    assert index.stat().st_mtime_ns == before


def test_a_start_page_of_one_variant_only_stops_the_build(build):
    built = build({"index.md": "---\nvariants: byoc\n---\n# Home\n"})
    assert built.status == 2
    assert built.messages == [
        "source/index.md: the start page must be in every variant, and is not in serverless; use blocks in it instead"
    ]
    assert not built.has("byoc/index.html")


def test_pages_that_name_a_page_are_read_again_when_it_changes_its_variants(project):
    project.pages(
        {
            "index.md": "# Home\n\n```{toctree}\na\nb\n```\n",
            "a.md": "# A\n",
            "b.md": "# B\n",
        }
    )
    project.build()
    project.pages({"a.md": "---\nvariants: byoc\n---\n# A\n"})
    built = project.build()
    assert built.messages == []
    assert not built.has("serverless/a.html")
    assert built.text("serverless", "index") == "Home B"
    assert built.text("byoc", "index") == "Home A B"
    project.pages({"a.md": "# A\n"})
    built = project.build()
    assert built.text("serverless", "index") == "Home A B"


def test_stale_output_is_deleted_and_foreign_files_stay(project):
    project.write({"source/pic.png": b"\x89PNG\r\n\x1a\n", "build/html/byoc/CNAME": "docs.example.com\n"})
    project.pages(
        {
            "index.md": "# Home\n\n```{toctree}\nsub/a\n```\n",
            "sub/a.md": "# A\n\n```{image} ../pic.png\n```\n",
        }
    )
    assert project.build().has("byoc/_images/pic.png")
    project.remove("source/sub/a.md")
    project.pages({"index.md": "# Home\n"})
    built = project.build()
    assert not built.has("byoc/sub")
    assert not built.has("byoc/_images/pic.png")
    assert built.has("byoc/CNAME")


def test_the_site_of_a_removed_variant_is_deleted(project):
    project.pages({"index.md": "# Home\n"})
    assert project.build().has("byoc/index.html")
    project.write({"variants.yaml": "version: 1\nvariants:\n  serverless: {title: Serverless}\n"})
    built = project.build()
    assert not built.has("byoc")
    assert built.has("serverless/index.html")


def test_sources_are_published_as_the_variant_shows_them_and_only_if_asked(project):
    project.pages(
        {
            "index.md": "# Home\n\n{@@ if byoc @@}secret{@@ endif @@}\n\n```{toctree}\nguide/a\n```\n",
            "guide/a.rst": "A\n=\n",
        }
    )
    assert not project.build().has("byoc/_sources")
    conf = (project.folder / "conf.py").read_text()
    project.write({"conf.py": conf.replace("basic", "alabaster") + "html_copy_source = True\n"})
    built = project.build()
    assert built.messages == []
    assert not any(b"secret" in data for data in built.files("serverless").values())
    assert "secret" in built.files("byoc")["_sources/index.md.txt"].decode()
    assert built.page("byoc", "guide/a").select_one('a[href="../_sources/guide/a.rst.txt"]')
    project.pages({"index.md": "# Home\n"})
    project.remove("source/guide/a.rst")
    assert [name for name in project.build().files("byoc") if name.startswith("_sources")] == [
        "_sources/index.md.txt"
    ]
