// The chosen flow as a sequence: a lane for each that takes part, a row for each event.

/** How many entries were there when the person last saw the end. */
let seenEntries = null;

function showTimeline() {
  const flow = state.flows.get(state.chosen);
  const entries = flow ? (state.timeline ?? []) : [];
  renewPiece(byId("flow-card"), flow ? JSON.stringify([flow.id, flow.state, flow.page, flow.method, flow.subject, flow.link, flow.expires, flow.scopes, flow.organization]) : "", flow ? () => flowCard(flow) : null);
  byId("timeline-head").hidden = Boolean(flow);
  byId("lane-names").hidden = entries.length === 0;
  const scroller = byId("timeline-scroll");
  const wasAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 24;
  const rows = entries.map((entry, place) => ({ entry, place, previous: entries[place - 1] }));
  renew(byId("timeline"), rows, {
    key: ({ place }) => `${state.chosen} ${place}`,
    face: ({ place }) => {
      const open = state.open.has(eventKey(place));
      return open ? JSON.stringify([entryFace(entries[place]), state.journal.length]) : "shut";
    },
    build: eventRow,
  });
  followTimeline(scroller, entries.length, wasAtEnd);
  renewPiece(byId("timeline-empty"), JSON.stringify([Boolean(flow), state.flows.size, state.loaded, state.world, state.about?.apps?.length]), flow || !state.loaded ? null : () => (state.flows.size ? nothingChosen() : firstSteps()));
}

/** New rows at the end: goes along if the end was in sight, and tells of them otherwise. */
function followTimeline(scroller, count, wasAtEnd) {
  const pill = byId("timeline-pill");
  if (state.timeline === null) seenEntries = null;
  if (seenEntries === null || wasAtEnd) {
    if (seenEntries !== null && count > seenEntries) scroller.scrollTop = scroller.scrollHeight;
    seenEntries = count;
  }
  const fresh = Math.max(0, count - seenEntries);
  pill.hidden = fresh === 0;
  pill.textContent = `↓ ${fresh} 条新`;
}

function startTimeline() {
  byId("lane-names").append(make("span", null, "时间"), ...LANES.map((name) => make("span", null, name)));
  const scroller = byId("timeline-scroll");
  byId("timeline-pill").addEventListener("click", () => {
    scroller.scrollTop = scroller.scrollHeight;
    seenEntries = null;
    show();
  });
  scroller.addEventListener("scroll", () => {
    const isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 24;
    if (isAtEnd && !byId("timeline-pill").hidden) {
      seenEntries = null;
      show();
    }
  }, { passive: true });
}

function eventKey(place) {
  return `event ${state.chosen} ${place}`;
}

/** What an opened event shows beside itself. */
function entryFace({ detail }) {
  return [state.notices.get(detail.notice), state.faces.get(detail.ticket), state.messages.get(detail.to)];
}

function flowCard(flow) {
  const finished = ["passed", "not_approved", "failed", "expired"].includes(flow.state);
  return make("div", null,
    make("p", { class: "flow-title" },
      make("strong", null, subjectOf(flow)),
      tag(called(STATES, flow.state), STATE_TONES[flow.state]),
      methodOf(flow) && make("span", null, methodOf(flow)),
      flow.organization?.state === "verified" && flow.state !== "passed" && make("span", { class: "quiet" }, "企业已实名"),
      make("span", { class: "quiet", title: flow.page ?? "" }, flow.page ? `停在「${called(PAGES, flow.page)}」` : "接口直连，无页面"),
      make("span", { class: "flow-doing" },
        !finished && flow.link && link(flow.link, "打开链接", { class: "button small primary" }),
        flow.link && copier(flow.link, "复制链接"),
        reader(() => inWorld(`/flows/${encodeURIComponent(flow.id)}`)))),
    make("p", { class: "flow-notes" },
      make("code", null, flow.id),
      copier(flow.id, "复制", "copy id"),
      make("span", null, "flowId ", make("code", null, flow.flow_id)),
      flow.subject?.address && make("span", null, "账号 ", make("code", null, flow.subject.address)),
      flow.organization && flow.page && make("span", null, transactorOf(flow)),
      make("span", null, "应用 ", make("code", null, flow.app_id)),
      make("span", null, (flow.scopes ?? []).length ? `授权 ${flow.scopes.length} 项` : "仅实名"),
      !finished && make("span", null, distant(flow.expires), "过期")));
}

function eventRow({ entry, place, previous }) {
  const { from, to, label, tone } = drawn(entry);
  const key = eventKey(place);
  const open = state.open.has(key);
  const left = Math.min(from, to);
  const lanes = make("span", { class: "lanes" });
  lanes.style.setProperty("--left", left);
  lanes.style.setProperty("--span", Math.abs(to - from));
  const words = from === to ? `${LANES[from]}：${label}` : `${LANES[from]} → ${LANES[to]}：${label}`;
  lanes.append(
    make("span", { class: `label ${from === to ? "self" : ""} tone-${tone ?? "plain"}`, "aria-hidden": "true" },
      make("span", { class: "who" }, from === to ? LANES[from] : `${LANES[from]} → ${LANES[to]}`),
      make("span", null, label)),
    from === to ? "" : make("span", { class: `arrow ${from < to ? "right" : "left"} tone-${tone ?? "plain"}`, "aria-hidden": "true" }),
    make("span", { class: "hidden" }, words));
  return make("li", { class: open ? "event open" : "event" },
    previous && dayOf(previous.at) !== dayOf(entry.at) && make("p", { class: "day" }, dayOf(entry.at)),
    make("button", { type: "button", class: "event-line", "aria-expanded": String(open), "data-focus": "event", onclick: () => toggle(key) },
      make("time", { datetime: entry.at, title: moment(entry.at) }, timeOfDay(entry.at)),
      lanes),
    open && eventDetails(entry));
}

function toggle(key) {
  if (!state.open.delete(key)) state.open.add(key);
  show();
}

/** What stands behind an event: message, face check, notice, exchanges. */
function eventDetails(entry) {
  const { kind, detail, at } = entry;
  const notice = state.notices.get(detail.notice);
  const face = state.faces.get(detail.ticket);
  const sends = MESSAGES.includes(kind);
  if (sends) wantMessages(detail.to);
  const message = sends && (state.messages.get(detail.to) ?? []).findLast((item) => Date.parse(item.at) <= Date.parse(at) + 999);
  const told = Object.entries(detail).filter(([name]) => !["notice", "ticket"].includes(name));
  const exchanges = exchangesOf(entry);
  return make("div", { class: "details" },
    pairs(["事件", [drawn(entry).label, make("code", { class: "quiet" }, kind)]], ["时间", moment(at)], ...told.map(particular)),
    message && messageBubble(message),
    face && faceCard(face),
    notice && noticeCard(notice),
    exchanges.length > 0 && make("div", null, make("h4", null, "同一时刻的请求"),
      make("ol", { class: "rows" }, exchanges.map((exchange) => make("li", null,
        make("button", { type: "button", class: "exchange-link", onclick: () => openExchange(exchange) }, exchangeWords(exchange)))))),
    make("p", { class: "buttons" }, reader(() => inWorld(`/events?match=${encodeURIComponent(state.chosen)}`), "curl：该流程的事件")));
}

/** Exchanges of the same moment that speak of the flow or of the face check in question, the nearest first. */
function exchangesOf({ at, detail }) {
  const marks = [state.chosen, detail.ticket].filter(Boolean);
  const distanceOf = (exchange) => Math.abs(Date.parse(exchange.at) - Date.parse(at));
  return state.journal
    .filter((exchange) => distanceOf(exchange) <= 1_000 && isForeground(exchange) && marks.some((mark) => speaksOf(exchange, mark)))
    .sort((one, other) => distanceOf(one) - distanceOf(other))
    .slice(0, 3);
}

function speaksOf({ target, request, response }, mark) {
  return target.includes(mark) || request.body.includes(mark) || response.body.includes(mark);
}

function nothingChosen() {
  return make("p", { class: "empty" }, "选择一个流程，查看它的时序。");
}

function demoPath() {
  return `/_demo?world=${encodeURIComponent(state.world)}`;
}

/** An empty world: what to do first. */
function firstSteps() {
  const app = state.about?.apps?.[0];
  return make("div", { class: "first" },
    make("h3", null, "这个世界还没有流程"),
    make("p", null, "打开演示站点，扮演一位业主，走一遍个人实名认证；每一步都会出现在这里。"),
    make("p", null, link(demoPath(), "发起一个个人认证流程", { class: "button primary" })),
    app && make("div", { class: "card" },
      make("p", null, "或者让自己的程序来调用："),
      pairs(
        ["接口地址", [make("code", null, state.about.urls.api), copier(state.about.urls.api)]],
        ["App ID", [make("code", null, app.app_id), copier(app.app_id)]],
        ["App Secret", [make("code", null, app.app_secret), copier(app.app_secret)]])));
}
