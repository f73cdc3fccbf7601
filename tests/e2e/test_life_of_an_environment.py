"""Every environment from nothing to nothing: up, no change, an edit, destroy."""

from __future__ import annotations

from tests.support.pages import example, not_printed

COST = ("cost-centre: ", "cost-centre: new-")


def test_development_lives_as_the_readme_shows(project):
    text = project.ok("up", "-s", "development", "--yes")
    _, *shown = example("README.md", "make up")  # but for the line that tells of the set-up
    assert not_printed(shown, text) == ""
    assert "Outputs:" in text
    assert_lives(project, "development")
    project.ok("destroy", "-s", "development", "--yes")
    assert_nothing_left(project, "development")


def test_staging_lives(project):
    assert "Outputs:" in project.bring_up("staging")
    assert_lives(project, "staging", "--skip-preview")
    project.ok("destroy", "-s", "staging", "--yes", "--skip-preview")
    assert_nothing_left(project, "staging")


def test_production_is_protected_until_it_says_otherwise(project):
    project.bring_up("production")
    created = len(project.resources("production"))
    assert project.changes("production") == {}
    assert project.nusa("destroy", "-s", "production", "--yes").returncode != 0, "what cannot be made again is protected"
    assert len(project.resources("production")) == created

    project.edit("production", "tier: production", "tier: production\n    deletion_protection: false")
    project.edit("production", *COST)
    assert set(project.changes("production")) == {"update"}, "a tag must never replace anything"
    project.ok("up", "-s", "production", "--yes", "--skip-preview")
    project.ok("destroy", "-s", "production", "--yes", "--skip-preview")
    assert_nothing_left(project, "production")


def assert_lives(project, stack, *options):
    """Nothing to do, an edit, and nothing to do again."""
    created = len(project.resources(stack))
    assert created > 30
    assert project.changes(stack) == {}
    assert "unchanged" in project.ok("up", "-s", stack, "--yes", *options)

    project.edit(stack, *COST)
    changes = project.changes(stack)
    assert set(changes) == {"update"}, "a tag must never replace anything"
    text = project.ok("up", "-s", stack, "--yes", *options)
    assert f"~ {changes['update']} updated" in text
    assert project.changes(stack) == {}
    assert len(project.resources(stack)) == created


def assert_nothing_left(project, stack):
    assert project.resources(stack) == []
    assert project.objects() == []
