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

// the longest silence of a signal that is live
const LIVE_MS = {
	"pulse": 1000,
	"statistics": 1000,
	"status": 3000,
};

const STATES = {
	"active": "good",
	"idle": "warn",
	"never-seen": "neutral",
	"unknown": "warn",
};

// of replications
const REPLICATION_STATES = {
	"running": "good",
	"waiting": "warn",
	"stopped": "neutral",
};

const PULSE = "host-pulse";

// what is the matter in each state of a writer but active
const REASONS = {
	"idle": "the writer writes nothing, but its process is there",
	"closed": "the writer closed the stream",
	"dead": "the writer died without closing the stream",
	"presumed-dead": "the writer is gone without closing the stream",
	"unlinked": "the stream's name was removed",
	"replaced": "the name leads to another stream, which does not fit",
	"unknown": "the writer is silent, and whether its process is there cannot be told",
	"never-seen": "no writer has been seen yet",
	"unreadable": "the stream cannot be read",
};

const element = (id) => document.getElementById(id);
const plot = new Plot(element("plot"));
const notices = new Map();
let source;
let lastHeard = performance.now();
let described = {};
let ages = {};

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
	notice("connection");
}

function lost() {
	showAges({});
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

const isLive = (signal) => ages[signal] <= LIVE_MS[signal];

// what stands still stays readable, and does not look live
function showAges(newest) {
	ages = newest;
	for (const numbers of document.querySelectorAll("[data-signal]")) {
		numbers.classList.toggle("still", !isLive(numbers.dataset.signal));
	}
	if (isLive("pulse")) {
		state("good", "live");
	}
	else if (ages.pulse === undefined) {
		state("neutral", "no sample yet");
	}
	else {
		state("warn", "standing still");
	}
}

function showPulse({ now, ages, points, newest }) {
	plot.setNow(now);
	showAges(ages);
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
		const { buffers, replications } = await response.json();
		showStreams(buffers);
		showReplications(Object.entries(replications ?? {}));
		notice("streams");
	}
	catch (error) {
		// a lost connection has a notice of its own
		if (!notices.has("connection")) {
			notice("streams", "warn", `The table of streams is not current: /actuator/globalbuffer cannot be read (${error.message}).`);
		}
		for (const row of [...element("streams").rows, ...element("replications").rows]) {
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
		writer.textContent = buffer.writer ?? "unreadable";
		row.setAttribute("role", "row");
		row.append(cell("Name", name), cell("Kind", buffer.kind), cell("Role", buffer.role), cell("Writer", writer),
			cell("Rate, 1/s", buffer.rate?.toFixed(1) ?? "–", "number"), cell("Sequence", countOrNone(buffer.sequence), "number"),
			cell("Overruns", countOrNone(buffer.overruns), "number"));
		return row;
	}));
	showWriters(entries);
	element("wave-caption").hidden = plot.waves.length === 0;
}

function showReplications(entries) {
	element("replications-section").hidden = entries.length === 0;
	element("replications").replaceChildren(...entries.map(([name, replication]) => {
		const row = document.createElement("tr");
		const state = document.createElement("span");
		state.className = `state ${REPLICATION_STATES[replication.state] ?? "bad"}`;
		state.textContent = replication.state;
		const { source, transit, local } = replication.lost;
		row.setAttribute("role", "row");
		row.append(cell("Name", name), cell("Direction", replication.direction), cell("Stream", replication.buffer),
			cell("Topic", replication.topic), cell("State", state), cell("Samples", count(replication.samples), "number"),
			cell("Lost", count(source + transit + local), "number"));
		return row;
	}));
	for (const [name, { state, problem }] of entries) {
		if (problem) {
			notice(`replication ${name}`, REPLICATION_STATES[state] ?? "bad", `${name}: ${problem}`);
		}
		else {
			notice(`replication ${name}`);
		}
	}
	const mirror = entries.map(([, replication]) => replication)
		.find(({ direction, buffer }) => direction === "mirror" && buffer === PULSE);
	if (mirror) {
		text("lead", `The pulse of another host, 200 times a second: mirrored from topic ${mirror.topic} into shared memory, `
			+ "read back by a listener, shown here.");
	}
}

// one notice for all streams that have the same trouble
function showWriters(entries) {
	const writers = entries.map(([name, { writer }]) => [name, writer ?? "unreadable"]);
	for (const [writer, reason] of Object.entries(REASONS)) {
		const names = writers.filter((entry) => entry[1] === writer && entry[0] !== WAVE).map(([name]) => name);
		if (names.length > 0) {
			notice(writer, STATES[writer] ?? "bad", `${names.join(", ")}: ${reason}. Nothing new comes until one writes again.`);
		}
		else {
			notice(writer);
		}
	}
	const wave = writers.find(([name]) => name === WAVE)?.[1] ?? "active";
	if (wave === "active") {
		notice(WAVE);
	}
	else {
		notice(WAVE, STATES[wave] ?? "warn", `${WAVE}: ${REASONS[wave] ?? wave}. It is a Python process; start it `
			+ `${wave === "never-seen" ? "" : "again "}with `, WAVE_COMMAND);
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
	if (!isLive("pulse") || !isLive("statistics")) {
		element("plot").setAttribute("aria-label", "Plot of the last 10 seconds. Nothing new comes now.");
	}
	else if (described.mean !== undefined && described.busy !== undefined) {
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
