"""What a route asks of its caller. Roles (a feature) say who has it; realms check it."""

from enum import StrEnum


class Permission(StrEnum):
    """`resource.action`, as custom roles name them where the contract has a name for it."""

    ME_READ = "me.read"
    ME_WRITE = "me.update"
    API_KEY_WRITE = "apiKey.update"
    ORGANIZATION_USERS_READ = "organization.listMembers"
    ORGANIZATION_USERS_WRITE = "organization.invite"
    ORGANIZATION_MEMBERSHIPS_READ = "organization.listMemberships"
    ORGANIZATION_MEMBERSHIPS_WRITE = "organization.changeMemberRole"
    MANAGED_ORGANIZATIONS_READ = "organization.listManaged"
    MANAGED_ORGANIZATIONS_WRITE = "organization.manage"
    TEAMS_LIST = "team.list"
    TEAMS_MINE = "team.listMine"
    TEAM_READ = "team.read"
    TEAM_WRITE = "team.update"
    TEAM_CREATE = "team.create"
    TEAM_MEMBERSHIPS_READ = "team.listMembers"
    TEAM_MEMBERSHIPS_WRITE = "team.changeMemberRole"
    ABSENCE_READ = "ooo.read"
    ABSENCE_WRITE = "ooo.update"
    SCHEDULE_READ = "availability.read"
    SCHEDULE_WRITE = "availability.update"
    EVENT_TYPE_READ = "eventType.read"
    EVENT_TYPE_WRITE = "eventType.update"
    BOOKING_READ = "booking.read"
    BOOKING_WRITE = "booking.update"
