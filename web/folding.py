"""Says what is always the same in one language when a template is compiled, and not with every page."""

import re
from collections.abc import Callable, Iterator

from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

Known = dict[str, Callable[[str], str]]
_VALUE = re.compile(r"%\((\w+)\)s")


class Folding(NodeTransformer):
    """Puts the answer in the place of a call of one of these functions with one text and nothing else. A
    sentence with values, `_("%(points)s of 100", points=score)`, becomes words and values in their order."""

    def __init__(self, known: Known, translated: Callable[[str], str]) -> None:
        self._known = known
        self._translated = translated

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # Jinja's name for it
        """What a template writes: it is written as it is."""
        node.nodes = [part for child in node.nodes for part in self._written(child)]
        return self.generic_visit(node)

    def _written(self, node: nodes.Expr) -> Iterator[nodes.Expr]:
        text = self._answer(node)
        if text is not None:
            yield nodes.TemplateData(text, lineno=node.lineno)
        elif (sentence := self._sentence(node)) is not None:
            yield from sentence
        else:
            yield node

    def _sentence(self, node: nodes.Expr) -> list[nodes.Expr] | None:
        """The words and the values of a sentence, in their order; None for anything else."""
        if not (isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "_"):
            return None
        if len(node.args) != 1 or not node.kwargs or node.dyn_args or node.dyn_kwargs:
            return None
        given, values = node.args[0], {each.key: each.value for each in node.kwargs}
        parts = _VALUE.split(self._translated(given.value)) if isinstance(given, nodes.Const) else ["%"]
        words, names = parts[::2], parts[1::2]
        if "%" in "".join(words) or not values.keys() >= set(names):
            return None  # more than values by their names: asked each time
        texts = [nodes.TemplateData(each, lineno=node.lineno) for each in words]
        return [
            texts[0],
            *(part for name, text in zip(names, texts[1:], strict=True) for part in (values[name], text)),
        ]

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """Inside an expression: a text that is HTML already."""
        text = self._answer(node)
        if text is None:
            return self.generic_visit(node)
        return nodes.MarkSafe(nodes.Const(text), lineno=node.lineno)

    def _answer(self, node: nodes.Node) -> str | None:
        if not (isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name)):
            return None
        answer = self._known.get(node.node.name)
        if answer is None or node.kwargs or node.dyn_args or node.dyn_kwargs or len(node.args) != 1:
            return None
        given = node.args[0]
        return (
            answer(given.value) if isinstance(given, nodes.Const) and isinstance(given.value, str) else None
        )


def as_html(text: str) -> str:
    """A translated text as Jinja's own translating makes it: it is HTML, and "%%" is one sign."""
    return str(Markup(text) % {})
