"""Every environment from nothing to nothing: up, no change, an edit, destroy."""

from __future__ import annotations

import pytest

from tests.support.pages import example, not_printed

EDITS = {
    "development": ("cost-centre: ", "cost-centre: new-"),
    "staging": ("cost-centre: ", "cost-centre: new-"),
    "production": ("cost-centre: ", "cost-centre: new-"),
}


@pytest.mark.parametrize("stack", ["development", "staging", "production"])
def test_up_then_no_change_then_an_edit_then_destroy_leaves_nothing(project, stack):
    # development is previewed before each step, too; the others take their steps at once
    once = () if stack == "development" else ("--skip-preview",)
    text = project.ok("up", "-s", stack, "--yes", *once)
    assert "Outputs:" in text
    if stack == "development":
        _, *shown = example("README.md", "make up")  # but for the line that tells of the set-up
        assert not_printed(shown, text) == ""
    created = len(project.resources(stack))
    assert created > 30

    assert project.changes(stack) == {}
    assert "unchanged" in project.ok("up", "-s", stack, "--yes", *once)

    project.edit(stack, *EDITS[stack])
    changes = project.changes(stack)
    assert set(changes) == {"update"}, "a tag must never replace anything"
    text = project.ok("up", "-s", stack, "--yes", *once)
    assert f"~ {changes['update']} updated" in text
    assert project.changes(stack) == {}
    assert len(project.resources(stack)) == created

    if stack == "production":
        assert project.nusa("destroy", "-s", stack, "--yes").returncode != 0, "what cannot be made again is protected"
        assert len(project.resources(stack)) == created
        project.edit(stack, "tier: production", "tier: production\n    deletion_protection: false")
        project.ok("up", "-s", stack, "--yes", *once)
    project.ok("destroy", "-s", stack, "--yes", *once)
    assert project.resources(stack) == []
    assert project.objects() == []
