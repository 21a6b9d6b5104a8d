"""Where the server listens, connections whose other end vanished are ended by the system."""

import socket

from cauce.site import connections


def test_connections_inherit_the_question_whether_anybody_is_there():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        assert connections.end_vanished_connections() >= 1
        with socket.create_connection(listening.getsockname()):
            accepted, _address = listening.accept()
            with accepted:
                assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
                idle = accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)
                assert idle == connections.IDLE_SECONDS


def test_other_sockets_are_left_alone():
    left, right = socket.socketpair()
    with left, right:
        connections.end_vanished_connections()
        assert left.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 0
