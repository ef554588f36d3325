"""Runs an OpenStack Swift with one device, until its standard input ends.

    swift_server.py FOLDER SETTINGS

SETTINGS is a JSON object: the ports of the servers by their names, and what PROXY of
swift_config.py names. It logs to FOLDER/log, and says `ready` when all servers respond. Then it
takes lines such as `kill object` and `resume object`, and says `ready` again when that is done.
Needs Debian's python3-swift.
"""

import ctypes
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time

from swift_config import STORAGE_SERVERS, setup, use_folder

SERVERS = STORAGE_SERVERS + ("proxy",)
READY_SECONDS = 60
PR_SET_PDEATHSIG = 1


class Servers:
    """The processes of a Swift."""

    def __init__(self, folder, ports):
        self.folder = folder
        self.ports = ports
        self.running = {}

    def start(self, name):
        if name == "memcached":
            command = [
                name, "-l", "127.0.0.1", "-p", str(self.ports[name]), "-U", "0", "-u", "root"]
        else:
            command = [sys.executable, "-B", __file__, self.folder, name]
        self.running[name] = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=sys.stderr, preexec_fn=die_with_parent)

    def wait(self, name):
        """Waits until a server responds: it listens before it has loaded all it needs."""
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end:
            if self.running[name].poll() is not None:
                sys.exit("%s exited" % name)
            if self.responds(name):
                return
            time.sleep(0.02)
        sys.exit("%s does not respond" % name)

    def responds(self, name):
        try:
            if name == "memcached":
                socket.create_connection(("127.0.0.1", self.ports[name]), 1).close()
                return True
            connection = http.client.HTTPConnection("127.0.0.1", self.ports[name], timeout=5)
            connection.request("GET", "/healthcheck")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def kill(self, name):
        process = self.running.pop(name)
        process.kill()
        process.wait()


def die_with_parent():
    """No server outlives this process, whatever ends it."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def serve(folder, name):
    use_folder(folder)
    from swift.common.wsgi import run_wsgi
    server = name + "-server"
    return run_wsgi(os.path.join(folder, server + ".conf"), server, verbose=True)


def run(folder, settings):
    setup(folder, settings)
    servers = Servers(folder, settings["ports"])
    try:
        names = ("memcached",) + SERVERS
        for name in names:
            servers.start(name)
        for name in names:
            servers.wait(name)
        print("ready", flush=True)
        for line in sys.stdin:
            command, name = line.split()
            if command == "kill":
                servers.kill(name)
            else:
                servers.start(name)
                servers.wait(name)
            print("ready", flush=True)
    finally:
        for name in list(servers.running):
            servers.kill(name)


if __name__ == "__main__":
    folder, argument = sys.argv[1:]
    os.dup2(os.open(os.path.join(folder, "log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
    if argument in SERVERS:
        sys.exit(serve(folder, argument))
    run(folder, json.loads(argument))
