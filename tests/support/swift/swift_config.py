"""Writes the configuration of an OpenStack Swift with one device, in one folder."""

import os
import sys
import tempfile

STORAGE_SERVERS = ("account", "container", "object")

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
    for name in STORAGE_SERVERS:
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


def use_folder(folder):
    """Comes before anything else of Swift reads its swift.conf."""
    from swift.common import utils
    utils.set_swift_dir(folder)
