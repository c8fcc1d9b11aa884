// The top bar: world, clock, search, and what is out of the ordinary in this world.

const SPEEDS = [1, 10, 60, 600];

function startBar() {
  byId("world-select").addEventListener("change", (event) => choose(event.target.value));
  byId("world-select").addEventListener("pointerdown", () => readWorlds().then(show, () => {}));
  byId("world-manage").addEventListener("click", async () => {
    await readWorlds().catch(() => {});
    openDialog("世界", worldsDialog);
  });
  byId("search-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const first = shownFlows()[0];
    if (first) chooseFlow(first.id);
    else searchServer();
  });
  byId("search").addEventListener("input", (event) => {
    state.search = event.target.value.trim();
    show();
  });
}

/** Goes to another world, and says so in the address. */
function choose(world) {
  const url = new URL(location.href);
  url.searchParams.set("world", world);
  url.hash = "";
  history.pushState(null, "", url);
  enter(world);
}

function showBar() {
  showWorlds();
  showClock();
  showChips();
}

function showWorlds() {
  const select = byId("world-select");
  if (document.activeElement === select) return;
  const names = state.worlds.map((world) => world.world);
  if (state.world && !names.includes(state.world)) names.push(state.world);
  const face = JSON.stringify([names, state.world]);
  if (select.shownFace === face) return;
  select.shownFace = face;
  select.replaceChildren(...names.map((name) => make("option", { value: name, selected: name === state.world }, name)));
}

function showClock() {
  const { clock } = state;
  const frozen = clock?.mode === "frozen";
  tick();
  byId("clock-mode").textContent = !clock ? "–" : frozen ? "已冻结" : clock.speed > 1 ? `运行 ×${clock.speed}` : "运行";
  byId("clock-mode").className = `tag ${frozen ? "primary" : "good"}`;
  const face = JSON.stringify(clock && [state.world, clock.mode, clock.speed, clock.next]);
  renewPiece(byId("clock-moves"), face, clock ? clockMoves : null);
}

function clockMoves() {
  const { clock } = state;
  const order = (body) => () => ({ method: "POST", path: inWorld("/clock"), body });
  const move = (words, by) => act(words, order({ advance: by }), { then: moved, attributes: { class: "small" } });
  const next = clock.next;
  const nextWords = next ? ["到下一个：", called(DEADLINES, next.what), " ", distant(next.at)] : "没有下一个";
  const speeds = make("select", {
    id: "clock-speed",
    "aria-label": "时钟速度",
    "data-focus": "speed",
    onchange: (event) => run(order({ run: true, speed: Number(event.target.value) })(), refreshSoon),
  }, [...new Set([...SPEEDS, clock.speed])].sort((one, other) => one - other)
    .map((speed) => make("option", { value: speed, selected: speed === clock.speed }, `×${speed}`)));
  return make("span", { class: "group" },
    move("+1 分", "1m"),
    move("+15 分", "15m"),
    move("+1 天", "1d"),
    act(nextWords, order({ advance: "next" }), { then: moved, attributes: { class: "small", disabled: !next, title: next ? moment(next.at) : null, "data-focus": "next" } }),
    clock.mode === "frozen"
      ? act("运行", order({ run: true, speed: 1 }), { then: refreshSoon, attributes: { class: "small", "data-focus": "mode" } })
      : act("冻结", order({ freeze: true }), { then: refreshSoon, attributes: { class: "small", "data-focus": "mode" } }),
    clock.mode === "running" && speeds);
}

/** The clock stopped short of where it should go: says why, and goes on if there was no time left. */
async function moved(answer) {
  refreshSoon();
  if (answer.reason === "budget") {
    say(`已到 ${moment(answer.reached)}，还有 ${answer.pending} 个待投递，继续中…`, "wait");
    await run({ method: "POST", path: inWorld("/clock"), body: { advance: answer.target } }, moved);
  } else if (answer.reason === "cascade") {
    say(`停在 ${moment(answer.reached)}：同一时刻的通知没完没了`, "bad");
  } else {
    say(`已到 ${moment(answer.reached)}`);
  }
}

function showChips() {
  const on = state.defects.filter((defect) => defect.on);
  const bent = changedRules().length;
  const chips = [
    ...on.map((defect) => ({ words: `缺陷：${called(DEFECTS, defect.name)}`, tone: "bad" })),
    ...(bent ? [{ words: `${bent} 条规则已改`, tone: "wait" }] : []),
  ];
  renew(byId("chips"), chips, {
    key: (chip) => chip.words,
    face: (chip) => chip.tone,
    build: (chip) => make("button", { type: "button", class: `chip ${chip.tone}`, onclick: () => chooseTab("rules") }, chip.words),
  });
}
