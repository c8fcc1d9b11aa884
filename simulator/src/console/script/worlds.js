// Worlds: which there are, what belongs to them, making, resetting and ending them.

function worldsDialog() {
  return make("div", null,
    make("ol", { class: "rows" }, state.worlds.map(worldRow)),
    state.about && state.about.world === state.world && make("section", null,
      make("h3", null, `「${state.world}」`),
      pairs(["种子", make("code", null, String(state.about.seed))], ["场景", state.about.scenario], ["接口地址", [make("code", null, state.about.urls.api), copier(state.about.urls.api)]]),
      state.about.apps.map((app) => make("div", { class: "card" }, pairs(["应用", app.name], ["App ID", [make("code", null, app.app_id), copier(app.app_id)]], ["App Secret", [make("code", null, app.app_secret), copier(app.app_secret)]], ["回调地址", app.webhook && make("code", null, app.webhook)])))),
    make("section", null, make("h3", null, "新建"), newWorldForm()));
}

function worldRow(world) {
  const path = inWorld("", world.world);
  const shown = world.world === state.world;
  return make("li", { class: "world" },
    make("p", { class: "line wrap" },
      make("strong", null, world.world), world.is_default && tag("默认"), shown && tag("当前", "primary"),
      make("span", { class: "quiet" }, `${world.scenario} · 种子 ${world.seed} · ${world.is_broken ? "已损坏，原因见 stderr 日志" : `${world.flows} 个流程 · ${moment(world.now)}${world.mode === "frozen" ? " 已冻结" : ""}`}`)),
    make("p", { class: "line" },
      !shown && make("button", { type: "button", class: "small", onclick: () => (closeDialog(), choose(world.world)) }, "切换"),
      act("重置", () => ({ method: "POST", path: `${path}/reset` }), { confirm: "确认重置？", then: () => (closeDialog(), say("已重置"), shown && enter(world.world)), attributes: { class: "small" } }),
      !world.is_default && act("删除", () => ({ method: "DELETE", path }), { confirm: "确认删除？", then: async () => {
        await readWorlds().catch(() => {});
        openDialog("世界", worldsDialog);
        if (shown && state.info?.default_world) choose(state.info.default_world);
      }, attributes: { class: "small" } })));
}

function newWorldForm() {
  const name = make("input", { id: "new-world", name: "name", placeholder: "名称（可不填）", autocomplete: "off", spellcheck: "false" });
  const scenario = make("input", { id: "new-scenario", name: "scenario", value: "town", autocomplete: "off", spellcheck: "false", list: "scenarios" });
  const frozen = make("input", { id: "new-frozen", type: "checkbox" });
  const order = () => {
    const body = { scenario: scenario.value.trim() || "town" };
    if (name.value.trim()) body.name = name.value.trim();
    if (frozen.checked) body.clock = { mode: "frozen" };
    return { method: "POST", path: "/worlds", body };
  };
  return make("div", { class: "form" },
    make("label", { for: "new-world" }, "名称"), name,
    make("label", { for: "new-scenario" }, "场景"), scenario,
    make("datalist", { id: "scenarios" }, [...new Set(["town", "empty", "closed", "crowd", ...state.worlds.map((world) => world.scenario)])].map((one) => make("option", { value: one }))),
    make("span"), make("label", { class: "check" }, frozen, " 冻结时钟"),
    make("span"), make("p", null, act("新建世界", order, { then: (world) => (closeDialog(), choose(world.world)), attributes: { class: "primary" } })));
}
