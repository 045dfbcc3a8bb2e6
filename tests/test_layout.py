"""A module's test is found by its name: ``archive/net/robots.py`` has ``tests/net/test_robots.py``."""

from __future__ import annotations

import re

from tests.support import PROJECT, TESTS

FOLDERS = sorted(
    path.parent.relative_to(PROJECT / "archive").as_posix() for path in (PROJECT / "archive").glob("*/**/__init__.py")
)
AS_A_WHOLE = {  # folders whose modules are steps of one thing, tested from its one end to the other
    "collect/families": "files of pages beside the entries expected of them",
    "collect/imports": "files of every kind, from their bytes to the plan and the store",
    "collect/imports/readers": "files beside the drafts expected of them",
    "collect/html": "what families share, by the pages that they read",
    "collect/propose": "pages, from their bytes to the proposed table",
    "site/pages": "pages of built sites, in tests/site/test_pages.py",
}

NAMED = re.compile(r"`((?:archive|tests|benchmarks)/[\w./-]+)`")

PLAIN = "plain data, checked where it is read"
STEP = "one step of what that file tests as a whole"

ELSEWHERE = {  # modules that are tested through another one: where, and why
    "check/links/addresses.py": ("check/links/test_runner.py", STEP),
    "cli/commands/add_file.py": ("cli/commands/test_add.py", STEP),
    "cli/commands/add_show.py": ("cli/commands/test_add.py", STEP),
    "cli/commands/curate_form.py": ("cli/commands/test_curate.py", STEP),
    "cli/new_edition.py": ("collect/imports/test_pipeline.py", STEP),
    "cli/commands/import_.py": (
        "collect/imports/test_pipeline.py",
        "tested from the file to the store",
    ),
    "cli/commands/import_run.py": ("collect/imports/test_pipeline.py", STEP),
    "cli/commands/import_show.py": ("collect/imports/test_pipeline.py", STEP),
    "cli/commands/mcp.py": ("test_mcp_server.py", "the command does nothing but start the server"),
    "cli/commands/topics_explain.py": ("cli/commands/test_topics.py", STEP),
    "cli/commands/topics_taxonomy.py": ("cli/commands/test_topics.py", STEP),
    "cli/terminal/paper_text.py": ("cli/search/test_results.py", STEP),
    "cli/terminal/progress.py": ("site/test_build.py", "draws on terminals what is counted there"),
    "cli/commands/related.py": ("search/test_related.py", "prints what is found there"),
    "collect/abstracts/page.py": ("collect/abstracts/test_page_abstracts.py", STEP),
    "collect/assign_ids.py": ("collect/test_reconcile.py", STEP),
    "collect/other_editions.py": ("collect/test_scrape.py", STEP),
    "collect/abstracts/schedule.py": ("collect/abstracts/test_page_abstracts.py", STEP),
    "catalogue/items.py": ("search/test_engine.py", "the order of all papers is that of a search for nothing"),
    "catalogue/json_shapes.py": ("cli/test_json.py", "the shapes that commands print are held against their schema"),
    "catalogue/summary_check.py": ("check/test_store.py", "the bounds of a summary are what check asks"),
    "export/render.py": ("export/formats/test_markdown.py", STEP),
    "export/formats/html.py": ("export/formats/test_markdown.py", "one list in two languages"),
    "export/formats/jekyll_data.py": ("export/formats/test_jekyll.py", "goes through the same pages"),
    "export/formats/json.py": ("export/formats/test_jsonl.py", "read back together"),
    "model/byline_check.py": ("model/test_names.py", STEP),
    "model/byline_order.py": ("model/test_names.py", STEP),
    "model/byline_parts.py": ("model/test_names.py", STEP),
    "model/given_names.py": ("model/test_names.py", PLAIN),
    "model/latex.py": ("export/formats/test_bibtex.py", "what it escapes is read back by other programs"),
    "model/months.py": ("collect/propose/test_propose.py", PLAIN),
    "model/paper.py": ("store/test_papers.py", PLAIN),
    "model/presentation_type.py": ("export/test_listing.py", PLAIN),
    "model/paper_links.py": ("export/test_listing.py", PLAIN),
    "model/record.py": ("cli/test_json.py", "the shape is held against its schema"),
    "pdf/block.py": ("pdf/test_column.py", "drawn pages are read whole"),
    "pdf/glyphs.py": ("pdf/test_lines.py", "drawn pages are read whole"),
    "pdf/headings.py": ("pdf/test_abstract.py", STEP),
    "pdf/superscripts.py": ("pdf/test_dehyphenation.py", STEP),
    "pdf/abstract_without_heading.py": ("pdf/test_abstract.py", STEP),
    "pdf/worker.py": ("pdf/test_pool.py", "the other end of the pool"),
    "catalogue/topic_suggestions/files.py": ("catalogue/test_sources.py", STEP),
    "store/file_names.py": ("store/test_root.py", PLAIN),
    "search/all_neighbours.py": ("search/test_similarity.py", STEP),
    "search/exclusions.py": ("search/test_evaluate.py", STEP),
    "search/metadata_search.py": ("search/test_evaluate.py", STEP),
    "search/metadata_writer.py": ("search/test_postings.py", "written and read back in one snapshot"),
    "search/stored_papers.py": ("search/test_postings.py", "written and read back in one snapshot"),
    "search/freshness.py": ("search/test_index.py", "says whether an index is built again"),
    "search/record_check.py": ("search/test_snapshot.py", "a record that is damaged makes the index be built again"),
    "search/term_search.py": ("search/test_evaluate.py", STEP),
    "search/writer.py": ("search/test_postings.py", "written and read back in one snapshot"),
    "site/colors.py": ("site/test_theme.py", "the colours of a theme are readable"),
    "site/own_pages.py": ("site/test_config.py", "pages of one's own are part of an archive's identity"),
    "site/contents.py": ("site/test_pages.py", "what it gathers is what pages say"),
    "site/build_options.py": ("site/test_build.py", PLAIN),
    "site/thumbnails.py": ("site/test_preview_images.py", STEP),
    "site/views.py": ("site/test_pages.py", "what it prepares is what pages say"),
    "store/curation.py": ("check/test_store.py", "what does not fit is told there; what fits is settled"),
    "store/curation_edit.py": ("cli/commands/test_curate.py", STEP),
    "store/digests.py": ("store/test_transaction.py", STEP),
    "store/corrections.py": ("cli/commands/test_curate.py", STEP),
    "store/new_archive.py": ("cli/commands/test_init.py", STEP),
}


def modules(folder: str) -> list[str]:
    return sorted(
        f"{folder}/{path.name}" for path in (PROJECT / "archive" / folder).glob("*.py") if not path.name.startswith("_")
    )


def own_test(module: str) -> str:
    folder, _, name = module.rpartition("/")
    return f"{folder}/test_{name}"


def test_every_module_has_its_test():
    found = [module for folder in FOLDERS if folder not in AS_A_WHOLE for module in modules(folder)]
    without = [module for module in found if not (TESTS / own_test(module)).exists() and module not in ELSEWHERE]
    assert len(found) > 200
    assert not without, "Name the test after the module, or say in ELSEWHERE which test holds it, and why."


def test_the_folders_of_the_package_are_found():
    assert {"model", "store", "collect/abstracts", "search", "site", "cli"} <= set(FOLDERS)


def test_tests_in_other_files_exist():
    assert [module for module in ELSEWHERE if not (PROJECT / "archive" / module).is_file()] == []
    assert [test for test, _ in ELSEWHERE.values() if not (TESTS / test).is_file()] == []
    assert [module for module in ELSEWHERE if (TESTS / own_test(module)).exists()] == [], "these have their own by now"


def test_the_documents_name_files_that_exist():
    pages = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *(PROJECT / "docs").glob("*.md")]
    named = {(page.name, path) for page in pages for path in NAMED.findall(page.read_text(encoding="utf-8"))}
    assert len(named) > 50
    assert {(page, path) for page, path in named if not (PROJECT / path).exists()} == set()
