#!/usr/bin/env python3
"""A bad link: carries IP packets between two network namespaces and spoils them on the way.

Runs inside a network namespace in which it may do everything (`unshare --map-root-user --net`). That one becomes the
branch (10.77.0.1); it makes another for the cloud (10.77.0.2), joined to the first by nothing but this program: a TUN
device at each end, and every packet passes through here. Nothing outside the two can be reached from them.

Orders come as JSON, one a line, on standard input; each is answered by a line. `{"do": "set", "up": {...}, "down": {...}}`
says how the two directions behave from now on (see `Way.set`), `{"do": "count"}` asks what passed since the last time.
The end of the input is the end of the program and of both ends of the link. Only Python's standard library.
"""

import fcntl
import heapq
import json
import os
import random
import select
import struct
import subprocess
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x1001
BRANCH, CLOUD = "10.77.0.1", "10.77.0.2"
# More than this on the way and the rest is dropped, whatever the link is told.
MOST_ON_THE_WAY = 20_000
# How long one draw of the jitter holds: real links are slow for a moment, not for a packet.
JITTER_HOLDS = 0.1
TCP, UDP = 6, 17


class Way:
    """One direction."""

    def __init__(self, source, target, dice):
        self.source, self.target, self.dice = source, target, dice
        self.on_the_way = []
        self.number = 0
        self.free_at = self.last_due = self.jitter_until = self.jitter = 0.0
        self.count = self.fresh_count()
        self.set({})

    @staticmethod
    def fresh_count():
        return {"packets": 0, "bytes": 0, "udp": 0, "tcp": 0, "lost": 0, "late": 0, "twice": 0, "largest": 0}

    def set(self, how):
        self.delay = how.get("delay_ms", 0) / 1000
        self.wobble = how.get("jitter_ms", 0) / 1000
        self.loss = how.get("loss", 0.0)
        self.reorder = how.get("reorder", 0.0)
        self.duplicate = how.get("duplicate", 0.0)
        # Bits a second, and how much may wait for its turn before packets are dropped.
        self.rate = how.get("rate", 0)
        self.queue = how.get("queue_ms", 1000) / 1000
        # Larger packets vanish, and nobody is told.
        self.mtu = how.get("mtu", 0)
        self.no_udp = how.get("no_udp", False)
        # TCP to and from this port vanishes.
        self.no_port = how.get("no_port", 0)
        self.cut = how.get("cut", False)
        # So many seconds open, so many closed, and again.
        self.open_s, self.closed_s = how.get("open_s", 0), how.get("closed_s", 0)
        self.since = time.monotonic()

    def take(self, packet, now):
        """A packet enters; it may come out later."""
        if len(packet) < 20 or packet[0] >> 4 != 4:
            return
        count, protocol = self.count, packet[9]
        count["packets"] += 1
        count["bytes"] += len(packet)
        count["largest"] = max(count["largest"], len(packet))
        if protocol in (TCP, UDP):
            count["udp" if protocol == UDP else "tcp"] += len(packet)
        if not self.passes(packet, protocol, now) or len(self.on_the_way) >= MOST_ON_THE_WAY:
            count["lost"] += 1
            return
        start = max(now, self.free_at)
        if self.rate:
            if start - now > self.queue:
                count["lost"] += 1
                return
            start += len(packet) * 8 / self.rate
            self.free_at = start
        if now >= self.jitter_until:
            self.jitter = self.dice.uniform(-self.wobble, self.wobble)
            self.jitter_until = now + JITTER_HOLDS
        due = start + max(0.0, self.delay + self.jitter)
        if self.dice.random() < self.reorder:
            # Those behind it overtake it.
            count["late"] += 1
            self.push(due + self.dice.uniform(0.02, 0.2), packet)
            return
        self.last_due = due = max(due, self.last_due)
        self.push(due, packet)
        if self.dice.random() < self.duplicate:
            count["twice"] += 1
            self.push(due + self.dice.uniform(0.0, 0.1), packet)

    def passes(self, packet, protocol, now):
        if self.cut or (self.no_udp and protocol == UDP):
            return False
        if self.no_port and protocol == TCP and self.no_port in ports(packet):
            return False
        if self.closed_s and (now - self.since) % (self.open_s + self.closed_s) >= self.open_s:
            return False
        if self.mtu and len(packet) > self.mtu:
            return False
        return self.dice.random() >= self.loss

    def push(self, due, packet):
        self.number += 1
        heapq.heappush(self.on_the_way, (due, self.number, packet))

    def deliver(self, now):
        """Hands out what is due; answers when the next packet is."""
        while self.on_the_way and self.on_the_way[0][0] <= now:
            _, _, packet = heapq.heappop(self.on_the_way)
            try:
                os.write(self.target, packet)
            except BlockingIOError:
                self.count["lost"] += 1
        return self.on_the_way[0][0] if self.on_the_way else None


def ports(packet):
    begins = (packet[0] & 15) * 4
    return struct.unpack_from("!HH", packet, begins) if len(packet) >= begins + 4 else ()


def tun(name):
    try:
        device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    except OSError as error:
        raise SystemExit(f"/dev/net/tun cannot be opened ({error.strerror}): `modprobe tun`, and let this user open it")
    try:
        fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH14x", name.encode(), IFF_TUN_NO_PI))
    except OSError as error:
        raise SystemExit(f"a TUN device cannot be made ({error.strerror}): the namespace does not allow it")
    return device


def run(*words):
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"`{' '.join(words)}` failed: {done.stderr.strip()}")


def join(pid):
    """Makes the devices and puts one at each end."""
    inside = ("nsenter", "--target", str(pid), "--net", "--")
    ends = [tun("branch0"), tun("cloud0")]
    run("ip", "link", "set", "cloud0", "netns", str(pid))
    for prefix, name, here, there in (((), "branch0", BRANCH, CLOUD), (inside, "cloud0", CLOUD, BRANCH)):
        run(*prefix, "ip", "link", "set", "lo", "up")
        run(*prefix, "ip", "addr", "add", here, "peer", there, "dev", name)
        run(*prefix, "ip", "link", "set", name, "mtu", "1500", "up")
    return ends


def obey(line, up, down):
    order = json.loads(line)
    if order["do"] == "set":
        up.set(order["up"])
        down.set(order["down"])
        return {}
    if order["do"] == "count":
        told = {"up": up.count, "down": down.count}
        up.count, down.count = Way.fresh_count(), Way.fresh_count()
        return told
    raise SystemExit(f"no such order: {line!r}")


def main():
    dice = random.Random(int(os.environ.get("FASTOPS_SEED", "0")) or None)
    # The other namespace lives as long as this process, which lives as long as its input: ours.
    holder = subprocess.Popen(("unshare", "--net", "cat"), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    # Its echo says that it is past `unshare`.
    holder.stdin.write(b"there\n")
    holder.stdin.flush()
    if holder.stdout.readline() != b"there\n":
        raise SystemExit("a second network namespace cannot be made: `unshare --net` fails")
    branch, cloud = join(holder.pid)
    up, down = Way(branch, cloud, dice), Way(cloud, branch, dice)
    print(json.dumps({"cloud": holder.pid}), flush=True)
    orders, rest = sys.stdin.fileno(), b""
    while True:
        now = time.monotonic()
        dues = [due for due in (up.deliver(now), down.deliver(now)) if due is not None]
        wait = max(0.0, min(dues) - time.monotonic()) if dues else None
        ready, _, _ = select.select((branch, cloud, orders), (), (), wait)
        for way in (up, down):
            if way.source in ready:
                take_all(way)
        if orders in ready:
            heard = os.read(orders, 65536)
            if not heard:
                break
            *lines, rest = (rest + heard).split(b"\n")
            for line in lines:
                print(json.dumps(obey(line, up, down)), flush=True)
    holder.stdin.close()
    holder.wait()


def take_all(way):
    # Bounded, so that a flood in one direction does not keep the other waiting.
    for _ in range(256):
        try:
            packet = os.read(way.source, 65536)
        except BlockingIOError:
            return
        way.take(packet, time.monotonic())


if __name__ == "__main__":
    main()
