"""Everybody who listens to events, and every job, imported for its effect by the composition root."""

import locum.absences.jobs
import locum.attributes.listeners
import locum.audit.jobs
import locum.event_types.listeners
import locum.http.jobs
import locum.invitations.jobs
import locum.mail.listeners
import locum.oauth.jobs
import locum.oauth2.jobs
import locum.pages.sessions.listeners
import locum.replies.listeners
import locum.responder.jobs
import locum.sms.jobs
import locum.sms.outbox
import locum.targets.jobs
import locum.targets.listeners
import locum.verification.jobs
import locum.webhooks.absences.jobs
import locum.webhooks.jobs
import locum.webhooks.listeners
import locum.webhooks.meetings.jobs  # noqa: F401
