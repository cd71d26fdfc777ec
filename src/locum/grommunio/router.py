"""All of this face as one router."""

from fastapi import APIRouter

from locum.grommunio import domains, mailboxes, oof, passwords, service, sign_in


def build(prefix: str) -> APIRouter:
    """Every operation below this address, the out-of-office state first."""
    router = APIRouter(prefix=prefix)
    for part in (oof, sign_in, domains, mailboxes, passwords, service):
        router.include_router(part.router)
    return router
