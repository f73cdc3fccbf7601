"""The whole comment, from its marker to its last fold."""

from __future__ import annotations

from checks.review.model import Review

from ..telling import Teller, summary
from ..veil import Veil
from . import details, judged, losses, replaced
from .banner import banner
from .budget import LIMIT, fitted
from .escape import code, inert
from .outputs import outputs
from .section import Section


def marker(project: str, stack: str) -> str:
    """What a comment is found by when the next plan takes its place: a remark that nobody sees, one for each stack.

    Args:
        project: the project's name.
        stack: the stack's name.
    """
    named = f"{project}/{stack}".replace("--", "-\u200b-")
    return f"<!-- nusantara preview of {named} -->"


def comment(review: Review, veil: Veil, *, project: str = "", limit: int = LIMIT) -> str:
    """A review as Markdown.

    Args:
        review: what is told.
        veil: hides what is secret.
        project: the project's name.
        limit: how long the text may be; what is least important is left out.

    Raises:
        ValueError: the limit is too small even for what may not be left out.
    """
    teller = Teller(review.plan, veil)
    told = "the preview failed" if review.failures and not review.plan.changes else summary(review.plan)
    found = (
        Section(head=f"{marker(project, review.stack)}\n### {code(review.stack)}: {told}\n"),
        Section(head=banner(review, teller)),
        Section(head=f"Compared with {inert(review.against.what)}. Components are not counted."),
        losses.failures(review, teller),
        *losses.risks(review, teller),
        *replaced.replacements(review, teller),
        replaced.doubts(review, teller),
        replaced.renames(review, teller),
        judged.access(review, teller),
        judged.findings(review, teller),
        *details.sites(review, teller),
        outputs(review, teller),
        judged.notes(review, teller),
    )
    return f"{fitted([section for section in found if section is not None], limit - 1)}\n"
