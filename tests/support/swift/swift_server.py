"""Runs an OpenStack Swift with one device, until its standard input ends.

    swift_server.py FOLDER SETTINGS

SETTINGS is a JSON object: the ports of the servers by their names, and what PROXY names. It logs
to FOLDER/log, and says `ready` when all servers respond. Then it takes lines such as `kill object`
and `resume object`, and says `ready` again when that is done. Needs Debian's python3-swift.
"""

import ctypes
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

SERVERS = ("account", "container", "object", "proxy")
READY_SECONDS = 60
PR_SET_PDEATHSIG = 1

# A file of each server: [DEFAULT], its pipeline, and the sections of what is in that.
DEFAULT = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
devices = {folder}/devices
recon_cache_path = {folder}/cache
mount_check = false
disable_fallocate = true
fallocate_reserve = 0
log_level = WARNING
eventlet_debug = false
"""

STORAGE = """
[pipeline:main]
pipeline = healthcheck {name}-server
[app:{name}-server]
use = egg:swift#{name}
[filter:healthcheck]
use = egg:swift#healthcheck
"""

# error_suppression: with one device, an error must not exclude it for a minute.
PROXY = """
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache listing_formats bulk s3api tempauth copy slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
conn_timeout = 10
node_timeout = 60
allow_account_management = true
error_suppression_interval = 1
error_suppression_limit = 100000
recheck_container_existence = 5
recheck_account_existence = 5
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{memcached}
[filter:slo]
use = egg:swift#slo
max_manifest_segments = {maxParts}
[filter:tempauth]
use = egg:swift#tempauth
user_{account}_{name} = {secret} .admin
[filter:s3api]
use = egg:swift#s3api
location = {region}
s3_acl = false
max_upload_part_num = {maxParts}
min_segment_size = {minPartSize}
"""
PLAIN_FILTERS = ("catch_errors", "gatekeeper", "healthcheck", "listing_formats", "bulk", "copy", "dlo")

CONSTRAINTS = """[swift-hash]
swift_hash_path_prefix = prefix
swift_hash_path_suffix = suffix
[storage-policy:0]
name = one
default = yes
"""


def setup(folder, settings):
    """Writes all files of the configuration."""
    os.makedirs(os.path.join(folder, "devices", "sda"))
    os.makedirs(os.path.join(folder, "cache"))
    check_attributes(folder)
    write(folder, "swift.conf", CONSTRAINTS)
    use_folder(folder)
    user = os.environ.get("USER") or "root"
    for name in SERVERS[:3]:
        write(folder, name + "-server.conf", (DEFAULT + STORAGE).format(
            folder=folder, user=user, port=settings["ports"][name], name=name))
        write_ring(folder, name, settings["ports"][name])
    account, name = settings["accessKeyId"].split(":")
    filters = "".join("[filter:%s]\nuse = egg:swift#%s\n" % (one, one) for one in PLAIN_FILTERS)
    write(folder, "proxy-server.conf", (DEFAULT + PROXY).format(
        folder=folder, user=user, port=settings["ports"]["proxy"],
        memcached=settings["ports"]["memcached"], account=account, name=name,
        secret=settings["secretAccessKey"], region=settings["region"],
        maxParts=settings["maxParts"], minPartSize=settings["minPartSize"]) + filters)


def write(folder, name, text):
    with open(os.path.join(folder, name), "w") as file:
        file.write(text)


def check_attributes(folder):
    """Swift keeps what it knows of an object in extended attributes of its file."""
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        try:
            os.setxattr(file.name, "user.swift", b"x" * 1000)
        except OSError as error:
            sys.exit("Cannot store extended attributes in %s: %s" % (folder, error))


def write_ring(folder, name, port):
    from swift.common.ring import RingBuilder
    builder = RingBuilder(4, 1, 1)
    builder.add_dev({
        "region": 1, "zone": 1, "ip": "127.0.0.1", "port": port, "replication_ip": "127.0.0.1",
        "replication_port": port, "device": "sda", "weight": 1.0, "meta": ""})
    builder.rebalance(seed=1)
    builder.get_ring().save(os.path.join(folder, name + ".ring.gz"))


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
            # A process of its own: what eventlet has opened must not be shared by a fork.
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


def use_folder(folder):
    """Comes before anything else of Swift reads its swift.conf."""
    from swift.common import utils
    utils.set_swift_dir(folder)


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
