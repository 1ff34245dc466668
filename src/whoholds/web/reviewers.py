"""Who reviews: names that belong to tokens, and who may settle what others disagree on."""

from __future__ import annotations

from fastapi import Request

from whoholds.web.access import Role, Visitor
from whoholds.web.problems import ProblemError
from whoholds.web.site import Site


def reviewer_of(site: Site, request: Request, name: str) -> str:
    """Return the name of who reviews; raises ProblemError where it is another's, or may not."""
    visitor: Visitor = request.state.visitor
    if not visitor.role.may_review:
        raise ProblemError(
            403, "this token may read, not review", fix="Use the token of a reviewer."
        )
    own, told = visitor.name, name.strip().casefold()
    others = {n.casefold() for n in site.access.names.values()}
    if own is not None:
        others.discard(own.casefold())
    if told in others or (own is not None and told != own.casefold()):
        whose = f"of {own}" if own else "of nobody of that name"
        raise ProblemError(
            403,
            f"this token is {whose}, not of {name}",
            fix=f"Review as {own}." if own else "Use the token of that name, or another name.",
            where="reviewer",
        )
    return own or name


def may_adjudicate(site: Site, request: Request) -> bool:
    """Say whether a visitor may settle what reviewers disagree on; any, where none has a token."""
    role: Role = request.state.role
    return site.access.is_open or role is Role.ADJUDICATOR


def check_adjudicator(site: Site, request: Request) -> None:
    """Refuse who may not settle what reviewers disagree on; raises ProblemError."""
    if not may_adjudicate(site, request):
        raise ProblemError(
            403,
            "this token may review, not adjudicate",
            fix="Use the token of an adjudicator: whoholds serve --token adjudicator=NAME.",
            where="adjudicator",
        )
