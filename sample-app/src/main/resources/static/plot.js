// Draws the signals of the last seconds on one canvas, in lanes above each other.

const WINDOW_MS = 10_000;
// the plot runs this far behind, so that points do not appear inside it
const DELAY_MS = 150;
// a longer silence is a gap in a line
const GAP_MS = 250;
const LEFT = 56;
const LANE_GAP = 26;
const LATENESS_FLOOR = 10;

export class Plot {

	constructor(canvas) {
		this.canvas = canvas;
		this.context = canvas.getContext("2d");
		this.reset();
		const frame = () => {
			this.draw();
			requestAnimationFrame(frame);
		};
		requestAnimationFrame(frame);
	}

	reset() {
		this.pulses = [];
		this.statistics = [];
		this.waves = [];
		this.clockOffset = undefined;
	}

	// the stream's clock, which the plot follows between events
	setNow(now) {
		const offset = performance.now() - now;
		this.clockOffset = this.clockOffset === undefined ? offset : Math.min(offset, this.clockOffset + 1);
	}

	addPulses(points) {
		append(this.pulses, points);
	}

	addStatistics(points) {
		append(this.statistics, points);
	}

	addWaves(points) {
		append(this.waves, points);
	}

	draw() {
		const ratio = devicePixelRatio || 1;
		const width = this.canvas.clientWidth;
		const height = this.canvas.clientHeight;
		if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
			this.canvas.width = Math.round(width * ratio);
			this.canvas.height = Math.round(height * ratio);
		}
		const g = this.context;
		g.setTransform(ratio, 0, 0, ratio, 0, 0);
		g.clearRect(0, 0, width, height);
		const style = getComputedStyle(document.documentElement);
		this.color = (name) => style.getPropertyValue(`--${name}`);
		g.font = "12px system-ui, sans-serif";

		const end = this.clockOffset === undefined ? 0 : performance.now() - this.clockOffset - DELAY_MS;
		const start = end - WINDOW_MS;
		this.x = (time) => LEFT + (time - start) / WINDOW_MS * (width - LEFT);
		const visible = (points) => points.filter(([time]) => time >= start && time <= end);
		const pulses = visible(this.pulses);
		const statistics = visible(this.statistics);
		const waves = visible(this.waves);

		const shares = this.waves.length > 0 ? [5, 3, 3] : [5, 3];
		const total = shares.reduce((sum, share) => sum + share);
		const room = height - LANE_GAP * shares.length - 18;
		let top = LANE_GAP;
		const lanes = shares.map((share) => {
			const lane = { top, bottom: top + room * share / total, width };
			top = lane.bottom + LANE_GAP;
			return lane;
		});
		this.drawLateness(lanes[0], pulses, statistics);
		this.drawLine(lanes[1], "CPU busy", "busy", pulses.map(([time, , busy]) => [time, busy]), 0, 1,
			[[0, "0 %"], [.5, "50 %"], [1, "100 %"]]);
		if (lanes[2]) {
			const reach = largest(waves.map(([, value]) => Math.abs(value)), 1);
			this.drawLine(lanes[2], "python-wave", "wave", waves, -reach, reach,
				[[-reach, label(-reach)], [0, "0"], [reach, label(reach)]]);
		}
		this.drawTime(height, width);
	}

	drawLateness(lane, points, statistics) {
		const shown = [...points.map(([, late]) => late), ...statistics.flatMap(([, mean, p99]) => [mean, p99])];
		const max = largest(shown, 1000);
		const decades = Math.ceil(Math.log10(max / LATENESS_FLOOR) - 1e-9);
		const y = (late) => {
			const part = Math.log10(Math.max(late, LATENESS_FLOOR) / LATENESS_FLOOR) / decades;
			return lane.bottom - part * (lane.bottom - lane.top);
		};
		const ticks = [];
		for (let decade = 0; decade <= decades; decade++) {
			const late = LATENESS_FLOOR * 10 ** decade;
			ticks.push([y(late), late < 1e3 ? `${late} µs` : late < 1e6 ? `${late / 1e3} ms` : `${late / 1e6} s`]);
		}
		this.drawGrid(lane, "Wake-up lateness", ticks);
		const g = this.context;
		g.fillStyle = this.color("lateness");
		for (const [time, late] of points) {
			g.fillRect(this.x(time) - 1, y(late) - 1, 2, 2);
		}
		this.drawCurve("mean", statistics.map(([time, mean]) => [time, mean]), y);
		this.drawCurve("p99", statistics.map(([time, , p99]) => [time, p99]), y);
	}

	drawLine(lane, title, name, points, low, high, labels) {
		const y = (value) => {
			const part = (value - low) / (high - low);
			// a value that leaves the scale stays in the lane
			return lane.bottom - Math.min(Math.max(part, 0), 1) * (lane.bottom - lane.top);
		};
		this.drawGrid(lane, title, labels.map(([value, text]) => [y(value), text]));
		this.drawCurve(name, points, y);
	}

	drawCurve(name, points, y) {
		const g = this.context;
		g.strokeStyle = this.color(name);
		g.lineWidth = 1.5;
		g.lineJoin = "round";
		g.beginPath();
		let before = -Infinity;
		for (const [time, value] of points) {
			if (!Number.isFinite(value)) {
				before = -Infinity;
				continue;
			}
			if (time - before > GAP_MS) {
				g.moveTo(this.x(time), y(value));
			}
			else {
				g.lineTo(this.x(time), y(value));
			}
			before = time;
		}
		g.stroke();
	}

	drawGrid(lane, title, ticks) {
		const g = this.context;
		g.lineWidth = 1;
		g.textAlign = "right";
		g.textBaseline = "middle";
		for (const [y, text] of ticks) {
			g.strokeStyle = this.color("rule");
			g.beginPath();
			g.moveTo(LEFT, Math.round(y) + .5);
			g.lineTo(lane.width, Math.round(y) + .5);
			g.stroke();
			g.fillStyle = this.color("muted");
			g.fillText(text, LEFT - 8, y);
		}
		g.textAlign = "left";
		g.textBaseline = "bottom";
		g.fillStyle = this.color("ink");
		g.fillText(title, LEFT, lane.top - 5);
	}

	drawTime(height, width) {
		const g = this.context;
		g.fillStyle = this.color("muted");
		g.textBaseline = "bottom";
		g.textAlign = "left";
		g.fillText(`${WINDOW_MS / 1000} s ago`, LEFT, height);
		g.textAlign = "right";
		g.fillText("now", width, height);
	}

}

function append(kept, points) {
	kept.push(...points);
	if (kept.length > 0) {
		const oldest = kept[kept.length - 1][0] - WINDOW_MS - 1000;
		const first = kept.findIndex(([time]) => time >= oldest);
		kept.splice(0, first);
	}
}

// of those that are numbers, and at least the floor
function largest(values, floor) {
	return values.reduce((found, value) => Number.isFinite(value) ? Math.max(found, value) : found, floor);
}

function label(value) {
	return Math.abs(value) < 10_000 ? Number(value.toPrecision(2)).toString() : value.toExponential(1).replace("+", "");
}
