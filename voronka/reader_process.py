"""A process that reads posts for another: what ``voronka.readers`` starts.

At its only argument, the descriptor of a socket, it says by which rules it reads; then each message is a list of posts,
and each answer the list of their readings. It ends when the other end is closed. Both ends are the same program, so
what passes is pickled.
"""

import pickle
import queue
import signal
import sys
import threading
from multiprocessing.connection import Connection

from voronka.reading import read_safely
from voronka.rules import rules


def main(descriptor: int) -> None:
    """Read until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the other end's, which closes the socket when it is done
    line = Connection(descriptor)
    asked: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    def listen() -> None:
        # apart, so that the other end never waits in sending while this one does
        try:
            while True:
                asked.put(line.recv_bytes())
        except (EOFError, OSError):
            asked.put(None)

    threading.Thread(target=listen, daemon=True).start()
    try:
        line.send_bytes(rules().encode())
        while (message := asked.get()) is not None:
            readings = [read_safely(raw) for raw in pickle.loads(message)]  # noqa: S301  (of our own program)
            line.send_bytes(pickle.dumps(readings, pickle.HIGHEST_PROTOCOL))
    except OSError:
        return  # the other end is gone


if __name__ == "__main__":
    main(int(sys.argv[1]))
