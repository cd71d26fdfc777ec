"""Fetches published clients into a folder, pinned, through the usual tools. Nothing of them is kept in this project."""

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

MCP = "@calcom/cal-mcp@0.0.6"
N8N_NODES, N8N_WORKFLOW, N8N_UTILS = "n8n-nodes-base@2.41.2", "n8n-workflow@2.41.0", "@n8n/utils@1.48.0"
AGNO = ("agno==3.1.10", "requests", "pytz")
EMBEDS = ("@calcom/embed-core@1.5.3", "@calcom/embed-react@1.5.3", "@calcom/embed-snippet@1.3.3")
BOOKER = ("@calcom/atoms@2.6.11", "@tanstack/react-query@5.17.19", "react@18.3.1", "react-dom@18.3.1")
"""The last release of the component library that works in a plain page."""
BUNDLING = ("esbuild@0.28.2", "react@19.3.1", "react-dom@19.3.1")
HERE = Path(__file__).parent
_QUIET = ("--silent", "--no-audit", "--no-fund", "--ignore-scripts")


def _run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


def node_clients(folder: Path) -> Path:
    """A folder with the MCP server and n8n's Cal trigger, and our scripts that drive them."""
    folder.mkdir(parents=True, exist_ok=True)
    _run(folder, "npm", "install", *_QUIET, MCP, N8N_WORKFLOW, N8N_UTILS)
    packed = folder / _run(folder, "npm", "pack", N8N_NODES, "--silent").splitlines()[-1]
    with tarfile.open(packed) as archive:
        wanted = [member for member in archive.getmembers() if _is_of_the_trigger(member.name)]
        archive.extractall(folder, members=wanted, filter="data")
    for script in HERE.glob("*.*js"):
        shutil.copy(script, folder)
    return folder


def _is_of_the_trigger(name: str) -> bool:
    return name.startswith(("package/dist/nodes/Cal/", "package/dist/utils/webhook-signature-verification."))


def embed_packages(folder: Path) -> Path:
    """A folder with the embed packages, and with what makes a page of them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}')
    _run(folder, "npm", "install", *_QUIET, *EMBEDS, *BUNDLING)
    return folder


def component_library(folder: Path) -> Path:
    """A folder with the component library, and with what makes a page of it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}')
    _run(folder, "npm", "install", *_QUIET, "--legacy-peer-deps", *BOOKER, BUNDLING[0])
    return folder


def python_client(folder: Path) -> Path:
    """A folder with agno's tools, for PYTHONPATH."""
    folder.mkdir(parents=True, exist_ok=True)
    _run(folder, sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), *AGNO)
    return folder
