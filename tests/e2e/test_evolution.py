"""`nusa evolve` from one production to another."""

from __future__ import annotations

from tests.support.pages import example, not_printed


def test_what_the_page_shows_is_what_is_printed(project):
    stacks = project.root / "stacks"
    text = (stacks / "Pulumi.production.yaml").read_text()
    (stacks / "main.yaml").write_text(text)
    (stacks / "Pulumi.production.yaml").write_text(text.replace("zones: [a, b, c]", "zones: [a, b]", 1))
    done = project.nusa("evolve", "stacks/main.yaml", "stacks/Pulumi.production.yaml", "-s", "production")
    command = "nusa evolve <(git show main:stacks/Pulumi.production.yaml) stacks/Pulumi.production.yaml -s production"
    assert (not_printed(example("docs/evolution.md", command), done.stdout), done.returncode) == ("", 5)
