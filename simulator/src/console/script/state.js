// What the console knows of the world that it shows, and how that stays fresh.
//
// Two long polls run, one for events and one for the journal: a browser keeps only a few connections
// to one address. Every event names what has changed, and just that is read again.

/** How many of the newest items are read at the beginning. */
const NEWEST = 200;
/** How many events and exchanges the page keeps. */
const KEPT_MAX = 1_000;
/** From so many changed flows or notices on, the list is read instead of each one. */
const SINGLY_MAX = 6;

const state = {};
Object.assign(state, fresh(null));

function fresh(world) {
  return {
    world,
    worlds: state.worlds ?? [],
    info: state.info ?? null,
    /** What the OpenAPI document says of the rules: default and page. */
    ruleNotes: state.ruleNotes ?? {},
    about: null,
    clock: null,
    flows: new Map(),
    flowsWanted: NEWEST,
    flowsEvicted: 0,
    notices: new Map(),
    noticesEvicted: 0,
    faces: new Map(),
    people: new Map(),
    organizations: new Map(),
    messages: new Map(),
    /** Addresses at which something arrived, the latest first. */
    addresses: [],
    /** Numbers that somebody wants to see beside the flow's own. */
    pinned: [],
    rules: null,
    defects: [],
    journal: [],
    journalEvicted: 0,
    journalOf: "world",
    /** The chosen flow, with its timeline once it is read. */
    chosen: null,
    timeline: null,
    tab: state.tab ?? "phones",
    pane: state.pane ?? "flows",
    search: "",
    /** Keys of opened rows. */
    open: new Set(),
    /** What a scan led to, by number. */
    scanned: new Map(),
    loaded: false,
  };
}

let leave = new AbortController();
let leaveJournal = new AbortController();

/** Reads a world and follows it. What is shown of the same world stays until it is read again. */
async function enter(world, chosen = null) {
  leave.abort();
  leaveJournal.abort();
  leave = new AbortController();
  const { signal } = leave;
  if (world !== state.world) Object.assign(state, fresh(world), { chosen });
  state.messages.clear();
  show();
  try {
    // The cursor comes first: what changes while the rest is read is told again.
    const events = await call({ path: inWorld(`/events?last=${NEWEST}`) }, signal);
    await Promise.all([
      readWorlds(signal),
      readInto("about", "", signal),
      readFlows(signal),
      readNotices(signal),
      readFaces(signal),
      readPeople(signal),
      readOrganizations(signal),
      readRules(signal),
      readClock(signal),
    ]);
    for (const event of events.items) rememberAddress(event);
    state.loaded = true;
    reached();
    if (state.chosen) changed.flows.add(state.chosen);
    chooseNewest();
    refreshSoon();
    show();
    follow(inWorld("/events"), events.next, signal, takeEvents);
    await enterJournal(state.journalOf);
  } catch (error) {
    lost(error, signal);
  }
}

/** Shows the world's journal, or that of no world. */
async function enterJournal(of) {
  leaveJournal.abort();
  leaveJournal = new AbortController();
  const signal = AbortSignal.any([leave.signal, leaveJournal.signal]);
  Object.assign(state, { journal: [], journalEvicted: 0, journalOf: of });
  release("journal");
  try {
    const list = await call({ path: `${journalPath()}?last=${NEWEST}` }, signal);
    takeJournal(list);
    release("journal");
    follow(journalPath(), list.next, signal, takeJournal);
  } catch (error) {
    lost(error, signal);
  }
}

function journalPath() {
  return state.journalOf === "world" ? inWorld("/journal") : "/journal";
}

/** Asks for what comes next, again and again, until `signal`. */
async function follow(path, after, signal, take) {
  try {
    for (;;) {
      const asked = performance.now();
      const list = await call({ path: `${path}?after=${after}&wait=30s` }, signal);
      // The world was reset, or is another one of the same name.
      if (list.next < after) return void enter(state.world);
      after = list.next;
      if (list.items.length) take(list);
      else if (performance.now() - asked < 1_000) await pause(1_000, signal);
    }
  } catch (error) {
    lost(error, signal);
  }
}

function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason)), { once: true });
  });
}

let attempts = 0;
let retry = 0;

/** A world that ended, or a server that is gone: says so, and comes back when it can. */
function lost(error, signal) {
  if (signal.aborted) return;
  leave.abort();
  clearTimeout(retry);
  if (error.status === 401) {
    // The server answers a page that is asked for without a token by the page that asks for one.
    trouble("需要控制令牌。", ["输入令牌", () => location.reload()]);
    return;
  }
  const ended = error.status === 404;
  if (ended && state.info?.default_world && state.world !== state.info.default_world) {
    trouble(`世界「${state.world}」已结束。`, ["去默认世界", () => choose(state.info.default_world)]);
    return;
  }
  const wait = Math.min(30, 2 ** attempts);
  attempts += 1;
  const words = error instanceof Refused ? `读取失败：${error.message}` : "与模拟器的连接断了。";
  retry = setTimeout(comeBack, wait * 1_000);
  trouble(`${words} ${wait} 秒后重试，当前内容可能已过时。`, ["立即重试", comeBack]);
}

async function comeBack() {
  clearTimeout(retry);
  const wanted = state.world;
  try {
    state.info = await call({ path: "/info" });
  } catch (error) {
    lost(error, new AbortController().signal);
    return;
  }
  enter(wanted ?? state.info.default_world);
}

function reached() {
  attempts = 0;
  clearTimeout(retry);
  trouble(null);
}

function trouble(words, button) {
  const element = byId("trouble");
  element.hidden = !words;
  element.replaceChildren(words ?? "", button ? make("button", { type: "button", class: "small", onclick: button[1] }, button[0]) : "");
}

/** Events with which a message comes. */
const MESSAGES = ["code_sent", "sign_message_sent"];
/** Events after which an organization or its money is another. */
const ORGANIZATIONS = ["organization_changed", "org_verified", "payout_arrived", "paid_in"];

// What has changed since it was last read.
const changed = { flows: new Set(), notices: new Set(), faces: new Set(), messages: new Set(), people: false, organizations: false, rules: false };

function takeEvents(list) {
  for (const event of list.items) {
    const { kind, flow, detail } = event;
    if (flow) changed.flows.add(flow);
    if (MESSAGES.includes(kind)) changed.messages.add(detail.to);
    if (detail.notice) changed.notices.add(detail.notice);
    if (detail.ticket) changed.faces.add(detail.ticket);
    if (kind === "person_changed" || kind === "verified") changed.people = true;
    if (ORGANIZATIONS.includes(kind)) changed.organizations = true;
    if (kind === "rules_changed") changed.rules = true;
    rememberAddress(event);
  }
  refreshSoon();
}

function rememberAddress({ kind, detail }) {
  if (!MESSAGES.includes(kind)) return;
  state.addresses = [detail.to, ...state.addresses.filter((address) => address !== detail.to)].slice(0, 50);
}

function takeJournal(list) {
  state.journal.push(...list.items);
  state.journal.splice(0, Math.max(0, state.journal.length - KEPT_MAX));
  state.journalEvicted = list.evicted;
  show();
}

/** Flows and notices that came one by one are not kept for ever. */
function forgetOldest() {
  const flowsMax = state.flowsWanted + KEPT_MAX;
  for (const id of [...state.flows.keys()].slice(0, Math.max(0, state.flows.size - flowsMax))) {
    if (id !== state.chosen) state.flows.delete(id);
  }
  for (const id of [...state.notices.keys()].slice(0, Math.max(0, state.notices.size - KEPT_MAX))) state.notices.delete(id);
}

let refreshTimer = 0;
let refreshing = false;

/** Reads again what has changed, once for many events that come together. */
function refreshSoon() {
  clearTimeout(refreshTimer);
  refreshTimer = setTimeout(refresh, 60);
}

async function refresh() {
  if (refreshing) return void refreshSoon();
  refreshing = true;
  const { signal } = leave;
  const now = { ...changed };
  Object.assign(changed, { flows: new Set(), notices: new Set(), faces: new Set(), messages: new Set(), people: false, organizations: false, rules: false });
  try {
    const reads = [readClock(signal)];
    if (now.flows.size > SINGLY_MAX) reads.push(readFlows(signal));
    for (const id of now.flows) {
      if (now.flows.size <= SINGLY_MAX || id === state.chosen) reads.push(readFlow(id, signal));
    }
    if (now.notices.size > SINGLY_MAX) reads.push(readNotices(signal));
    else for (const id of now.notices) reads.push(readNotice(id, signal));
    if (now.faces.size) reads.push(readFaces(signal));
    for (const address of now.messages) {
      if (state.messages.has(address)) reads.push(readMessages(address, signal));
    }
    if (now.people) reads.push(readPeople(signal));
    if (now.organizations) reads.push(readOrganizations(signal));
    if (now.rules) reads.push(readRules(signal));
    await Promise.all(reads);
    forgetOldest();
    chooseNewest();
    show();
  } catch (error) {
    lost(error, signal);
  } finally {
    refreshing = false;
  }
}
