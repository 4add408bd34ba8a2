"""The port of the service, and the service on it."""

import socket
import threading

import httpx
import pytest

from kb import serve
from kb.engine import Server
from kb.errors import SettingsError
from kb.graph import Graph
from kb.settings import Settings


def test_a_taken_port_is_said_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"Port {port} .* PORT=9000"), serve.door(Settings(port=port)):
            pass


def test_a_door_is_taken_from_the_first_moment() -> None:
    with serve.door(Settings(port=0)) as first:
        port = first.getsockname()[1]
        with pytest.raises(SettingsError), serve.door(Settings(port=port)):
            pass
    with serve.door(Settings(port=port)) as second:
        assert second.getsockname()[1] == port


def test_an_address_of_another_machine_is_refused() -> None:
    with (
        pytest.raises(SettingsError, match=r"Port 8000 of 192\.0\.2\.1 cannot be used"),
        serve.door(Settings(host="192.0.2.1")),
    ):
        pass


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]")])
def test_the_address_shown_is_one_to_open(host: str, shown: str) -> None:
    with serve.door(Settings(host=host, port=0)) as taken:
        assert serve.address(taken) == f"http://{shown}:{taken.getsockname()[1]}"


def test_it_says_when_it_answers(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = threading.Event()
    servers: list[serve._Server] = []
    began = serve._Server.__init__

    def remembered(self: serve._Server, *arguments: object) -> None:
        began(self, *arguments)  # type: ignore[arg-type]
        servers.append(self)

    monkeypatch.setattr(serve._Server, "__init__", remembered)
    with Graph(server) as graph, serve.door(Settings(port=0)) as taken:
        url = serve.address(taken)
        thread = threading.Thread(target=serve.serve, args=(graph, Settings(), taken, ready.set))
        thread.start()
        try:
            assert ready.wait(20)
            response = httpx.get(f"{url}/healthz")
        finally:
            servers[0].should_exit = True
            thread.join(20)
    assert response.json() == {"status": "ok"}
    assert "server" not in response.headers
