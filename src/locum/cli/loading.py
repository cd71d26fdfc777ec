"""Loading parts when they are needed: the whole application takes seconds, most commands use little of it."""

import gc
from importlib import import_module
from types import ModuleType


def loaded(module: str) -> ModuleType:
    """The module of this name, imported when it has not been yet.

    What is made meanwhile stays: searching it for garbage again and again would take two fifths of the time.
    """
    gc.disable()
    try:
        return import_module(module)
    finally:
        gc.freeze()
        gc.enable()
