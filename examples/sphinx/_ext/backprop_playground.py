"""A directive for Sphinx and Jupyter Book: an experiment of the Backprop Playground in a frame.

conf.py:   extensions = ['backprop_playground']
           backprop_playground_url = 'https://example.org/playground/'
"""

from html import escape
from urllib.parse import quote

from docutils import nodes
from docutils.parsers.rst import Directive, directives


class BackpropPlayground(Directive):
    """``.. backprop-playground:: data=xor&layers=4``; the settings are what stands after # in a link."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = {"height": directives.positive_int, "title": directives.unchanged}

    def run(self):
        config = self.state.document.settings.env.config
        link = (self.arguments[0] if self.arguments else "").lstrip("#")
        address = config.backprop_playground_url + ("#" + quote(link, safe="=&,.~:-_+") if link else "")
        title = self.options.get("title", "Backprop Playground")
        html = (
            f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%"'
            f' height="{self.options.get("height", 600)}" style="border: 0" loading="lazy"'
            ' allow="clipboard-write; fullscreen"></iframe>'
        )
        only_html = nodes.raw("", html, format="html")
        # What cannot show a frame gets a link: PDF, EPUB, plain text.
        reference = nodes.reference("", title, refuri=address)
        instead = nodes.paragraph("", "", reference)
        return [only_html, _NotHtml("", instead)]


class _NotHtml(nodes.General, nodes.Element):
    """Shown by all builders but HTML's."""


def _skip(translator, node):
    raise nodes.SkipNode


def _pass(translator, node):
    pass


def setup(app):
    app.add_config_value("backprop_playground_url", "https://example.org/playground/", "html")
    app.add_directive("backprop-playground", BackpropPlayground)
    shown = (_pass, _pass)
    app.add_node(_NotHtml, html=(_skip, None), latex=shown, text=shown, man=shown, texinfo=shown)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}
