"""Teaches papermill to write parameters in Java. Loaded through the entry point papermill.engine."""

import math
import re

from papermill.engines import NBClientEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_DECLARATION = re.compile(
    r"^\s*(?:final\s+)?(?P<type>[\w.]+(?:<.*>)?(?:\[\])*)\s+(?P<name>\w+)\s*=\s*"
    r"(?P<value>(?:\"(?:[^\"\\]|\\.)*\"|[^;\"])*)\s*;\s*(?://\s*(?P<help>.*))?$"
)
_MAP_OF_LIMIT = 10


class JavaTranslator(Translator):
    """Values as typed Java literals, one ``var`` each; a plain assignment where the name is declared."""

    declared = frozenset()

    @classmethod
    def translate_str(cls, val):
        return '"' + "".join(cls._escape(c) for c in str(val)) + '"'

    @classmethod
    def translate_escaped_str(cls, val):
        return cls.translate_str(val)

    @staticmethod
    def _escape(character):
        if character in _ESCAPES:
            return _ESCAPES[character]
        # Octal, not \\u: Java turns \\u000a into a line break before it looks for strings.
        return f"\\{ord(character):03o}" if ord(character) < 32 else character

    @classmethod
    def translate_none(cls, val):
        return "(Object) null"

    @classmethod
    def translate_int(cls, val):
        if -(2**31) <= val < 2**31:
            return str(val)
        if -(2**63) <= val < 2**63:
            return f"{val}L"
        return f'new java.math.BigInteger("{val}")'

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "Double.NaN"
        if math.isinf(val):
            return "Double.POSITIVE_INFINITY" if val > 0 else "Double.NEGATIVE_INFINITY"
        return repr(val)

    @classmethod
    def translate_list(cls, val):
        items = ", ".join(cls.translate(v) for v in val)
        return f"java.util.Arrays.asList({items})" if None in val else f"java.util.List.of({items})"

    @classmethod
    def translate_dict(cls, val):
        pairs = [(cls.translate_str(k), cls.translate(v)) for k, v in val.items()]
        if len(pairs) <= _MAP_OF_LIMIT:
            return "java.util.Map.of(" + ", ".join(f"{k}, {v}" for k, v in pairs) + ")"
        entries = ", ".join(f"java.util.Map.entry({k}, {v})" for k, v in pairs)
        return f"java.util.Map.ofEntries({entries})"

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        return f"{name} = {str_val};" if name in cls.declared else f"var {name} = {str_val};"

    @classmethod
    def inspect(cls, parameters_cell):
        """The declarations of the cell tagged ``parameters``; what is not one is left out."""
        found = []
        for line in parameters_cell["source"].splitlines():
            match = _DECLARATION.match(line)
            if match:
                found.append(
                    Parameter(
                        name=match["name"],
                        inferred_type_name=match["type"],
                        default=match["value"].strip(),
                        help=match["help"] or "",
                    )
                )
        return found


papermill_translators.register("java", JavaTranslator)
papermill_translators.register("engram", JavaTranslator)


class EngramEngine(NBClientEngine):
    """papermill's own engine; its entry point is what loads this module."""
