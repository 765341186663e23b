"""Write tiny random SAEs in the layouts that people publish, with what each layout's own library computes of given inputs.

Usage: python make_published_saes.py OUT PART ...     (README.md says which libraries a part needs)
"""
import importlib
import os
import sys

if os.environ.get("PYTHONHASHSEED") != "0":  # SAELens writes the keys of some configs in the order of a set
    os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
out, *parts = sys.argv[1:]
for part in parts:
    importlib.import_module(f"published.{part}").make(out)
