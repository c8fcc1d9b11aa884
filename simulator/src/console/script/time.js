// Time on screen: world time is told in Shanghai's, which has no summer time.

const SHANGHAI_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** Date and time of day, with seconds. */
function moment(text) {
  return inShanghai(Date.parse(text)).replace("T", " ").slice(0, 19);
}

/** Time of day, with seconds. */
function timeOfDay(text) {
  return moment(text).slice(11);
}

/** The day. */
function dayOf(text) {
  return moment(text).slice(0, 10);
}

function inShanghai(milliseconds) {
  return Number.isFinite(milliseconds) ? new Date(milliseconds + SHANGHAI_MS).toISOString() : "–";
}

/** A length of time in its greatest unit. */
function span(milliseconds) {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  if (seconds < 60) return `${seconds} 秒`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} 分钟`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} 小时`;
  return `${Math.floor(seconds / 86_400)} 天`;
}

/** How far an instant is from the world's present: the past `…前`, the future `…后`. */
function distance(text) {
  const left = Date.parse(text) - worldNow();
  if (Math.abs(left) < 1_000) return "现在";
  return left < 0 ? `${span(left)}前` : `${span(left)}后`;
}

/** An instant as a distance that goes along with the clock, by `tick`. */
function distant(text) {
  return make("time", { datetime: text, title: moment(text), "data-distance": text }, distance(text));
}

/** Renews what changes by the mere passing of time, and nothing else. */
function tick() {
  if (!state.clock) return;
  const now = moment(new Date(worldNow()).toISOString());
  renewText(byId("clock-year"), now.slice(0, 5));
  renewText(byId("clock-rest"), now.slice(5));
  for (const element of document.querySelectorAll("[data-distance]")) renewText(element, distance(element.dataset.distance));
}

function renewText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** World time in milliseconds: what the clock showed when it was last read, and what has passed since. */
function worldNow() {
  const { clock } = state;
  if (!clock) return Date.now();
  const passed = clock.mode === "running" ? (performance.now() - clock.readAt) * clock.speed : 0;
  return Date.parse(clock.now) + passed;
}

/** Microseconds as people read them. */
function duration(microseconds) {
  if (microseconds < 1_000) return `${microseconds} µs`;
  return microseconds < 1_000_000 ? `${(microseconds / 1_000).toFixed(1)} ms` : `${(microseconds / 1_000_000).toFixed(2)} s`;
}
