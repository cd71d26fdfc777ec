"""What a mail server's pipe calls in tests: the real `locum oof-pipe`, run by the tests.

Mail servers run pipes as an ordinary user, who can read neither the Python nor the database of tests that root runs. So
a small script of that user hands words and message over through files, and ends as the real command ended.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from tests.support.server import LOCUM, environment

_SCRIPT = """#!/bin/sh
job=$(mktemp -d {folder}/jobs/XXXXXXXX) || exit 75
cat > "$job/message"
printf '%s\\n' "$@" > "$job/words"
mv "$job" "$job.whole"
until [ -s "$job.whole/status" ]; do [ -d "$job.whole" ] || exit 75; sleep 0.05; done
exit "$(cat "$job.whole/status")"
"""


@asynccontextmanager
async def piped(tmp_path: Path, url: str) -> AsyncIterator[tuple[Path, list[int]]]:
    """The command for a mail server's configuration, and the exit statuses so far, for as long as the block lasts."""
    folder = Path(mkdtemp(prefix="locum-pipe-"))
    folder.chmod(0o755)
    (folder / "jobs").mkdir()
    (folder / "jobs").chmod(0o777)
    script = folder / "locum-oof-pipe"
    script.write_text(_SCRIPT.format(folder=folder))
    script.chmod(0o755)
    statuses: list[int] = []
    work = asyncio.create_task(_work_off(folder / "jobs", environment(tmp_path, **_settings(url)), statuses))
    try:
        yield script, statuses
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
        # By this whoever still waits for an answer, or begins to, sees that none will come.
        shutil.rmtree(folder, ignore_errors=True)


def _settings(url: str) -> dict[str, str]:
    return {"DATABASE_URL": url, "SECRET_KEY": "a secret of the tests"}


async def _work_off(jobs: Path, told: dict[str, str], statuses: list[int]) -> None:
    done = set[Path]()
    while True:
        for job in sorted(set(jobs.glob("*.whole")) - done):
            done.add(job)
            words = (job / "words").read_text().splitlines()
            with (job / "message").open("rb") as message:
                process = await asyncio.create_subprocess_exec(LOCUM, "oof-pipe", *words, env=told, stdin=message)
                status = await process.wait()
            statuses.append(status)
            (job / "status").write_text(str(status))
        await asyncio.sleep(0.05)
