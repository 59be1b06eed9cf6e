"""The site that the benchmark builds is what it promises to be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _benchmarks_are_importable(monkeypatch):
    monkeypatch.syspath_prepend(ROOT)


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def written(folder: Path, **options) -> dict[str, bytes]:
    from benchmarks.corpus import write_corpus

    write_corpus(folder, **options)
    return files_below(folder)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """A site of 120 short pages in three variants."""
    folder = tmp_path_factory.mktemp("corpus")
    command = [
        sys.executable,
        "-m",
        "benchmarks.corpus",
        folder,
        "--pages",
        "120",
        "--variants",
        "3",
        "--words",
        "300",
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


def expanded_in_each_variant(site: Path) -> dict[str, dict[str, str]]:
    """For each page its text in each variant that has it."""
    from benchmarks import plain_way

    settings, environment = plain_way.Settings.from_site(site), plain_way.expander()
    found: dict[str, dict[str, str]] = {}
    for path in (site / "source").rglob("*.md"):
        docname = path.relative_to(site / "source").as_posix().removesuffix(".md")
        if docname.startswith("_"):
            continue
        text = path.read_text("utf-8")
        found[docname] = {
            variant: plain_way.expanded(text, settings[variant].names, environment)
            for variant in plain_way.membership(docname, text, settings)
        }
    return found


def test_the_same_arguments_give_the_same_bytes(tmp_path):
    options = {"pages": 12, "words": 200}
    assert written(tmp_path / "one", **options) == written(tmp_path / "two", **options)


def test_the_bytes_do_not_depend_on_the_hash_seed(tmp_path):
    for seed in ("1", "2"):
        command = [
            sys.executable,
            "-m",
            "benchmarks.corpus",
            tmp_path / seed,
            "--pages",
            "12",
            "--words",
            "200",
        ]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment)
    assert files_below(tmp_path / "1") == files_below(tmp_path / "2")


def test_another_seed_gives_another_site(tmp_path):
    one = written(tmp_path / "one", pages=12, words=200, seed=1)
    two = written(tmp_path / "two", pages=12, words=200, seed=2)
    assert one["source/index.md"] != two["source/index.md"]


def test_it_has_as_many_pages_as_asked_for(site):
    assert len(expanded_in_each_variant(site)) == 120


@pytest.mark.parametrize("pages", [8, 9, 13, 14, 64, 65, 66, 67, 129])
def test_any_number_of_pages_can_be_asked_for(pages):
    from benchmarks.plan import plan_site
    from benchmarks.vocabulary import Vocabulary

    site = plan_site(
        pages=pages, variants=2, share=0.75, own=0.26, words=200, seed=1, vocabulary=Vocabulary.from_seed(1)
    )
    assert len(site.pages) == pages


def test_too_few_pages_are_refused(tmp_path):
    with pytest.raises(
        ValueError, match=r"^at least 8 pages and 1 variant, share from 0 to 1, own from 0 to 0\.6$"
    ):
        written(tmp_path, pages=7)


def test_a_quarter_of_the_pages_is_in_one_variant_only(site):
    own = [texts for texts in expanded_in_each_variant(site).values() if len(texts) == 1]
    assert len(own) / 120 == pytest.approx(0.26, abs=0.01)


def test_the_other_pages_are_in_all_variants(site):
    assert {len(texts) for texts in expanded_in_each_variant(site).values()} == {1, 3}


def test_each_variant_has_about_as_many_pages_of_its_own(site):
    own = [next(iter(texts)) for texts in expanded_in_each_variant(site).values() if len(texts) == 1]
    counts = [own.count(name) for name in set(own)]
    assert len(counts) == 3
    assert max(counts) - min(counts) <= 12


def test_the_last_variant_can_lack_pages_in_both_ways_of_building(tmp_path):
    from benchmarks.corpus import write_corpus

    from benchmarks import plain_way

    plan = write_corpus(
        tmp_path, pages=40, variants=3, own=0.1, lacking=0.25, section_pages=40, columns=5, words=300
    )
    *most, last = plan.variants
    lacking = [name for name, page in plan.pages.items() if page.variants == frozenset(most)]
    assert len(lacking) == 10
    settings = plain_way.Settings.from_site(tmp_path)
    for name, page in plan.pages.items():
        text = (tmp_path / "source" / f"{name}.md").read_text()
        assert plain_way.membership(name, text, settings) == page.variants
    assert f"{last}:" in (tmp_path / "variants.yaml").read_text()
    assert len({name.partition("/")[0] for name in plan.pages if "/" in name}) == 1  # one section
    assert "| --- | --- | --- | --- | ---: |" in "".join(
        path.read_text() for path in (tmp_path / "source").rglob("*.md")
    )


def test_membership_is_written_in_front_matter_and_in_rules(site):
    own = [docname for docname, texts in expanded_in_each_variant(site).items() if len(texts) == 1]
    in_front_matter = [
        docname
        for docname in own
        if (site / "source" / f"{docname}.md").read_text("utf-8").startswith("---\n")
    ]
    assert 0 < len(in_front_matter) < len(own)


def test_three_quarters_of_the_shared_pages_expand_alike(site):
    shared = [texts for texts in expanded_in_each_variant(site).values() if len(texts) > 1]
    alike = [texts for texts in shared if len(set(texts.values())) == 1]
    assert len(alike) / len(shared) == pytest.approx(0.75, abs=0.01)


def test_the_pages_that_differ_do_so_in_each_variant(site):
    shared = [texts for texts in expanded_in_each_variant(site).values() if len(texts) > 1]
    assert {len(set(texts.values())) for texts in shared} == {1, 3}


def test_a_page_has_about_as_many_words_as_asked_for(site):
    counts = [
        len(text.split())
        for docname, texts in expanded_in_each_variant(site).items()
        for text in texts.values()
        if not docname.endswith(("index", "glossary"))  # these have a list of pages or terms besides
    ]
    assert sum(counts) / len(counts) == pytest.approx(300, rel=0.35)


def test_pages_use_thousands_of_distinct_words(site):
    words = {
        word
        for texts in expanded_in_each_variant(site).values()
        for text in texts.values()
        for word in text.lower().split()
        if word.isalpha()
    }
    assert len(words) > 2500


def test_variantdocs_expands_every_page_as_the_plain_way_does(site):
    from benchmarks.scenarios.parts import names_of

    from variantdocs.templating.expand import prepare
    from variantdocs.templating.sandbox.environment import PageEnvironment

    names, environment = names_of(site), PageEnvironment()
    for docname, texts in expanded_in_each_variant(site).items():
        prepared = prepare((site / "source" / f"{docname}.md").read_text("utf-8"), names, environment)
        for variant, text in texts.items():
            assert prepared.expand(variant, names).text == text, f"{docname} in {variant}"


def test_the_plain_way_builds_it_without_a_warning(tmp_path):
    written(tmp_path / "site", pages=12, words=600)
    command = [sys.executable, "-m", "benchmarks.plain_way", tmp_path / "site", tmp_path / "build", "-W"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert sorted(path.name for path in (tmp_path / "build" / "html").iterdir()) == ["byoc", "serverless"]


def test_a_tree_of_the_plain_way_holds_the_pages_of_its_variant_only(site, tmp_path):
    from benchmarks.plain_way import expand_tree

    expand_tree(site, tmp_path, "byok")
    found = {name.removesuffix(".md") for name in files_below(tmp_path) if name.endswith(".md")}
    expected = {docname for docname, texts in expanded_in_each_variant(site).items() if "byok" in texts}
    assert {docname for docname in found if not docname.startswith("_")} == expected


def test_the_plain_way_writes_only_the_files_that_an_edit_changes(tmp_path):
    from benchmarks.plain_way import expand_tree

    written(tmp_path / "site", pages=12, words=200)
    expand_tree(tmp_path / "site", tmp_path / "tree", "byoc")
    before = (tmp_path / "tree" / "index.md").stat().st_mtime_ns
    page = tmp_path / "site" / "source" / "glossary.md"
    page.write_text(page.read_text("utf-8") + "\nMore.\n", "utf-8")
    assert expand_tree(tmp_path / "site", tmp_path / "tree", "byoc") == ("glossary.md",)
    assert (tmp_path / "tree" / "index.md").stat().st_mtime_ns == before


def test_the_memory_of_a_command_counts_its_children():
    from benchmarks.measure import run

    child = "data = b'x' * 60_000_000; import time; time.sleep(0.3)"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    found = run([sys.executable, "-c", program], memory=True)
    assert found.peak_bytes is not None
    assert found.peak_bytes > 60_000_000


def test_the_ratio_of_a_comparison_is_the_median_of_its_pairs():
    from benchmarks.measure import Comparison

    assert Comparison(ours=(1.0, 9.0, 2.0), theirs=(2.0, 10.0, 10.0)).ratio == 0.5


def test_a_command_that_fails_says_how():
    from benchmarks.measure import CommandError, run

    with pytest.raises(CommandError, match=r"^exit status 3: .*\nno such thing$"):
        run([sys.executable, "-c", "print('no such thing'); raise SystemExit(3)"])
