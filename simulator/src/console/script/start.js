// Putting it together: one frame draws everything that changed; the address says what is shown.

let frame = 0;
let isPressed = false;

/** Draws soon, once for many changes. */
function show() {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    // A button that is made anew under a finger would never be clicked.
    if (isPressed) return;
    showBar();
    showFlows();
    showTimeline();
    showSide();
    showJournal();
  });
}

/** On narrow screens one pane is shown at a time. */
function choosePane(name) {
  state.pane = name;
  document.body.dataset.pane = name;
  for (const button of document.querySelectorAll("[data-pane]")) {
    if (button.tagName === "BUTTON") button.setAttribute("aria-pressed", String(button.dataset.pane === name));
  }
  show();
}

/** The address keeps flow and tab, so that a place can be shared. */
function rememberPlace() {
  const place = new URLSearchParams();
  if (state.chosen) place.set("flow", state.chosen);
  place.set("tab", state.tab);
  history.replaceState(null, "", `${location.pathname}${location.search}#${place}`);
}

function readPlace() {
  const place = new URLSearchParams(location.hash.slice(1));
  const tab = place.get("tab") ?? "";
  return {
    world: new URLSearchParams(location.search).get("world"),
    chosen: place.get("flow"),
    tab: Object.hasOwn(PANELS, tab) ? tab : "phones",
  };
}

/** Goes where the address says. */
function followAddress() {
  const { world, chosen, tab } = readPlace();
  state.tab = tab;
  const wanted = world ?? state.info?.default_world;
  if (wanted !== state.world) return void enter(wanted, chosen);
  if (chosen) chooseFlow(chosen);
  show();
}

function startPress() {
  addEventListener("pointerdown", () => (isPressed = true), true);
  // The click follows the release, and must still find its button.
  const release = () => setTimeout(() => {
    isPressed = false;
    show();
  });
  addEventListener("pointerup", release, true);
  addEventListener("pointercancel", release, true);
  addEventListener("blur", (event) => event.target === window && release());
}

function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId("dialog").open) return;
    if (event.target.matches?.("input, textarea, select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const tabs = Object.keys(PANELS);
    if (event.key === "/") {
      event.preventDefault();
      byId("search").focus();
    } else if (event.key === "j") stepFlow(1);
    else if (event.key === "k") stepFlow(-1);
    else if (event.key === "l") byId("drawer-toggle").click();
    else if (/^[1-4]$/.test(event.key)) chooseTab(tabs[Number(event.key) - 1]);
    else if (event.key === "?") openDialog("快捷键", shortcuts);
  });
}

function shortcuts() {
  return pairs(["/", "搜索流程"], ["j、k", "下一个、上一个流程"], ["1 – 4", "手机、通知、人物、规则"], ["l", "展开或收起日志"], ["?", "这份说明"]);
}

async function start() {
  startBar();
  startCommands();
  startTimeline();
  startSide();
  startJournal();
  startKeys();
  startPill("flows");
  startPill("journal");
  byId("flows-reads").append(reader(() => inWorld("/flows")));
  for (const button of document.querySelectorAll(".switch [data-pane]")) {
    button.addEventListener("click", () => choosePane(button.dataset.pane));
  }
  byId("dialog-close").addEventListener("click", closeDialog);
  byId("dialog").addEventListener("close", () => (openDialogBody = null));
  startPress();
  setInterval(tick, 1_000);
  addEventListener("popstate", followAddress);
  // A hidden page holds no connections; it catches up when it is looked at.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) leave.abort();
    else if (state.info) comeBack();
  });
  Object.assign(state, readPlace());
  choosePane(state.chosen ? "timeline" : "flows");
  learnWhetherTokenIsNeeded();
  readRuleNotes();
  await comeBack();
}

start();
