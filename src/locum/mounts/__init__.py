"""The one readable map of the API: which resource stands where, in whose realm.

Hot addresses first: a late route costs some hundred microseconds.
"""

from locum.mounts.absence_plane import ABSENCE_PLANE
from locum.mounts.booking_plane import BOOKING_PLANE
from locum.mounts.organization_plane import ORGANIZATION_PLANE
from locum.mounts.platform import PLATFORM

MOUNTS = (*BOOKING_PLANE, *ABSENCE_PLANE, *ORGANIZATION_PLANE, *PLATFORM)
