"""What webhooks hear: events reach the outbox in the transaction in which they happened."""

from locum.absences.events import AbsenceCreated, AbsenceDeleted, AbsenceUpdated, SeriesChanged, SeriesRemoved
from locum.bookings.events import AttendanceMarked, InstantMeetingRequested
from locum.db.events import listens_to
from locum.webhooks.absence_events import tell_of_absence, tell_of_series
from locum.webhooks.absences import setting as absence_alarms
from locum.webhooks.attendance_events import tell_of_attendance, tell_of_instant_meeting
from locum.webhooks.booking_events import TRIGGERS, tell_of_booking
from locum.webhooks.meetings.setting import STANDS, set_alarm

listens_to(AbsenceCreated)(tell_of_absence)
listens_to(AbsenceUpdated)(tell_of_absence)
listens_to(AbsenceDeleted)(tell_of_absence)
listens_to(SeriesChanged)(tell_of_series)
listens_to(SeriesRemoved)(tell_of_series)

listens_to(AttendanceMarked)(tell_of_attendance)
listens_to(InstantMeetingRequested)(tell_of_instant_meeting)
listens_to(AbsenceCreated)(absence_alarms.set_alarm)
listens_to(AbsenceUpdated)(absence_alarms.set_alarm)
listens_to(AbsenceDeleted)(absence_alarms.take_alarm)
listens_to(SeriesChanged)(absence_alarms.set_alarms)

listens_to(*TRIGGERS)(tell_of_booking)
listens_to(*STANDS)(set_alarm)
