"""Locum's own responder: it reads the state itself, so there is nobody to tell."""

from locum.kit.wire import WireInput
from locum.targets.backends.port import Found
from locum.targets.holding import EVERYTHING, Holding


class EmbeddedSettings(WireInput):
    """Nothing to say."""


class Embedded:
    """Holds whatever holds."""

    async def read(self) -> Found:
        """Nothing of its own."""
        return Found(Holding(), EVERYTHING)

    async def write(self, wanted: Holding) -> None:
        """Done already."""
