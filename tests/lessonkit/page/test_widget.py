"""The base of the widgets: complete HTML on a page, a live view in a kernel."""

from __future__ import annotations

import jinja2
import pytest

from lessonkit.page.widget import Widget, send_plotly, templates
from lessonkit.static import STATIC_BUILD, is_static_build

VIEW = "application/vnd.jupyter.widget-view+json"


class Greeting(Widget):
    _esm = "export default { render() {} };"


@pytest.fixture
def built(monkeypatch):
    monkeypatch.setenv(STATIC_BUILD, "1")


@pytest.fixture
def live(monkeypatch):
    monkeypatch.delenv(STATIC_BUILD, raising=False)


@pytest.mark.parametrize(("value", "static"), [("1", True), ("0", False), ("", False)])
def test_the_site_build_is_told_by_the_environment(monkeypatch, value, static):
    monkeypatch.setenv(STATIC_BUILD, value)
    assert is_static_build() is static


@pytest.mark.usefixtures("built")
def test_a_built_page_gets_html_and_no_comm():
    widget = Greeting(html="<p>Good day</p>")
    data, metadata = widget._repr_mimebundle_()
    assert widget.comm is None
    assert set(data) == {"text/html", "text/plain"}
    assert data["text/html"] == "<p>Good day</p>"
    assert metadata == {}


@pytest.mark.usefixtures("live")
def test_a_kernel_gets_the_live_view_and_the_html():
    widget = Greeting(html="<p>Good day</p>")
    data, _ = widget._repr_mimebundle_()
    assert data[VIEW]["model_id"] == widget.comm.comm_id
    assert data["text/html"] == "<p>Good day</p>"
    widget.close()


def test_a_template_escapes_what_it_is_given():
    shown = templates().from_string("{{ text }}").render(text='<script>"&')
    assert shown == "&lt;script&gt;&#34;&amp;"


def test_a_name_that_a_template_lacks_is_an_error():
    with pytest.raises(jinja2.UndefinedError, match="nothing"):
        templates().from_string("{{ nothing }}").render()


class Channel:
    """Keeps what is sent to the front end."""

    def __init__(self) -> None:
        self.sent: list[tuple] = []

    def send(self, content: dict, buffers: list[bytes]) -> None:
        self.sent.append((content, buffers))


def test_plotly_is_sent_to_a_front_end_that_asks():
    channel = Channel()
    send_plotly(channel, {"type": "plotly"}, [])
    [(content, [script])] = channel.sent
    assert content == {"type": "plotly"}
    assert b"Plotly" in script


@pytest.mark.parametrize("message", [{}, {"type": "other"}])
def test_other_messages_are_left_alone(message):
    channel = Channel()
    send_plotly(channel, message, [])
    assert channel.sent == []
