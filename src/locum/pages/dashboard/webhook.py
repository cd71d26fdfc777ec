"""`/dashboard/webhooks/{id}`: one webhook with what was sent to it; changing, enabling and deleting it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from locum.http.permissions import Permission
from locum.http.session import CurrentSettings, Session
from locum.pages.dashboard import webhook_form
from locum.pages.dashboard.listing import leaf
from locum.pages.dashboard.news import News
from locum.pages.dashboard.webhook_desk import WEBHOOKS, Hook, hook_with
from locum.pages.dashboard.webhook_form import TRIGGERS, Errors, HookForm
from locum.pages.forms import TrustedForm
from locum.webhooks import log, registration
from locum.webhooks.disabling import REASON

router = APIRouter(include_in_schema=False)

AT_ONCE = 50
PATH = f"{WEBHOOKS}/{{webhook_id}}"

Seen = Annotated[Hook, Depends(hook_with(Permission.WEBHOOK_READ))]
Managed = Annotated[Hook, Depends(hook_with(Permission.WEBHOOK_UPDATE))]
Removable = Annotated[Hook, Depends(hook_with(Permission.WEBHOOK_DELETE))]


@router.get(PATH)
async def webhook(session: Session, settings: CurrentSettings, hook: Seen) -> Response:
    """What it waits for and, for those who look after it, its secret and its deliveries, the newest first."""
    pages = leaf(hook.desk.request, AT_ONCE)
    found = await log.entries(session, hook.webhook, pages.rows) if hook.may_change else []
    return hook.desk.show(
        "webhook.html",
        hook.called,
        trail=hook.above,
        hook=hook,
        secret=HookForm.written(hook.webhook, settings.vault).secret if hook.may_change else None,
        reason=_reason(hook),
        entries=found[:AT_ONCE],
        pages=pages,
        found=len(found),
    )


@router.get(f"{PATH}/edit")
async def edit_webhook(settings: CurrentSettings, hook: Managed) -> Response:
    """The form with what is so far."""
    return _form(hook, HookForm.written(hook.webhook, settings.vault), {})


@router.post(f"{PATH}/edit")
async def change_webhook(session: Session, settings: CurrentSettings, hook: Managed, form: TrustedForm) -> Response:
    """Change it to what was typed."""
    typed = HookForm.of(form)
    errors = await webhook_form.change(session, settings, hook, typed, hook.desk.words)
    return _form(hook, typed, errors) if errors else hook.desk.go(hook.path, News("hooks.changed"))


@router.post(f"{PATH}/enable")
async def enable_webhook(session: Session, settings: CurrentSettings, hook: Managed, _: TrustedForm) -> Response:
    """Switch it on; it begins afresh."""
    await registration.change(session, settings, hook.place.owner, hook.webhook, {"active": True})
    return hook.desk.go(hook.path, News("hooks.enabled"))


@router.get(f"{PATH}/delete")
async def ask_whether_to_delete(hook: Removable) -> Response:
    """What goes with a webhook."""
    desk = hook.desk
    return desk.show(
        "confirm.html",
        desk.text("hooks.delete_title"),
        trail=hook.trail,
        goes=[hook.address, desk.text("hooks.log")],
        stays=None,
        undo=desk.text("confirm.for_ever"),
        action=f"{hook.path}/delete",
        label=desk.text("hooks.delete"),
        back=hook.path,
    )


@router.post(f"{PATH}/delete")
async def delete_webhook(session: Session, hook: Removable, _: TrustedForm) -> Response:
    """Remove it and its log."""
    await registration.remove(session, hook.webhook)
    return hook.desk.go(WEBHOOKS, News("hooks.deleted"))


def _reason(hook: Hook) -> str | None:
    """Why Locum switched it off, in the person's language."""
    reason = hook.webhook.disabled_reason
    return hook.desk.text("hooks.hopeless") if reason == REASON else reason


def _form(hook: Hook, typed: HookForm, errors: Errors) -> Response:
    desk = hook.desk
    return desk.show(
        "webhook_edit.html",
        desk.text("hooks.edit"),
        trail=hook.trail,
        status=422 if errors else 200,
        errors=errors,
        typed=typed,
        triggers=TRIGGERS,
        action=f"{hook.path}/edit",
        label=desk.text("do.save"),
        back=hook.path,
        places=[],
    )
