"""How a compiled template writes a value: with one call, where Jinja makes three.

Jinja finds a value's words, escapes them and marks them as HTML, each in a function of its own. A page of
results writes a thousand values, and what it is joined from need not be marked.
"""

from collections.abc import Callable
from typing import Any

import markupsafe
from jinja2 import Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from network.words import Say, speak

# What `escape` does to text before it marks it as HTML; without that inner part, `escape` itself.
_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)


class Writing(CodeGenerator):
    """Jinja's compiler; HTML is written by the environment's own `write`, if it has one. What is included is
    joined where it stands: else each of its parts goes through every template around it."""

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # Jinja's name for it
        if node.ignore_missing or not node.with_context or not isinstance(node.template, nodes.Const):
            super().visit_Include(node, frame)
            return
        name, known = node.template.value, self.dump_local_context(frame)
        self.writeline(f"template = environment.get_template({name!r}, {self.name!r})", node)
        made = f"template.new_context(context.get_all(), True, {known})"
        self.simple_write(f"concat(template.root_render_func({made}))", frame, node)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if self._is_ours(frame):
            self.write("environment.write(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if self._is_ours(frame):
            self.write(")")
        else:
            super()._output_child_post(node, frame, finalize)

    def _is_ours(self, frame: Frame) -> bool:
        has_write = getattr(self.environment, "write", None) is not None
        return has_write and frame.eval_ctx.autoescape and not frame.eval_ctx.volatile


def write_in(language: str) -> Callable[[Any], str]:
    """Writes values as HTML; sentences in this language."""

    def write(value: Any) -> str:
        kind = type(value)
        if kind is str:
            return _escaped(value)
        if kind is Say:
            return _escaped(speak(value, language))
        if kind is int or kind is float:
            return str(value)
        if kind is Undefined:  # of `{{ words if it_is_so }}`; a name that does not exist is of another kind
            return ""
        return value if kind is Markup else escape(value)

    return write
