"""Containers, for the script trial: podman with podman-compose, or docker with its Compose."""
import json
import os
import pathlib
import shutil
import subprocess
import threading
import time
import urllib.error
import urllib.request

FOLDER = pathlib.Path(__file__).resolve().parent
PATIENCE = float(os.environ.get("PATIENCE", "1"))


class Failed(Exception):
    """What was to be shown did not show."""


def within(seconds, what, probe, patience=PATIENCE):
    """Waits until the probe says something true, and returns that and how long it took."""
    start = time.monotonic()
    seen = None
    while time.monotonic() - start < seconds * patience:
        try:
            seen = probe()
            if seen:
                return seen, time.monotonic() - start
        except (OSError, KeyError, ValueError) as ex:
            seen = ex
        time.sleep(0.05)
    raise Failed(f"not within {seconds * patience:g} s: {what} (last seen: {seen!r})")


def check(holds, what):
    if not holds:
        raise Failed(what)


def get(port, path):
    """What an application's actuator says, and with which status."""
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/actuator/{path}", timeout=3) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as ex:
        return ex.code, json.load(ex)


class Engine:

    def __init__(self, name, folder):
        self.name = name
        # where the engine leaves its marks, such as of a container that was killed for its memory
        self.folder = folder
        self.environment = dict(os.environ)
        if name == "podman":
            self.compose = ["podman-compose"]
            if not pathlib.Path("/run/systemd/system").exists() and shutil.which("runc"):
                self.environment.setdefault("CONTAINERS_CONF", str(FOLDER / "containers.conf"))
        elif shutil.which("docker") and subprocess.run(["docker", "compose", "version"], capture_output=True).returncode == 0:
            self.compose = ["docker", "compose"]
        else:
            self.compose = ["docker-compose"]
        for program in (name, self.compose[0]):
            check(shutil.which(program), f"there is no {program} here")

    def versions(self):
        form = "{{.Client.Version}}" if self.name == "podman" else "{{.Server.Version}}"
        return f"{self.name} {self('version', '--format', form).strip()}, {' '.join(self.compose)} " + self.call(
            [*self.compose, "version", "--short"]).stdout.strip()

    def __call__(self, *arguments, allowed=(0,)):
        return self.call([self.name, *arguments], allowed).stdout

    def call(self, command, allowed=(0,)):
        """Runs a command. An exit code that is not allowed is a failure; an empty list allows all."""
        done = subprocess.run(command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              timeout=180, stdin=subprocess.DEVNULL, cwd=self.folder)
        if allowed and done.returncode not in allowed:
            raise Failed(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done

    def tries(self, *arguments):
        """Runs a container that ends by itself. Returns its exit code and all it said."""
        done = self.call([self.name, "run", "--rm", "--user", "1000:1000", *arguments], allowed=())
        return done.returncode, done.stdout + done.stderr


class Project:
    """The services of a compose file."""

    def __init__(self, engine, file):
        self.engine = engine
        self.name = "gbtrial-" + file.removesuffix(".yaml")
        self.command = [*engine.compose, "-p", self.name, "-f", str(FOLDER / file)]
        self.counts = {}

    def __enter__(self):
        # of one that was killed
        self.remove()
        try:
            self.compose("up", "-d")
            self.follow()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, kind, *_):
        if kind is Failed:
            for container in self.containers():
                print(f"# The log of {container}\n{self.engine('logs', '--tail', '8', container, allowed=())}")
        self.remove()

    def remove(self):
        # what "run" started is not always part of it
        for container in self.containers():
            self.engine("rm", "-f", container, allowed=())
        self.compose("down", "-v", allowed=())

    def compose(self, *arguments, allowed=(0,)):
        return self.engine.call([*self.command, *arguments], allowed).stdout

    def containers(self, *filters):
        options = [option for each in (f"com.docker.compose.project={self.name}", *filters)
                   for option in ("--filter", "label=" + each)]
        return self.engine("ps", "-a", "-q", *options).split()

    def id(self, service):
        found = self.containers(f"com.docker.compose.service={service}")
        check(found, f"there is no container of service {service}")
        return found[-1]

    def kill(self, service):
        self.engine("kill", "--signal", "KILL", self.id(service))

    def kill_memory(self):
        """Kills the container whose namespace it is."""
        self.kill("memory")
        if self.engine.name == "podman":
            infra = self.engine("ps", "-q", "--filter", f"pod=pod_{self.name}", "--filter", "name=infra").split()
            self.engine("kill", "--signal", "KILL", *infra)

    def start(self, service):
        self.engine("start", self.id(service))
        if service == "python-reader":
            self.follow()

    def stop(self, container):
        """Returns with which code it ended, and how long that took."""
        start = time.monotonic()
        self.engine("stop", "--time", "20", container)
        code = self.engine("inspect", "--format", "{{.State.ExitCode}}", container)
        return int(code), time.monotonic() - start

    def execute(self, service, *command, allowed=(0,)):
        return self.engine("exec", self.id(service), *command, allowed=allowed)

    def log(self, container):
        done = self.engine.call([self.engine.name, "logs", container])
        return done.stdout + done.stderr

    def follow(self):
        """Takes in what the Python reader says, as it comes."""
        self.counts = counts = {}
        logs = subprocess.Popen([self.engine.name, "logs", "-f", "--tail", "0", self.id("python-reader")],
                                env=self.engine.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

        def take():
            for line in logs.stdout:
                if line.startswith("{"):
                    said = json.loads(line)
                    counts[said["stream"]] = said
            logs.wait()

        threading.Thread(target=take, daemon=True).start()

    def gb(self, *arguments):
        return self.compose("--profile", "tools", "run", "--rm", "-T", "gb", *arguments)
