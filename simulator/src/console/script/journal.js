// The journal: a line an exchange, newest first; a refused signature explains itself.

let journalMatch = "";

function startJournal() {
  byId("journal-of").addEventListener("change", (event) => {
    enterJournal(event.target.value);
    show();
  });
  byId("journal-match").addEventListener("input", (event) => {
    journalMatch = event.target.value.trim();
    show();
  });
  for (const id of ["journal-bad", "journal-flow", "journal-background"]) byId(id).addEventListener("change", show);
  byId("drawer-toggle").addEventListener("click", () => setDrawer(document.body.dataset.drawer === "shut" ? "open" : "shut"));
  byId("journal-reads").append(reader(journalPath), make("button", { type: "button", class: "small quiet", onclick: saveHar }, "HAR"));
  startEdge();
  setDrawer(innerHeight < 700 ? "shut" : "open");
}

function setDrawer(how) {
  document.body.dataset.drawer = how;
  byId("drawer-toggle").setAttribute("aria-expanded", String(how === "open"));
}

/** The drawer's upper edge can be pulled, or moved with the arrow keys. */
function startEdge() {
  const edge = byId("drawer-edge");
  const set = (height) => {
    setDrawer("open");
    document.documentElement.style.setProperty("--drawer", `${Math.max(90, Math.min(innerHeight - 220, height))}px`);
  };
  edge.addEventListener("pointerdown", (event) => edge.setPointerCapture(event.pointerId));
  edge.addEventListener("pointermove", (event) => edge.hasPointerCapture(event.pointerId) && set(innerHeight - event.clientY));
  edge.addEventListener("keydown", (event) => {
    const step = { ArrowUp: 40, ArrowDown: -40 }[event.key];
    if (!step) return;
    event.preventDefault();
    set(byId("journal-pane").clientHeight + step);
  });
}

/** The whole journal as a file that browsers' developer tools read. */
async function saveHar() {
  await run({ path: `${journalPath()}?format=har` }, (har) => {
    const file = new Blob([JSON.stringify(har)], { type: "application/json" });
    const anchor = make("a", { href: URL.createObjectURL(file), download: `${state.world}.har` });
    anchor.click();
    URL.revokeObjectURL(anchor.href);
  });
}

function isBad(exchange) {
  return exchange.status === 0 || exchange.status >= 400 || Boolean(exchange.explanation) || !["0", null, undefined].includes(exchange.code);
}

function isForeground(exchange) {
  return !BACKGROUND.has(exchange.operation) || exchange.status >= 400;
}

function shownExchanges() {
  const onlyBad = byId("journal-bad").checked;
  const flow = byId("journal-flow").checked ? state.chosen : null;
  const withBackground = byId("journal-background").checked;
  const marks = [flow, journalMatch].filter(Boolean);
  return state.journal.filter((exchange) => (!onlyBad || isBad(exchange)) && (withBackground || isForeground(exchange)) && marks.every((mark) => speaksOf(exchange, mark))).reverse();
}

function showJournal() {
  byId("journal-of").value = state.journalOf;
  const found = shownExchanges();
  const shown = hold("journal", found, (exchange) => exchange.id);
  byId("journal-count").textContent = `${found.length}${found.length === state.journal.length ? "" : ` / ${state.journal.length}`}${state.journalEvicted ? `（更早的 ${state.journalEvicted} 条已被遗忘）` : ""}`;
  renew(byId("journal"), shown, {
    key: (exchange) => exchange.id,
    face: (exchange) => `${state.journalOf} ${state.world} ${state.open.has(exchangeKey(exchange))}`,
    build: exchangeRow,
  });
  renewPiece(byId("journal-empty"), JSON.stringify([found.length === 0, state.journal.length === 0]), found.length ? null : () =>
    make("p", { class: "empty" }, state.journal.length ? "没有匹配的请求。" : "还没有请求。接口调用、页面请求和投递的通知都会记在这里。"));
}

function exchangeKey({ id }) {
  return `exchange ${state.journalOf} ${id}`;
}

function exchangeWords({ method, target, status }) {
  return `${method} ${target} → ${status || "无应答"}`;
}

function statusTone(status) {
  if (status === 0 || status >= 400) return "bad";
  return status >= 300 ? "quiet" : "good";
}

function exchangeRow(exchange) {
  const key = exchangeKey(exchange);
  const open = state.open.has(key);
  const { explanation } = exchange;
  return make("li", { class: "exchange" },
    make("button", { type: "button", class: "exchange-line", "aria-expanded": String(open), "data-focus": "exchange", onclick: () => toggle(key) },
      make("time", { datetime: exchange.at, title: `${moment(exchange.at)}（真实 ${moment(exchange.real_at)}）` }, timeOfDay(exchange.at)),
      make("span", { class: "direction", title: exchange.direction === "in" ? "收到的请求" : "投递的通知" }, exchange.direction === "in" ? "←" : "→"),
      make("code", { class: "method" }, exchange.method),
      make("code", { class: "target", title: exchange.target }, exchange.target),
      make("span", { class: "marks" },
        explanation && tag("签名被拒", "bad"),
        !["0", null, undefined].includes(exchange.code) && make("code", { class: "bad" }, String(exchange.code))),
      make("code", { class: `status ${statusTone(exchange.status)}` }, exchange.status ? String(exchange.status) : "无应答"),
      make("span", { class: "duration" }, duration(exchange.duration_us))),
    open && exchangeDetails(exchange));
}

function exchangeDetails(exchange) {
  const curl = curlOfExchange(exchange);
  return make("div", { class: "details" },
    exchange.explanation && explanationCard(exchange.explanation),
    make("div", { class: "halves" }, half("请求", exchange.request), half("应答", exchange.response)),
    make("div", { class: "curl" }, make("pre", { tabindex: "0" }, curl), copier(curl, "复制 curl")));
}

function explanationCard({ mistake, also, message, expected_string_to_sign, detail }) {
  const further = detail.split("\n").filter((line) => line && line !== message).join("\n");
  return make("div", { class: "card explanation" },
    make("p", { class: "line wrap" }, make("strong", null, "签名为什么被拒"), mistake && make("code", { class: "bad" }, mistake), (also ?? []).map((name) => make("code", { class: "bad" }, name))),
    make("p", null, message),
    further && make("pre", { tabindex: "0" }, further),
    make("p", { class: "line" }, make("strong", null, "应当签名的文本"), copier(expected_string_to_sign)),
    make("pre", { tabindex: "0", class: "string-to-sign" }, visible(expected_string_to_sign)));
}

/** Line ends are what callers get wrong, so they are shown. */
function visible(text) {
  return text.split("\n").flatMap((line, place, lines) => (place < lines.length - 1 ? [line, make("span", { class: "line-feed" }, "⏎\n")] : [line]));
}

function half(words, { headers, body, body_is_base64 }) {
  return make("section", null,
    make("h4", null, words),
    make("pre", { tabindex: "0", class: "headers" }, headers.map(({ name, value }) => [make("span", { class: "quiet" }, `${name}: `), `${value}\n`])),
    body ? make("pre", { tabindex: "0" }, body_is_base64 ? `（Base64）${body}` : pretty(body)) : make("p", { class: "quiet" }, "没有正文"));
}

/** Opens an exchange in the drawer and goes there. */
function openExchange(exchange) {
  state.open.add(exchangeKey(exchange));
  journalMatch = "";
  byId("journal-match").value = "";
  for (const id of ["journal-bad", "journal-flow"]) byId(id).checked = false;
  setDrawer("open");
  release("journal");
  choosePane("journal");
  show();
  requestAnimationFrame(() => [...byId("journal").children].find((row) => row.shownKey === exchange.id)?.scrollIntoView({ block: "start" }));
}
