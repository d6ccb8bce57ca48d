"""A process that reads posts for another: what ``voronka.readers`` starts.

At its only argument, the descriptor of a socket, it says by which rules it reads; then each message is a post, and
each answer its reading, in their order. It ends when the other end is closed. Both ends are the same program, so what
passes is pickled.
"""

import pickle
import signal
import sys
from collections import deque
from multiprocessing.connection import Connection

from voronka.reading import read_safely
from voronka.rules import rules


def main(descriptor: int) -> None:
    """Read until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the other end's, which closes the socket when it is done
    line = Connection(descriptor)
    asked: deque[bytes] = deque()
    try:
        line.send_bytes(rules().encode())
        while True:
            if not asked:
                asked.append(line.recv_bytes())
            reading = read_safely(pickle.loads(asked.popleft()))  # noqa: S301  (of our own program)
            # takes in all that has come before it answers, so that the other end never waits long in sending
            while line.poll():
                asked.append(line.recv_bytes())
            line.send_bytes(pickle.dumps(reading, pickle.HIGHEST_PROTOCOL))
    except (EOFError, OSError):
        return  # the other end is gone


if __name__ == "__main__":
    main(int(sys.argv[1]))
