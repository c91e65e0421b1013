"""Imports every module of the generated clients."""
import importlib
import pkgutil
import sys

folder, *families = sys.argv[1:]
sys.path.insert(0, folder)
for family in families:
    package = importlib.import_module(family)
    names = [each.name for each in pkgutil.walk_packages(package.__path__, f"{family}.")]
    for name in names:
        importlib.import_module(name)
    print(f"{family}: {len(names)} modules")
