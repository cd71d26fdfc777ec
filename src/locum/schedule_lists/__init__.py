"""The schedules of many people, as those who lead an organization or a team see them."""
