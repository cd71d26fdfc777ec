"""Allowances that outlive requests, processes and crashes: each use is one statement, so that nobody gets one more."""

from locum.db.session import Pool
from locum.kit import clock
from locum.verification.rules import Allowance

_TAKE = """
INSERT INTO tallies AS t (subject, used, window_ends) VALUES (%(subject)s, 1, %(ends)s)
ON CONFLICT (subject) DO UPDATE SET
    used = CASE WHEN t.window_ends <= %(now)s THEN 1 ELSE t.used + 1 END,
    window_ends = CASE WHEN t.window_ends <= %(now)s THEN excluded.window_ends ELSE t.window_ends END
WHERE t.window_ends <= %(now)s OR t.used < %(most)s
RETURNING used
"""
_GIVE_BACK = "UPDATE tallies SET used = used - 1 WHERE subject = %(subject)s AND used > 0"


async def take(pool: Pool, subject: str, allowance: Allowance) -> bool:
    """Use a piece of an allowance; false when there is none left. Counts at once, whatever becomes of the request."""
    now = clock.now()
    parameters = {"subject": subject, "now": now, "ends": now + allowance.span, "most": allowance.most}
    async with pool.connection() as connection:
        cursor = await connection.execute(_TAKE, parameters)
        return await cursor.fetchone() is not None


async def give_back(pool: Pool, subject: str) -> None:
    """What was taken was not used after all."""
    async with pool.connection() as connection:
        await connection.execute(_GIVE_BACK, {"subject": subject})
