// The flows, newest first.

// Lists whose newest rows stand on top hold new rows back while somebody reads, so that nothing jumps.
const held = { flows: null, journal: null };

/** Lets a list show all that it has. */
function release(name) {
  held[name] = null;
}

/** Splits `items`, newest first, into those to be shown and the number of those held back. */
function hold(name, items, ordinalOf) {
  const scroller = byId(`${name}-scroll`);
  const isHovered = matchMedia("(hover: hover)").matches && scroller.matches(":hover");
  const isRead = scroller.scrollTop > 8 || isHovered;
  const newest = items.length ? ordinalOf(items[0]) : 0;
  if (held[name] === null || !isRead) held[name] = newest;
  const shown = items.filter((item) => ordinalOf(item) <= held[name]);
  const waiting = items.length - shown.length;
  const pill = byId(`${name}-pill`);
  pill.hidden = waiting === 0;
  pill.textContent = `${waiting} 条新`;
  return shown;
}

function startPill(name) {
  byId(`${name}-pill`).addEventListener("click", () => {
    release(name);
    byId(`${name}-scroll`).scrollTop = 0;
    show();
  });
}

function flowsNewestFirst() {
  return [...state.flows.values()].sort((one, other) => other.ordinal - one.ordinal);
}

/** Flows that the search finds. */
function shownFlows() {
  const wanted = state.search.toLowerCase().replaceAll(" ", "");
  const all = flowsNewestFirst();
  if (!wanted) return all;
  return all.filter((flow) => {
    const { name, address, psn_id } = flow.subject ?? {};
    const { name: organization, org_id } = flow.organization ?? {};
    return [flow.id, flow.app_id, name, address, psn_id, organization, org_id].some((text) => text?.toLowerCase().replaceAll(" ", "").includes(wanted));
  });
}

/** Looks for a flow that is older than those that were read. */
async function searchServer() {
  const path = inWorld(`/flows?last=20&match=${encodeURIComponent(state.search)}`);
  await run({ path }, (list) => {
    for (const flow of list.items) state.flows.set(flow.id, flow);
    if (!list.items.length) say("没有找到", "bad");
    show();
  });
}

function showFlows() {
  const found = shownFlows();
  const shown = hold("flows", found, (flow) => flow.ordinal);
  byId("flows-count").textContent = state.flows.size ? `${found.length === state.flows.size ? "" : `${found.length} / `}${state.flows.size}` : "";
  renew(byId("flows"), shown, {
    key: (flow) => flow.id,
    face: (flow) => JSON.stringify([flow.state, flow.page, flow.method, flow.subject, flow.organization, flow.id === state.chosen]),
    build: flowRow,
  });
  const more = state.flows.size >= state.flowsWanted;
  const face = JSON.stringify([state.loaded, state.flows.size === 0, found.length === 0, state.search, more, state.flowsEvicted, state.world]);
  renewPiece(byId("flows-empty"), face, () => flowsEnd(found.length, more));
}

function flowRow(flow) {
  const chosen = flow.id === state.chosen;
  return make("li", null,
    make("button", { type: "button", class: `flow tone-${STATE_TONES[flow.state] ?? "quiet"}`, "aria-current": chosen ? "true" : null, "data-focus": "flow", onclick: () => chooseFlow(flow.id) },
      make("span", { class: "flow-who" }, subjectOf(flow)),
      make("span", { class: "flow-age" }, distant(flow.created)),
      make("span", { class: "flow-what" },
        tag(called(STATES, flow.state), STATE_TONES[flow.state]),
        methodOf(flow) && make("span", null, methodOf(flow)),
        flow.state !== "passed" && flow.page && make("span", { class: "quiet" }, called(PAGES, flow.page)),
        flow.organization && flow.page && make("span", { class: "quiet" }, userOf(flow))),
      make("code", { class: "flow-id" }, `#${flow.ordinal} …${flow.id.slice(-6)}`)));
}

function flowsEnd(found, more) {
  if (!state.loaded) return make("p", { class: "empty" }, "读取中…");
  if (!state.flows.size) {
    return make("div", { class: "empty" },
      make("p", null, "还没有流程。"),
      make("p", { class: "narrow" }, link(demoPath(), "发起一个个人认证流程", { class: "button primary" })));
  }
  return make("div", { class: "list-end" },
    !found && make("p", null, "没有匹配的流程。"),
    !found && make("button", { type: "button", class: "small", onclick: searchServer }, "在更早的流程里找"),
    found && more && make("button", { type: "button", class: "small", onclick: showMoreFlows }, "显示更早的"),
    state.flowsEvicted > 0 && make("p", null, `更早的 ${state.flowsEvicted} 个已被遗忘。`));
}

async function showMoreFlows() {
  state.flowsWanted *= 2;
  await readFlows(leave.signal).catch((error) => say(error.message, "bad"));
  show();
}

function chooseFlow(id) {
  if (state.chosen !== id) {
    state.chosen = id;
    state.timeline = state.flows.get(id)?.timeline ?? null;
    seenEntries = null;
    byId("timeline-scroll").scrollTop = 0;
    changed.flows.add(id);
    refreshSoon();
  }
  rememberPlace();
  choosePane("timeline");
}

/** Where nothing is chosen yet, the newest flow is what people want to see. */
function chooseNewest() {
  const newest = flowsNewestFirst()[0];
  if (state.chosen || !newest) return;
  state.chosen = newest.id;
  changed.flows.add(newest.id);
  refreshSoon();
}

/** The flow above or below the chosen one. */
function stepFlow(by) {
  const shown = shownFlows();
  const at = shown.findIndex((flow) => flow.id === state.chosen);
  const next = shown[Math.max(0, Math.min(shown.length - 1, at + by))];
  if (next) chooseFlow(next.id);
}
