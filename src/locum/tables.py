"""Every table of Locum, imported for its effect: migrations and their check need the whole picture."""

import locum.absences.models
import locum.affected_bookings.models
import locum.api_keys.models
import locum.attributes.models
import locum.audit.models
import locum.bookings.models
import locum.delegation.models
import locum.event_types.models
import locum.feeds.models
import locum.grommunio.models
import locum.holidays.models
import locum.host_choice.models
import locum.http.limits
import locum.invitations.models
import locum.mail.models
import locum.mailboxes.models
import locum.memberships.models
import locum.oauth.models
import locum.oauth2.models
import locum.organizations.models
import locum.pages.sessions.models
import locum.private_links.models
import locum.replies.models
import locum.responder.models
import locum.roles.models
import locum.schedules.models
import locum.slots.models
import locum.sms.models
import locum.targets.models
import locum.users.models
import locum.verification.models
import locum.verified_resources.models
import locum.webhooks.absences.models
import locum.webhooks.meetings.models
import locum.webhooks.models  # noqa: F401
