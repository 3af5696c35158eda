"""Runs one notebook headless and reports on standard output, one JSON object a line after \\x1e.

Usage: python -m engram_workbench.run REQUEST.json
The request: notebook, output (optional), kernel, parameters (name to text).
"""

import json
import logging
import os
import sys

import nbformat
import papermill
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from engram_workbench.papermill_java import EngramEngine, JavaTranslator

_INTEGERS = {"byte", "short", "int", "long", "Integer", "Long", "Short", "Byte"}
_DECIMALS = {"float", "double", "Float", "Double"}
_BOOLEANS = {"true": True, "false": False}


def say(**event):
    print("\x1e" + json.dumps(event), flush=True)


class ReportingEngine(EngramEngine):
    """Says which cell runs."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, **kwargs):
        started = nb_man.cell_start

        def cell_start(cell, cell_index=None, **more):
            source = cell.source.strip().splitlines() if cell.cell_type == "code" else []
            first = next((line for line in source if line.strip()), "")
            say(cell=cell_index + 1, of=len(nb_man.nb.cells), source=first[:60])
            return started(cell, cell_index, **more)

        nb_man.cell_start = cell_start
        return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)


def declared_types(notebook):
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            return {p.name: p.inferred_type_name for p in JavaTranslator.inspect(cell)}
    return {}


def typed(text, declared):
    """The value of a parameter given as text: by its declaration in the notebook, else by its look."""
    if declared == "String":
        return text
    if declared in _DECIMALS:
        return float(text)
    if declared in _INTEGERS:
        return int(text)
    if declared in ("boolean", "Boolean"):
        return _BOOLEANS[text.lower()]
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if text == "null":
        return None
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    if text[:1] in ("[", "{"):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def read(path):
    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError:
        say(error="missing", message=f"no such notebook: {path}")
    except (ValueError, KeyError, AttributeError, TypeError) as e:
        # nbformat's own errors are all ValueErrors.
        say(error="notebook", message=f"{path} is not a notebook: {str(e).splitlines()[0][:200]}")
    sys.exit(3)


def parameters(notebook, given):
    types = declared_types(notebook)
    JavaTranslator.declared = frozenset(types)
    values = {}
    for name, text in given.items():
        try:
            values[name] = typed(text, types.get(name))
        except (ValueError, KeyError):
            say(error="parameter", message=f"parameter {name} is a {types[name]}, not '{text}'")
            sys.exit(3)
    return values


def main(request):
    logging.getLogger("papermill").setLevel(logging.ERROR)
    notebook = read(request["notebook"])
    values = parameters(notebook, request["parameters"])
    papermill_engines.register("engram-reporting", ReportingEngine)
    try:
        papermill.execute_notebook(
            request["notebook"],
            request.get("output"),
            parameters=values,
            engine_name="engram-reporting",
            kernel_name=request["kernel"],
            language="java",
            progress_bar=False,
            cwd=os.path.dirname(request["notebook"]),
            start_timeout=120,
        )
    except PapermillExecutionError as e:
        say(
            error="cell",
            cell=e.cell_index + 1,
            execution=e.exec_count,
            name=e.ename,
            message=str(e.evalue),
        )
        sys.exit(3)
    except RuntimeError as e:  # nbclient's and jupyter_client's word for a kernel that is gone
        say(error="kernel", message=f"the kernel ended before the notebook did: {e}")
        sys.exit(3)
    say(done=sum(c.cell_type == "code" for c in notebook.cells))


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        main(json.load(file))
