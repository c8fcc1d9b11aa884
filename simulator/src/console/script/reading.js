// Reading parts of the world into the state.

const NOTHING = { items: [], next: 0, evicted: 0 };

/** A list; one that this implementation does not offer is empty. */
async function list(path, signal) {
  return (await call({ path: inWorld(path) }, signal).catch(unlessGone)) ?? NOTHING;
}

async function readInto(name, path, signal) {
  state[name] = await call({ path: inWorld(path) }, signal);
}

async function readWorlds(signal) {
  state.worlds = (await call({ path: "/worlds" }, signal)).items;
}

async function readClock(signal) {
  const clock = await call({ path: inWorld("/clock") }, signal);
  state.clock = { ...clock, readAt: performance.now() };
}

async function readFlows(signal) {
  const { items, evicted } = await list(`/flows?last=${state.flowsWanted}`, signal);
  state.flows = new Map(items.map((flow) => [flow.id, flow]));
  state.flowsEvicted = evicted;
}

/** A flow with its timeline. One that was forgotten meanwhile is no trouble. */
async function readFlow(id, signal) {
  const flow = await call({ path: inWorld(`/flows/${encodeURIComponent(id)}`) }, signal).catch(unlessGone);
  if (!flow) return void state.flows.delete(id);
  state.flows.set(id, flow);
  if (id === state.chosen) state.timeline = flow.timeline ?? [];
}

async function readNotices(signal) {
  const { items, evicted } = await list(`/notices?last=${NEWEST}`, signal);
  state.notices = new Map(items.map((notice) => [notice.id, notice]));
  state.noticesEvicted = evicted;
}

async function readNotice(id, signal) {
  const notice = await call({ path: inWorld(`/notices/${encodeURIComponent(id)}`) }, signal).catch(unlessGone);
  if (notice) state.notices.set(id, notice);
}

async function readFaces(signal) {
  const { items } = await list(`/faces?last=${NEWEST}`, signal);
  state.faces = new Map(items.map((face) => [face.ticket, face]));
}

async function readPeople(signal) {
  const { items } = await list("/people", signal);
  state.people = new Map(items.map((person) => [person.id, person]));
}

async function readOrganizations(signal) {
  const { items } = await list("/organizations", signal);
  state.organizations = new Map(items.map((organization) => [organization.id, organization]));
}

async function readRules(signal) {
  const [rules, defects] = await Promise.all([call({ path: inWorld("/rules") }, signal).catch(unlessGone), list("/defects", signal)]);
  state.rules = rules;
  state.defects = defects.items;
}

function messagesPath(address) {
  const place = address.includes("@") ? "mailboxes" : "phones";
  return inWorld(`/${place}/${encodeURIComponent(address)}/messages`);
}

async function readMessages(address, signal) {
  const { items } = await call({ path: `${messagesPath(address)}?last=20` }, signal);
  state.messages.set(address, items);
}

/** Reads the messages of an address that is shown for the first time. */
function wantMessages(address) {
  if (state.messages.has(address)) return;
  state.messages.set(address, []);
  const { signal } = leave;
  readMessages(address, signal).then(show, (error) => signal.aborted || say(error.message, "bad"));
}

function unlessGone(error) {
  if (error.status === 404) return null;
  throw error;
}

/** Defaults and pages of the rules, as the OpenAPI document tells them; the console works without. */
async function readRuleNotes() {
  try {
    const document = await (await fetch("/_control/openapi.json")).json();
    state.ruleNotes = document.components.schemas.Rules.properties;
    show();
  } catch {
    state.ruleNotes = {};
  }
}
