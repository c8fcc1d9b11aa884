// Making and renewing elements. Data reaches the page as text and attributes only, never as markup.

function byId(id) {
  return document.getElementById(id);
}

/**
 * An element. Of the attributes, `class`, `hidden` and the like are set as they are, `on…` are
 * listeners, and what is null or false is left out. Children that are null or false are left out too.
 */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A link. Only web addresses become one: an address comes from data. */
function link(address, words, attributes) {
  let url = null;
  try {
    url = new URL(address, location.origin);
  } catch {
    // No address: shown as text below.
  }
  if (!url || !["http:", "https:"].includes(url.protocol)) return make("span", attributes, words);
  return make("a", { href: url.href, target: "_blank", rel: "noreferrer noopener", ...attributes }, words);
}

/** Names and values, side by side; pairs without a value are left out. */
function pairs(...rows) {
  const told = rows.filter(([, value]) => value !== null && value !== undefined && value !== "" && value !== false);
  return make("dl", { class: "pairs" }, told.map(([name, value]) => [make("dt", null, name), make("dd", null, value)]));
}

/** A coloured word. */
function tag(words, tone) {
  return make("span", { class: `tag ${tone ?? ""}` }, words);
}

/** A button that puts a text on the clipboard. */
function copier(text, words = "复制", focus = `copy ${text}`) {
  return make("button", { type: "button", class: "small", "data-focus": focus, onclick: () => copy(text) }, words);
}

/** Text as it came: JSON is laid out, everything else stays. */
function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/**
 * Brings a container's children in line with `items`. A child is kept as long as its `face`, the text
 * of all that it shows, is the same: so focus, selection and scrolling survive. A child in which
 * somebody is typing is left alone until he is done.
 */
function renew(container, items, { key, face, build }) {
  const old = new Map([...container.children].map((child) => [child.shownKey, child]));
  let place = container.firstElementChild;
  for (const item of items) {
    const itemKey = key(item);
    const itemFace = face(item);
    let child = old.get(itemKey);
    old.delete(itemKey);
    if (!child || (child.shownFace !== itemFace && !isTypedIn(child))) {
      const fresh = build(item);
      fresh.shownKey = itemKey;
      fresh.shownFace = itemFace;
      if (child) {
        if (place === child) place = fresh;
        replace(child, fresh);
      }
      child = fresh;
    }
    if (child === place) place = place.nextElementSibling;
    else container.insertBefore(child, place);
  }
  for (const gone of old.values()) gone.remove();
}

/** One piece that is made anew only when what it shows has changed; another `key` is another piece. */
function renewPiece(container, face, build, key = "piece") {
  renew(container, build ? [face] : [], { key: () => key, face: (text) => text, build: () => build() });
}

function isTypedIn(element) {
  const active = document.activeElement;
  return element.contains(active) && active.matches("input:not([type=checkbox]), textarea, select");
}

/** Focus goes over to the control of the same `data-focus`. */
function replace(child, fresh) {
  const active = document.activeElement;
  const focus = child.contains(active) ? active.dataset.focus : null;
  child.replaceWith(fresh);
  if (!focus) return;
  const heir = [fresh, ...fresh.querySelectorAll("[data-focus]")].find((element) => element.dataset.focus === focus);
  heir?.focus({ preventScroll: true });
}

let saidTimer = 0;

/** A short word to the person at the screen. */
function say(words, tone = "good") {
  const element = byId("said");
  element.textContent = words;
  element.className = `said ${tone}`;
  element.setAttribute("role", tone === "bad" ? "alert" : "status");
  element.hidden = false;
  clearTimeout(saidTimer);
  saidTimer = setTimeout(() => (element.hidden = true), tone === "bad" ? 8_000 : 2_500);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without a secure context there is no clipboard, but there is still the old way.
    const field = make("textarea", { class: "hidden" });
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  say("已复制");
}

let openDialogBody = null;

/** Opens the one dialog; `build` is asked again whenever the state changes. */
function openDialog(title, build) {
  byId("dialog-title").textContent = title;
  openDialogBody = build;
  byId("dialog-body").replaceChildren(build());
  if (!byId("dialog").open) byId("dialog").showModal();
}

function closeDialog() {
  byId("dialog").close();
}
