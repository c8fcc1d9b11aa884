// Calls of the control API, and the curl command that does the same.

const CONTROL = "/_control/v1";
/** How many commands are remembered. */
const COMMANDS_MAX = 50;
/** A long poll waits 30 s; whoever has not answered long after that is gone. */
const PATIENCE_MS = 45_000;

/** The control API said no. */
class Refused extends Error {
  constructor(status, error) {
    super([error.path && `${error.path}：`, error.message, error.hint && `（${error.hint}）`].filter(Boolean).join(""));
    this.status = status;
    this.code = error.code;
  }
}

/** A path inside the shown world. */
function inWorld(path, world = state.world) {
  return `/worlds/${encodeURIComponent(world)}${path}`;
}

/** Calls and gives the answer's JSON. Throws `Refused`, or what `fetch` throws when nobody answers. */
async function call({ method = "GET", path, body }, signal) {
  const answer = await fetch(CONTROL + path, {
    method,
    signal: AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), ...(signal ? [signal] : [])]),
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: "no-store",
  });
  const text = await answer.text();
  let value = null;
  try {
    value = text ? JSON.parse(text) : null;
  } catch {
    throw new Refused(answer.status, { code: "no_json", message: `HTTP ${answer.status}，应答不是 JSON` });
  }
  if (!answer.ok) throw new Refused(answer.status, value?.error ?? { code: "unknown", message: `HTTP ${answer.status}` });
  return value;
}

/** Quoted for a POSIX shell. */
function quoted(text) {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Whether control asks for a token; browsers carry it in a cookie, a shell must be told. */
let isTokenNeeded = false;

async function learnWhetherTokenIsNeeded() {
  const answer = await fetch(`${CONTROL}/info`, { credentials: "omit" }).catch(() => null);
  isTokenNeeded = answer?.status === 401;
}

/** The command that makes the same call. */
function curlOf({ method = "GET", path, body }) {
  const words = ["curl", "-sS"];
  if (method !== "GET") words.push("-X", method);
  if (isTokenNeeded) words.push("-H", '"authorization: Bearer $REALNAME_CONTROL_TOKEN"');
  words.push(quoted(location.origin + CONTROL + path));
  if (body !== undefined) words.push("-H", quoted("content-type: application/json"), "-d", quoted(JSON.stringify(body)));
  return words.join(" ");
}

/** The command that repeats an exchange of the journal. */
function curlOfExchange({ direction, method, target, request }) {
  const words = ["curl", "-sS", "-X", method, quoted(direction === "in" ? location.origin + target : target)];
  for (const { name, value } of request.headers) {
    // curl writes these itself.
    if (!["host", "content-length", "connection", "transfer-encoding"].includes(name.toLowerCase())) {
      words.push("-H", quoted(`${name}: ${value}`));
    }
  }
  if (request.body && !request.body_is_base64) words.push("--data-binary", quoted(request.body));
  return words.join(" ");
}

const commands = [];
/** What each button would call; asked for, with `true` for a mere look, when it is pointed at. */
const orders = new WeakMap();

/**
 * A button that calls the control API. `order` gives the call, or null if something is missing.
 * `then` gets the answer; a refusal is said aloud.
 */
function act(words, order, { then, attributes, confirm } = {}) {
  const button = make("button", { type: "button", "data-focus": typeof words === "string" ? words : null, ...attributes }, words);
  orders.set(button, order);
  button.addEventListener("click", async () => {
    if (confirm && button.dataset.asked !== "yes") {
      button.dataset.asked = "yes";
      button.textContent = confirm;
      return;
    }
    // A disabled button would lose the focus, so a busy one only turns deaf.
    if (button.ariaBusy === "true") return;
    const wanted = order(false);
    if (!wanted) return;
    button.ariaBusy = "true";
    await run(wanted, then);
    button.ariaBusy = "false";
  });
  return button;
}

/** Makes a call on somebody's behalf: remembers the command, and says how it ended. */
async function run(order, then) {
  const command = { curl: curlOf(order), status: "…", tone: "wait" };
  commands.unshift(command);
  commands.length = Math.min(commands.length, COMMANDS_MAX);
  showCommand();
  let answer;
  try {
    answer = await call(order);
    Object.assign(command, { status: "成功", tone: "good" });
  } catch (error) {
    Object.assign(command, { status: error.status ? `HTTP ${error.status}` : "无应答", tone: "bad" });
    say(error instanceof Refused ? error.message : "模拟器没有应答", "bad");
    showCommand();
    return false;
  }
  showCommand();
  byId("said").hidden = true;
  await then?.(answer);
  return true;
}

/** A button that shows the command by which a list is read, and copies it. */
function reader(path, words = "curl") {
  const order = () => ({ path: path() });
  const button = make("button", { type: "button", class: "small quiet", title: "复制读取此内容的命令", onclick: () => copy(curlOf(order())) }, words);
  orders.set(button, order);
  return button;
}

/** Shows the command of `pointed`, a button, or else the last one that ran. */
function showCommand(pointed) {
  const order = pointed && orders.get(pointed)?.(true);
  const last = commands[0];
  const text = order ? curlOf(order) : last?.curl;
  if (!text) return;
  document.body.dataset.commanded = "yes";
  byId("command-text").textContent = text;
  byId("command-state").textContent = order ? "将执行" : last.status;
  byId("command-state").className = `tag ${order ? "" : last.tone}`;
  byId("command-copy").disabled = false;
}

function startCommands() {
  const point = (event) => {
    const button = event.target.closest?.("button");
    if (button && orders.has(button)) showCommand(button);
  };
  const leave = (event) => {
    const button = event.target.closest?.("button");
    if (button && orders.has(button)) showCommand();
  };
  document.addEventListener("pointerover", point);
  document.addEventListener("focusin", point);
  document.addEventListener("pointerout", leave);
  document.addEventListener("focusout", leave);
  byId("command-copy").addEventListener("click", () => copy(byId("command-text").textContent));
  byId("command-history").addEventListener("click", () => openDialog("执行过的命令", commandHistory));
}

function commandHistory() {
  if (!commands.length) return make("p", { class: "empty" }, "还没有执行过操作。");
  return make("ol", { class: "rows" }, commands.map(({ curl, status, tone }) =>
    make("li", { class: "command-row" }, tag(status, tone), make("code", null, curl), copier(curl))));
}
