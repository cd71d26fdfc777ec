"""How long every list of an organization takes when it is large. The aim is 25 ms for 95 of 100 requests.

python -m bench.organization
"""

from collections.abc import Iterator
from pathlib import Path

from rich.table import Table

from bench.client import Caller
from bench.measuring import Measured, folder_of_its_own, measure, shown, timed
from bench.organization_seed import Large, seed
from bench.seed import Seeded
from bench.seed import seed as seed_small
from locum.db import embedded
from locum.db.session import libpq_url
from tests.support.server import Server, serving

AIM_MS, ROUNDS = 25, 100


def lists(large: Large) -> list[tuple[str, str]]:
    """What is measured: name and address below the organization. A new list is one line more."""
    one, many, own = (large.attributes[f"attribute-{number}"] for number in (0, 1, 3))
    options, team = large.options, large.team_id
    two = f"assignedOptionIds={options[1]},{options[4]}"
    return [
        ("users", "users"),
        ("users, the last ones", "users?skip=9750"),
        ("users, 1,000 at once", "users?take=1000"),
        ("users of a team", f"users?teamIds={team}"),
        ("users by address", "users?emails=person77@large.example"),
        ("users with all of two options", f"users?{two}"),
        ("users with any of two options", f"users?{two}&attributeQueryOperator=OR"),
        ("users with none of two options", f"users?{two}&attributeQueryOperator=NONE"),
        ("users of a team with an option", f"users?teamIds={team}&assignedOptionIds={options[1]}"),
        ("memberships", "memberships"),
        ("memberships, the last ones", "memberships?skip=9750"),
        ("teams", "teams"),
        ("teams, the last ones", "teams?skip=250"),
        ("own teams", "teams/me"),
        ("memberships of a team", f"teams/{team}/memberships"),
        ("attributes", "attributes"),
        ("options", f"attributes/{one}/options"),
        ("options, everybody's own", f"attributes/{own}/options"),
        ("assigned options", f"attributes/{one}/options/assigned"),
        ("assigned options, several each", f"attributes/{many}/options/assigned"),
        ("assigned options by slug", "attributes/slugs/attribute-0/options/assigned"),
        ("assigned options, everybody's own", f"attributes/{own}/options/assigned"),
        ("... the last ones", f"attributes/{own}/options/assigned?skip=9750"),
        ("... of a team", f"attributes/{own}/options/assigned?teamIds={team}"),
        ("... of holders of another option", f"attributes/{own}/options/assigned?{two}"),
        ("assigned options of a team", f"attributes/{one}/options/assigned?teamIds={team}"),
        ("assigned options of holders", f"attributes/{many}/options/assigned?{two}"),
        ("... of holders in a team", f"attributes/{many}/options/assigned?{two}&teamIds={team}"),
        ("options of a user", f"attributes/options/{large.person_id}"),
        ("schedules", "schedules"),
        ("schedules of a team", f"teams/{team}/schedules"),
        ("absences", "ooo"),
        ("absences by their ends", "ooo?sortEnd=desc"),
    ]


def made(folder: Path, data: Seeded) -> Large:
    """A large organization, made in the database of a running server."""
    with embedded.running(folder) as cluster, shown.status("making a large organization"):
        return seed(libpq_url(cluster.url), data.host_id)


def measured(server: Server, data: Seeded, large: Large) -> Iterator[Measured]:
    """The lists of an organization, as its owner sees them."""
    owner = Caller(server.port, data.key)
    for name, path in lists(large):
        address = f"/v2/organizations/{large.organization_id}/{path}"
        yield measure(name, None, ROUNDS, lambda _, address=address: timed(owner, 200, "GET", address))  # type: ignore[misc]


def table(server: Server, data: Seeded, large: Large) -> Table:
    """Every list, for people."""
    rows = Table("list", "p50 ms", "p95 ms", f"within {AIM_MS} ms", title="An organization of 10,000")
    for row in measured(server, data, large):
        rows.add_row(row.name, f"{row.at(0.5):.1f}", f"{row.at(0.95):.1f}", "yes" if row.at(0.95) <= AIM_MS else "NO")
    return rows


def main() -> None:
    """Measure these alone."""
    with folder_of_its_own() as folder, serving(folder, LOG_FORMAT="json", RATE_LIMIT_PER_MINUTE="10000000") as server:
        data = seed_small(server, folder)
        shown.print(table(server, data, made(folder, data)))


if __name__ == "__main__":
    main()
