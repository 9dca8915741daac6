// Connects to the application, fills the page, and says so when something is not there.
import { Plot } from "./plot.js";

// the order of the values in a sample of host-pulse
const CONTEXT_SWITCHES = 1;
const INTERRUPTS = 2;
const RUNNABLE = 3;
const FIRST_CPU = 4;

const SILENCE_MS = 3000;
const REFRESH_MS = 1000;
const DESCRIBE_MS = 5000;

const WAVE = "python-wave";
const WAVE_COMMAND = "python3 sample-app/python/publish_wave.py";

const STATES = {
	"active": "good",
	"idle": "warn",
	"never-seen": "neutral",
	"unknown": "warn",
};

const REASONS = {
	"idle": "writes nothing, but its process is there",
	"closed": "closed the stream",
	"presumed-dead": "is gone without closing the stream",
	"unlinked": "is gone: the stream's name was removed",
	"replaced": "was replaced by another one",
	"unknown": "is silent, and whether its process is there cannot be told",
	"never-seen": "has not been seen yet",
};

const element = (id) => document.getElementById(id);
const plot = new Plot(element("plot"));
const notices = new Map();
let source;
let lastHeard = performance.now();
let described = {};

function text(id, value) {
	const target = element(id);
	if (target.textContent !== value) {
		target.textContent = value;
	}
}

const count = (value) => Math.round(value).toLocaleString("en");
const countOrNone = (value) => value === undefined ? "–" : count(value);
const percent = (share) => `${Math.round(100 * share)} %`;
const lateness = (micros) => micros < 1000 ? `${Math.round(micros)} µs` : `${(micros / 1000).toFixed(1)} ms`;
const gibibytes = (bytes) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

function duration(seconds) {
	const days = Math.floor(seconds / 86400);
	const hours = Math.floor(seconds % 86400 / 3600);
	const minutes = Math.floor(seconds % 3600 / 60);
	return days > 0 ? `${days} d ${hours} h` : hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min`;
}

// connection

function connect() {
	source = new EventSource("stream");
	source.addEventListener("open", () => {
		plot.reset();
		connected();
	});
	source.addEventListener("error", () => {
		lost();
		// after an answer that is no stream the browser gives up; the application may come back
		if (source.readyState === EventSource.CLOSED) {
			setTimeout(connect, REFRESH_MS);
		}
	});
	on("pulse", showPulse);
	on("statistics", showStatistics);
	on("status", showStatus);
	on("wave", (data) => plot.addWaves(data.points));
}

function on(name, show) {
	source.addEventListener(name, (event) => {
		connected();
		show(JSON.parse(event.data));
	});
}

function connected() {
	lastHeard = performance.now();
	state("good", "live");
	notice("connection");
}

function lost() {
	state("bad", "connection lost");
	notice("connection", "bad", "The connection to the application is lost: what you see is not current. "
		+ "It is tried again every second; if the application was stopped, start it with ", "mvn spring-boot:run");
}

function state(quality, label) {
	element("connection").className = `state ${quality}`;
	text("connection", label);
}

// without a text the notice goes
function notice(key, quality, message, command) {
	const wanted = message === undefined ? undefined : quality + message + (command ?? "");
	const shown = notices.get(key);
	if (shown?.wanted === wanted) {
		return;
	}
	shown?.paragraph.remove();
	notices.delete(key);
	if (wanted !== undefined) {
		const paragraph = document.createElement("p");
		paragraph.className = `notice ${quality}`;
		const content = document.createElement("span");
		content.append(message);
		if (command) {
			const code = document.createElement("code");
			code.textContent = command;
			content.append(code);
		}
		paragraph.append(content);
		element("notices").append(paragraph);
		notices.set(key, { wanted, paragraph });
	}
}

// streams

function showPulse({ now, points, newest }) {
	plot.setNow(now);
	plot.addPulses(points);
	if (!newest) {
		return;
	}
	const cpus = newest.values.slice(FIRST_CPU);
	const busy = cpus.reduce((sum, share) => sum + share, 0) / Math.max(1, cpus.length);
	text("sequence", count(newest.sequence));
	text("switches", count(newest.values[CONTEXT_SWITCHES]));
	text("interrupts", count(newest.values[INTERRUPTS]));
	text("runnable", count(newest.values[RUNNABLE]));
	text("busy", percent(busy));
	showCpus(cpus);
	described.busy = busy;
}

function showCpus(cpus) {
	const list = element("cpus");
	if (list.children.length !== cpus.length) {
		list.replaceChildren(...cpus.map((_, cpu) => {
			const item = document.createElement("li");
			item.innerHTML = `<span>CPU ${cpu}</span><span class="bar" aria-hidden="true"><i></i></span><span class="share"></span>`;
			return item;
		}));
	}
	cpus.forEach((share, cpu) => {
		const item = list.children[cpu];
		item.querySelector("i").style.transform = `scaleX(${share})`;
		item.querySelector(".share").textContent = percent(share);
	});
}

function showStatistics({ points, newest: { mean, p99, max, busy } }) {
	plot.addStatistics(points);
	text("mean", lateness(mean));
	text("p99", lateness(p99));
	text("max", lateness(max));
	text("busy-second", percent(busy));
	described = { ...described, mean, p99, max };
}

function showStatus(status) {
	text("load", [status.load1, status.load5, status.load15].map((load) => load.toFixed(2)).join(" "));
	text("available", gibibytes(status.available));
	text("total", gibibytes(status.total));
	text("uptime", duration(status.uptime));
	const items = status.busiest.map(({ pid, name, share }) => {
		const item = document.createElement("li");
		for (const [part, value] of [["share", percent(share)], ["name", name], ["pid", `pid ${pid}`]]) {
			const span = document.createElement("span");
			span.className = part;
			span.textContent = value;
			item.append(span);
		}
		return item;
	});
	if (items.length === 0) {
		const item = document.createElement("li");
		item.textContent = "none";
		items.push(item);
	}
	element("busiest").replaceChildren(...items);
}

// table of streams

async function refreshStreams() {
	try {
		const response = await fetch("actuator/globalbuffer", { cache: "no-store", signal: AbortSignal.timeout(SILENCE_MS) });
		if (!response.ok) {
			throw new Error(`status ${response.status}`);
		}
		showStreams((await response.json()).buffers);
		notice("streams");
	}
	catch (error) {
		// a lost connection has a notice of its own
		if (!notices.has("connection")) {
			notice("streams", "warn", `The table of streams is not current: /actuator/globalbuffer cannot be read (${error.message}).`);
		}
		for (const row of element("streams").rows) {
			row.style.opacity = .5;
		}
	}
	setTimeout(refreshStreams, REFRESH_MS);
}

function showStreams(buffers) {
	const entries = Object.entries(buffers);
	element("streams").replaceChildren(...entries.map(([name, buffer]) => {
		const row = document.createElement("tr");
		const writer = document.createElement("span");
		writer.className = `state ${STATES[buffer.writer] ?? "bad"}`;
		writer.textContent = buffer.writer;
		row.setAttribute("role", "row");
		row.append(cell("Name", name), cell("Kind", buffer.kind), cell("Role", buffer.role), cell("Writer", writer),
			cell("Rate, 1/s", buffer.rate?.toFixed(1) ?? "–", "number"), cell("Sequence", countOrNone(buffer.sequence), "number"),
			cell("Overruns", countOrNone(buffer.overruns), "number"));
		return row;
	}));
	for (const [name, buffer] of entries) {
		showWriter(name, buffer);
	}
	element("wave-caption").hidden = plot.waves.length === 0;
}

function showWriter(name, buffer) {
	if (buffer.writer === "active") {
		notice(name);
	}
	else if (name === WAVE) {
		const neverSeen = buffer.writer === "never-seen";
		notice(name, STATES[buffer.writer] ?? "warn", `${name}: its writer ${REASONS[buffer.writer] ?? buffer.writer}. `
			+ `It is a Python process; start it ${neverSeen ? "" : "again "}with `, WAVE_COMMAND);
	}
	else {
		notice(name, STATES[buffer.writer] ?? "bad", `${name}: its writer ${REASONS[buffer.writer] ?? buffer.writer}. `
			+ "The stream stands still until one writes again.");
	}
}

function cell(label, content, className = "") {
	const data = document.createElement("td");
	// on a phone the cells are blocks, which would no longer be cells to a screen reader
	data.setAttribute("role", "cell");
	data.dataset.label = label;
	data.className = className;
	data.append(content);
	return data;
}

// what a screen reader says of the plot
function describe() {
	if (described.mean !== undefined && described.busy !== undefined) {
		element("plot").setAttribute("aria-label", `Plot of the last 10 seconds. Wake-ups in the last second came `
			+ `${lateness(described.mean)} late on average, 99 of 100 at most ${lateness(described.p99)}, `
			+ `the latest ${lateness(described.max)}. The CPUs are ${percent(described.busy)} busy.`);
	}
}

connect();
refreshStreams();
setInterval(describe, DESCRIBE_MS);
setInterval(() => {
	if (performance.now() - lastHeard > SILENCE_MS) {
		lost();
	}
}, REFRESH_MS);
