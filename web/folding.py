"""Says what is always the same in one language when a template is compiled, and not with every page."""

from collections.abc import Callable

from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

Known = dict[str, Callable[[str], str]]


class Folding(NodeTransformer):
    """Puts the answer in the place of a call of one of these functions with one text and nothing else."""

    def __init__(self, known: Known) -> None:
        self._known = known

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # Jinja's name for it
        """What a template writes: it is written as it is."""
        node.nodes = [
            child if (text := self._answer(child)) is None else nodes.TemplateData(text, lineno=node.lineno)
            for child in node.nodes
        ]
        return self.generic_visit(node)

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
