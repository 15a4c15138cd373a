"""The hub's proxy, open to a whole class: by itself it passes on ten requests at a time."""

from configurable_http_proxy.cli import main
from tornado.httpclient import AsyncHTTPClient

AsyncHTTPClient.configure(None, max_clients=1000)
main()
