"""Puts the edge, nginx and HAProxy under the same load on the same core, in turn. Run by bench/proxy.sh."""

import argparse
import contextlib
import json
import os
import pathlib
import signal
import socket
import statistics
import subprocess
import sys
import time

PROXY_CPU = "0"
LOAD_CPU = "1"  # the load, the upstream, the broker and the domain controllers
EDGE_PORT, NGINX_PORT, HAPROXY_PORT, UPSTREAM_PORT = 28443, 28444, 28445, 28446
DEVICES = 500
TICKS = os.sysconf("SC_CLK_TCK")
ACTIVESYNC = "/Microsoft-Server-ActiveSync?Cmd="
# What a SPNEGO token with a PAC weighs, for proxies that mint none.
TOKEN = "Negotiate " + "YII" * 680


# ---------------------------------------------------------------- processes


def stat(path):
    """utime + stime in seconds, from a stat file of /proc."""
    fields = pathlib.Path(path).read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def cpu(pids):
    return sum(stat(f"/proc/{pid}/stat") for pid in pids)


def compiler_cpu(pids):
    """What the JIT compiler's threads took."""
    total = 0.0
    for pid in pids:
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(OSError):
                if "Compiler" in (task / "comm").read_text():
                    total += stat(task / "stat")
    return total


def rss_kb(pids):
    total = 0
    for pid in pids:
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                total += int(line.split()[1])
    return total


def await_port(port, process, patience=120):
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"{process.args} ended with {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise SystemExit(f"nobody listens on {port}")


def stop(process):
    if process and process.poll() is None:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


class Bench:
    def __init__(self, options):
        self.options = options
        self.home = pathlib.Path(options.home)
        self.directory = pathlib.Path(options.directory)
        self.devices = str(self.directory / "devices")
        self.results = open(self.directory / "results.jsonl", "a", encoding="utf-8")
        self.processes = []

    def spawn(self, cpu_list, command, **more):
        log = open(self.directory / (pathlib.Path(command[0]).name + ".log"), "ab")
        more.setdefault("stdout", log)
        process = subprocess.Popen(["taskset", "-c", cpu_list, *map(str, command)], stderr=log, **more)
        self.processes.append(process)
        return process

    def start_world(self):
        java = f"{os.environ['JAVA_HOME']}/bin/java"
        classpath = f"{self.home}/bench/target/kcd-bench.jar:{self.home}/bench/target/lib/*"
        world = self.spawn(
            LOAD_CPU,
            [java, "-Xmx512m", "-cp", classpath, "kcd.bench.proxy.World", self.home, self.directory, DEVICES, EDGE_PORT, UPSTREAM_PORT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for line in world.stdout:
            if line.startswith("ready "):
                self.broker = [int(line.split()[1])]
                break
        else:
            raise SystemExit(f"the world did not start, see {self.directory}/java.log")
        self.upstream = self.spawn(
            LOAD_CPU, [self.directory / "exchange", UPSTREAM_PORT, self.directory / "upstream.crt", self.directory / "upstream.key"]
        )
        await_port(UPSTREAM_PORT, self.upstream)

    def stop_all(self):
        for process in reversed(self.processes):
            if process.stdin:
                process.stdin.close()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(20)
            stop(process)

    # ------------------------------------------------------------ load

    def command(self, proxy, *arguments):
        return [
            "taskset", "-c", LOAD_CPU, self.devices,
            "--target", f"127.0.0.1:{proxy.port}", "--certificates", str(self.directory), *map(str, arguments),
        ]  # fmt: skip

    def load(self, proxy, *arguments):
        """Runs the devices once; their report, with the CPU time that proxy and broker took meanwhile."""
        pids = proxy.pids()
        before = cpu(pids), compiler_cpu(pids), cpu(self.broker)
        output = subprocess.run(self.command(proxy, *arguments), stdout=subprocess.PIPE, check=True, text=True).stdout
        report = json.loads(output.splitlines()[-1])
        report["cpu"] = cpu(pids) - before[0]
        report["jit_cpu"] = compiler_cpu(pids) - before[1]
        report["broker_cpu"] = cpu(self.broker) - before[2]
        return report

    def hold(self, proxy, count, opening):
        """Opens Pings, measures, releases all at once, counts the answers."""
        pids = proxy.pids()
        before = rss_kb(pids)
        path = ACTIVESYNC + "Ping"
        load = subprocess.Popen(
            self.command(proxy, "--hold", "--connections", count, "--opening", opening, "--patience", 60 + self.options.settle, "--body", 60, "POST", path),
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        held = int(load.stdout.readline().split()[1])
        time.sleep(self.options.settle)
        grown = rss_kb(pids) - before
        released = time.monotonic()
        self.upstream.send_signal(signal.SIGUSR1)
        report = json.loads(load.stdout.read().splitlines()[-1])
        load.wait()
        report.update(held=held, rss_before_kb=before, rss_grown_kb=grown, released_s=time.monotonic() - released)
        return report

    def record(self, row, proxy, round_number, value, report):
        entry = {"row": row, "proxy": proxy.name, "round": round_number, "value": value, "report": report}
        self.results.write(json.dumps(entry) + "\n")
        self.results.flush()
        failed = report["failed"]
        note = f", {failed} failed: {report['last_error']}" if failed else ""
        print(f"  {row:28} round {round_number} {proxy.name:8} {value:12.2f}{note}", flush=True)


# ---------------------------------------------------------------- contenders


class Edge:
    name = "edge"
    port = EDGE_PORT
    local = ("--expect", 404, "GET", "/local")

    def __init__(self, bench):
        self.bench = bench
        self.process = None

    def start(self, *more):
        settings = (self.bench.directory / "edge.properties").read_text()
        settings += 'quarkus.log.category."kcd.access".level=OFF\n' + "".join(s + "\n" for s in (*self.bench.options.edge, *more))
        path = self.bench.directory / "edge-run.properties"
        path.write_text(settings)
        start = [self.bench.home / "edge-proxy/run.sh"]
        environment = {**os.environ, "SMALLRYE_CONFIG_LOCATIONS": str(path), "JAVA_OPTS": self.bench.options.java}
        self.process = self.bench.spawn(PROXY_CPU, start, env=environment)
        await_port(self.port, self.process)

    def pids(self):
        return [self.process.pid]

    def stop(self):
        stop(self.process)


class Nginx:
    name = "nginx"
    port = NGINX_PORT
    local = ("--expect", 204, "GET", "/local")

    def __init__(self, bench):
        self.bench = bench
        self.process = None

    def start(self):
        d = self.bench.directory
        crl = f"ssl_crl {self.bench.options.crl};" if self.bench.options.crl else ""
        temporary = "".join(f"{kind}_temp_path {d}/nginx-{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (d / "nginx.conf").write_text(f"""
daemon off; user root; worker_processes 1; worker_rlimit_nofile 20000; pid {d}/nginx.pid; error_log {d}/nginx-error.log error;
events {{ worker_connections 19990; multi_accept on; }}
http {{
  access_log off; tcp_nodelay on; {temporary}
  upstream exchange {{ server 127.0.0.1:{UPSTREAM_PORT}; keepalive 256; keepalive_requests 100000000; keepalive_timeout 1h; }}
  server {{
    listen 127.0.0.1:{self.port} ssl backlog=4096; server_name localhost; keepalive_requests 100000000; keepalive_timeout 1h;
    ssl_certificate {d}/front.crt; ssl_certificate_key {d}/front.key;
    ssl_client_certificate {d}/devices-ca.pem; ssl_verify_client on; ssl_verify_depth 3; {crl}
    ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:tls:20m; ssl_session_timeout 1h; ssl_session_tickets on;
    client_max_body_size 0; client_body_timeout 1h; send_timeout 1h;
    location = /local {{ return 204; }}
    location / {{
      proxy_pass https://exchange; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host localhost;
      proxy_set_header Authorization "{TOKEN}";
      proxy_request_buffering off; proxy_buffering off; proxy_buffer_size 16k; proxy_buffers 8 16k; proxy_busy_buffers_size 32k;
      proxy_read_timeout 1h; proxy_send_timeout 1h; proxy_ssl_verify on; proxy_ssl_trusted_certificate {d}/servers-ca.pem;
      proxy_ssl_name localhost; proxy_ssl_server_name on; proxy_ssl_session_reuse on;
    }}
  }}
}}
""")
        self.process = self.bench.spawn(PROXY_CPU, ["nginx", "-c", d / "nginx.conf"])
        await_port(self.port, self.process)

    def pids(self):
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def stop(self):
        stop(self.process)


class HAProxy:
    name = "haproxy"
    port = HAPROXY_PORT
    local = ("--expect", 204, "GET", "/local")

    def __init__(self, bench):
        self.bench = bench
        self.process = None

    def start(self):
        d = self.bench.directory
        crl = f"crl-file {self.bench.options.crl}" if self.bench.options.crl else ""
        (d / "haproxy.cfg").write_text(f"""
global
  nbthread 1
  maxconn 9900
  tune.ssl.cachesize 100000
  tune.maxrewrite 4096
defaults
  mode http
  timeout client 1h
  timeout server 1h
  timeout connect 10s
  timeout http-keep-alive 1h
  timeout http-request 1h
frontend devices
  bind 127.0.0.1:{self.port} ssl crt {d}/front.pem ca-file {d}/devices-ca.pem {crl} verify required alpn http/1.1 ssl-min-ver TLSv1.2 backlog 4096
  http-request return status 204 if {{ path /local }}
  http-request set-header Authorization "{TOKEN}"
  default_backend exchange
backend exchange
  http-reuse always
  server one 127.0.0.1:{UPSTREAM_PORT} ssl verify required ca-file {d}/servers-ca.pem sni str(localhost) verifyhost localhost
""")
        self.process = self.bench.spawn(PROXY_CPU, ["haproxy", "-db", "-f", d / "haproxy.cfg"])
        await_port(self.port, self.process)

    def pids(self):
        return [self.process.pid]

    def stop(self):
        stop(self.process)


# ---------------------------------------------------------------- rows: each yields (name, value, report) for one proxy

FULL = ("--per-connection", 1, "--connections", 16)
KEPT = ("--connections", 64, "--body", 300)
# The seconds of a paced load that are not looked at, since 256 connections were opened just before.
SETTLE = 2
# So many that a request that is due finds one free, though others wait for a collection to end.
PACED = ("--connections", 256, "--body", 300, "--settle", SETTLE)


def per_cpu(report, amount, without_jit=False):
    return amount / max(report["cpu"] - (report["jit_cpu"] if without_jit else 0), 0.01)


def each_way(name, report, amount):
    """The whole process, and without what its just-in-time compiler took."""
    yield name, per_cpu(report, amount), report
    if report["jit_cpu"] > 0.02 * report["cpu"]:
        yield name + ", JIT aside", per_cpu(report, amount, True), report


def handshakes(bench, proxy):
    report = bench.load(proxy, *FULL, "--seconds", bench.options.seconds, *proxy.local)
    yield from each_way("full TLS 1.3 handshakes", report, report["full"])


def resumed(bench, proxy):
    for tls in (13, 12):
        report = bench.load(proxy, *FULL, "--resume", "--tls", tls, "--seconds", bench.options.seconds, *proxy.local)
        yield from each_way(f"resumed TLS 1.{tls % 10}", report, report["resumed"])


def requests(bench, proxy):
    report = bench.load(proxy, *KEPT, "--seconds", bench.options.seconds, "POST", ACTIVESYNC + "Sync")
    yield from each_way("requests, Persistent-Auth", report, report["ok"])
    path = "/always?Cmd=Sync" if proxy.name == "edge" else ACTIVESYNC + "Sync"
    report = bench.load(proxy, *KEPT, "--seconds", bench.options.seconds, "POST", path)
    yield from each_way("requests, a token each", report, report["ok"])


def streams(bench, proxy):
    seconds = max(bench.options.seconds, 4)
    report = bench.load(proxy, "--connections", 2, "--seconds", seconds, "POST", ACTIVESYNC + "Sync&bytes=100000000")
    yield from each_way("MB down", report, report["bytes_in"] / 1e6)
    report = bench.load(proxy, "--connections", 2, "--seconds", seconds, "--body", 100000000, "POST", ACTIVESYNC + "Sync")
    yield from each_way("MB up", report, report["bytes_out"] / 1e6)


def pings(bench, proxy):
    report = bench.hold(proxy, bench.options.pings, 40)
    yield "kB per pending Ping", report["rss_grown_kb"] / max(report["held"], 1), report
    yield "Pings not answered", bench.options.pings - report["ok"], report


def latency(bench, proxy):
    """Shares of what the edge can do, offered to each at the same rate; how late the load itself was, beside it."""
    if not bench.capacity:
        full = bench.load(bench.edge, *KEPT, "--seconds", 3, "POST", ACTIVESYNC + "Sync")
        bench.capacity = full["ok"] / full["seconds"]
        print(f"  the edge answers {bench.capacity:.0f} requests a second", flush=True)
    for share in bench.options.share:
        rate = int(bench.capacity * share)
        report = bench.load(
            proxy, *PACED, "--rate", rate, "--seconds", SETTLE + bench.options.seconds, "--slow", bench.options.slow,
            "POST", ACTIVESYNC + "Sync",
        )  # fmt: skip
        for name, key in (("", ""), ("in the proxy, ", "proxy_"), ("load late by, ", "late_")):
            for quantile in ("p50", "p99"):
                yield f"{quantile} ms {name}at {100 * share:g} %", report[f"{key}{quantile}_ms"], report


def storm(bench, proxy):
    """Half of the proxy's core is taken away, so that the load's core can offer twice what is left."""
    with contextlib.ExitStack() as cleanup:
        burner = bench.spawn(PROXY_CPU, [sys.executable, "-c", "while True: pass"])
        cleanup.callback(stop, burner)
        calm = bench.load(proxy, *FULL, "--seconds", bench.options.seconds, *proxy.local)
        capacity = calm["ok"] / calm["seconds"]
        report = bench.load(
            proxy, "--per-connection", 1, "--connections", 9000, "--opening", 9000, "--rate", 2 * capacity,
            "--seconds", bench.options.storm, "--patience", 10, *proxy.local,
        )  # fmt: skip
        offered = report["issued"] / bench.options.storm
        goodput = report["ok"] / report["seconds"]
        print(f"  capacity {capacity:.0f}/s, offered {offered:.0f}/s, answered {goodput:.0f}/s, p99 {report['p99_ms']:.0f} ms")
        yield "storm: % of capacity", 100 * goodput / capacity, {**report, "failed": 0}


def cold(bench, proxy):
    """The first seconds of a storm at an edge that has just started to listen; how long it took to, beside it."""
    for name, settings in (("cold", ["kcd.warm-up.at-most=0s"]), ("warmed up", [])) if proxy.name == "edge" else ():
        proxy.stop()
        started = time.monotonic()
        proxy.start(*settings)
        listening = time.monotonic() - started
        used = cpu(proxy.pids())
        report = bench.load(proxy, *FULL, "--seconds", bench.options.seconds, *proxy.local)
        print(f"  {name}: listens after {listening:.1f} s and {used:.1f} CPU-s, compiler's CPU-s under load {report['jit_cpu']:.1f}")
        yield f"first handshakes/s, {name}", report["full"] / report["seconds"], report
        yield f"p99 ms of them, {name}", report["p99_ms"], report
        yield f"first handshakes per CPU-s, {name}", per_cpu(report, report["full"]), report


ROWS = {row.__name__: row for row in (handshakes, resumed, requests, streams, latency, storm, pings, cold)}


def warm(bench, proxy):
    """The edge's code has to be compiled; the broker needs a ticket for each user. The others open their connections."""
    seconds = bench.options.warm if proxy is bench.edge else 4
    for arguments in (
        (*FULL, "--seconds", seconds / 8, *proxy.local),
        (*FULL, "--resume", "--tls", 12, "--seconds", seconds / 16, *proxy.local),
        (*FULL, "--resume", "--seconds", seconds / 16, *proxy.local),
        (*KEPT, "--seconds", seconds / 4, "POST", ACTIVESYNC + "Sync"),
        (*KEPT, "--seconds", seconds * 3 / 8, "POST", "/always?Cmd=Sync"),
        ("--connections", 2, "--seconds", seconds / 8, "POST", ACTIVESYNC + "Sync&bytes=10000000"),
    ):
        bench.load(proxy, *arguments)


def table(values, order):
    print(f"\n{'median':30}" + "".join(f"{name:>12}" for name in order) + f"{'edge:nginx':>12}   rounds")
    for row in dict.fromkeys(row for row, _ in values):
        cells = {name: values.get((row, name)) or values.get((row.removesuffix(", JIT aside"), name)) for name in order}
        medians = {name: statistics.median(cell) for name, cell in cells.items() if cell}
        pairs = list(zip(cells.get("edge") or [], cells.get("nginx") or []))
        ratios = [edge / nginx for edge, nginx in pairs if nginx]
        ratio = f"{statistics.median(ratios):12.2f}" if ratios else f"{'–':>12}"
        line = "".join(f"{medians[name]:12.1f}" if name in medians else f"{'–':>12}" for name in order)
        print(f"{row:30}{line}{ratio}   {len(cells.get(order[0]) or [])}")


def read_options():
    parser = argparse.ArgumentParser(prog="./kcd bench proxy", description=__doc__)
    parser.add_argument("rows", nargs="*", choices=[*ROWS, []], metavar="ROW", help=", ".join(ROWS) + "; all unless told")
    parser.add_argument("--quick", action="store_true", help="2 rounds of 2 s, little warm-up, 1 000 Pings, 10 s of storm")
    parser.add_argument("--rounds", type=int, help="in which the contenders take turns; 5 unless told")
    parser.add_argument("--seconds", type=float, help="of each measurement; 5 unless told")
    parser.add_argument("--warm", type=float, help="seconds of load before; 60 unless told")
    parser.add_argument("--pings", type=int, help="how many are held; 9 500 unless told")
    parser.add_argument("--storm", type=float, help="seconds it lasts; 30 unless told")
    parser.add_argument("--settle", type=float, default=3, help="seconds between the last Ping and the look at the memory")
    parser.add_argument("--only", default="edge,nginx,haproxy", help="the contenders")
    parser.add_argument("--share", type=float, action="append", help="of the edge's load, for latency; 0.5, 0.25, 0.1 unless told")
    parser.add_argument("--capacity", type=float, default=0, help="requests a second to take shares of, to lay runs side by side; measured unless told")
    parser.add_argument("--slow", type=float, default=1e9, metavar="MS", help="print requests that a proxy kept longer, with latency")
    parser.add_argument("--edge", action="append", default=[], metavar="KEY=VALUE", help="one more setting of the edge")
    parser.add_argument("--java", default="", help="options for the edge's JVM")
    parser.add_argument("--crl", help="PEM file of a revocation list, for nginx and HAProxy")
    parser.add_argument("--home", help=argparse.SUPPRESS)
    parser.add_argument("--directory", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.share = options.share or [0.5, 0.25, 0.1]
    quick, slow = (2, 2, 10, 1000, 10), (5, 5, 60, 9500, 30)
    for name, value in zip(("rounds", "seconds", "warm", "pings", "storm"), quick if options.quick else slow):
        if getattr(options, name) is None:
            setattr(options, name, value)
    return options


def main():
    options = read_options()
    bench = Bench(options)
    bench.capacity = options.capacity
    values = {}
    try:
        bench.start_world()
        contenders = [kind(bench) for kind in (Edge, Nginx, HAProxy) if kind.name in options.only.split(",")]
        bench.edge = contenders[0]
        for proxy in contenders:
            proxy.start()
            warm(bench, proxy)
        for name in options.rows or ROWS:
            for round_number in range(1, options.rounds + 1):
                for proxy in contenders:
                    for row, value, report in ROWS[name](bench, proxy):
                        bench.record(row, proxy, round_number, value, report)
                        values.setdefault((row, proxy.name), []).append(value)
    finally:
        bench.stop_all()
    table(values, [proxy.name for proxy in contenders])


main()
