"""The published embed packages put Locum's pages into another site, as they are (client surface sheet, section 3.3).

Each with its own copy of the script and, where it can be told so, with ours. Needs npm and Chromium: `make clients`.
"""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitors
from tests.browser.embeds import SCENARIOS, Around, Embedding, choose
from tests.browser.neighbour import Neighbour, neighbour
from tests.browser.server import Served
from tests.clients.install import embed_packages

pytestmark = pytest.mark.clients

_SNIPPET = """import snippet from "@calcom/embed-snippet";
snippet("%s");"""
_REACT = """import React from "react";
import { createRoot } from "react-dom/client";
import Cal, { getCalApi } from "@calcom/embed-react";
window.heard = [];
const told = %s;
getCalApi({ namespace: "talk", embedJsUrl: told.embedJsUrl }).then((talk) => {
  talk("on", { action: "*", callback: (event) => heard.push(event.detail) });
  talk("ui", { theme: "dark", hideEventTypeDetails: false });
});
createRoot(document.getElementById("here")).render(React.createElement(Cal, { namespace: "talk", ...told }));"""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages."""
    return embed_packages(tmp_path_factory.mktemp("embeds"))


@pytest.fixture
def around(visitors: Visitors, packages: Path) -> Iterator[Neighbour]:
    """Another site, which has a copy of the published script."""
    with neighbour() as site:
        visitors.friends.append(site.origin)
        script = packages / "node_modules/@calcom/embed-core/dist/embed/embed.js"
        site.put("/embed.js", script.read_bytes())
        yield site


def _bundled(packages: Path, text: str) -> bytes:
    (packages / "entry.js").write_text(text)
    command = ["node_modules/.bin/esbuild", "entry.js", "--bundle", "--outfile=out.js", "--log-level=error"]
    subprocess.run([*command, '--define:process.env.NODE_ENV="production"'], cwd=packages, check=True, timeout=120)
    return (packages / "out.js").read_bytes()


@pytest.fixture(params=["published", "ours"])
def script(request: pytest.FixtureRequest, around: Neighbour, site: Served) -> str:
    """The address of the script that the packages load."""
    return f"{around.origin}/embed.js" if request.param == "published" else f"{site.origin}/embed/embed.js"


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda it: it.__name__)
def test_the_snippet(
    visitors: Visitors,
    around: Neighbour,
    site: Served,
    packages: Path,
    script: str,
    scenario: Callable[[Embedding], None],
) -> None:
    around.put("/snippet.js", _bundled(packages, _SNIPPET % script))
    scenario(Embedding(visitors, around, site, '<script src="/snippet.js"></script>'))


def test_the_react_component(visitors: Visitors, around: Neighbour, site: Served, packages: Path, script: str) -> None:
    config = {"name": "Grace", "email": "grace@example.com", "layout": "month_view"}
    told = {"calLink": "ada/intro", "calOrigin": site.origin, "embedJsUrl": script, "config": config}
    around.put("/react.js", _bundled(packages, _REACT % json.dumps(told)))
    head = '<!doctype html><title>React</title><link rel=icon href="data:,">'
    page = visitors.page()
    page.goto(around.put("/react.html", f"{head}<div id=here></div><script src=/react.js></script>"))
    seen = Around(page)
    seen.hears("linkReady")
    expect(seen.frame.locator("html")).to_have_attribute("data-theme", "dark")
    choose(seen, "Thursday, 18 February")
    expect(seen.frame.get_by_label("Your name")).to_have_value("Grace")
    seen.frame.get_by_role("button", name="Book this time").click()
    assert seen.hears("bookingSuccessfulV2")["status"] == "ACCEPTED"
