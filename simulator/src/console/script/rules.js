// Limits and switches, defects, access tokens.

/** Names of rules whose value is not the documented default, but for those that a defect breaks. */
function changedRules() {
  const broken = state.defects.filter((defect) => defect.on).map((defect) => defect.rule);
  return Object.keys(state.rules ?? {}).filter((name) => {
    if (broken.includes(name)) return false;
    const note = state.ruleNotes[name];
    return note && "default" in note && JSON.stringify(note.default) !== JSON.stringify(state.rules[name]);
  });
}

function rulesFace() {
  return JSON.stringify([state.world, state.rules, state.defects, Object.keys(state.ruleNotes).length]);
}

function rulesPanel() {
  if (!state.rules) return make("p", { class: "empty" }, "读取中…");
  const bent = changedRules();
  return make("div", null,
    make("section", null,
      make("div", { class: "panel-head line" },
        make("h3", null, "规则"),
        bent.length > 0 && act(`全部恢复（${bent.length}）`, () => rulesOrder(Object.fromEntries(bent.map((name) => [name, state.ruleNotes[name].default]))), { then: tookRules, attributes: { class: "small", "data-focus": "defaults" } }),
        make("span", { class: "grow" }),
        reader(() => inWorld("/rules"))),
      make("ul", { class: "rows" }, Object.entries(state.rules).map(([name, value]) => ruleRow(name, value, bent.includes(name))))),
    make("section", null,
      make("div", { class: "panel-head line" }, make("h3", null, "缺陷"), make("span", { class: "grow" }), reader(() => inWorld("/defects"))),
      make("p", { class: "quiet" }, "故意的错误，用来检验一致性测试是否真的会失败。"),
      make("ul", { class: "rows" }, state.defects.map(defectRow))),
    make("section", null,
      make("div", { class: "panel-head line" }, make("h3", null, "Token")),
      make("p", { class: "line" },
        act("结束全部 Token", () => ({ method: "DELETE", path: inWorld("/tokens") }), { then: (answer) => say(`已结束 ${answer.ended} 个`), attributes: { class: "small" } }),
        make("span", { class: "quiet" }, "Token 按真实时间过期，世界时钟管不到。"))));
}

function rulesOrder(body) {
  return { method: "PUT", path: inWorld("/rules"), body };
}

function tookRules(rules) {
  state.rules = rules;
  changed.rules = true;
  refreshSoon();
}

function ruleRow(name, value, bent) {
  const note = state.ruleNotes[name] ?? {};
  const id = `rule-${name}`;
  return make("li", { class: bent ? "rule bent" : "rule" },
    make("label", { for: id }, called(RULES, name)),
    ruleField(id, name, value),
    make("p", { class: "quiet" },
      make("code", null, name),
      note["x-page"] && ` · ${source(note["x-page"])}`,
      bent && [" · 默认 ", make("code", null, written(note.default)), " ", act("恢复", () => rulesOrder({ [name]: note.default }), { then: tookRules, attributes: { class: "small", "data-focus": `default ${name}` } })]));
}

/** A value as it is typed: lists with blanks between. */
function written(value) {
  return Array.isArray(value) ? value.join(" ") : String(value);
}

function ruleField(id, name, value) {
  const attributes = { id, "data-focus": id };
  if (typeof value === "boolean") {
    const box = make("input", { ...attributes, type: "checkbox", onchange: (event) => change(event.target, event.target.checked) });
    box.checked = value;
    return box;
  }
  const isNumber = typeof value === "number";
  const field = make("input", {
    ...attributes,
    type: isNumber ? "number" : "text",
    min: isNumber ? "0" : null,
    class: Array.isArray(value) ? "long" : "short",
    value: written(value),
    autocomplete: "off",
    spellcheck: "false",
    onchange: (event) => {
      const typed = event.target.value.trim();
      change(event.target, isNumber ? Number(typed) : Array.isArray(value) ? typed.split(/[\s,，]+/).filter(Boolean) : typed);
    },
  });
  return field;

  async function change(target, wanted) {
    const taken = await run(rulesOrder({ [name]: wanted }), tookRules);
    if (taken) return void target.blur();
    if (target.type === "checkbox") target.checked = value;
    else target.value = written(value);
  }
}

function defectRow(defect) {
  const id = `defect-${defect.name}`;
  const box = make("input", {
    id, type: "checkbox", "data-focus": id,
    onchange: async (event) => {
      const order = event.target.checked
        ? { method: "POST", path: inWorld("/defects"), body: { name: defect.name } }
        : { method: "DELETE", path: inWorld(`/defects?name=${encodeURIComponent(defect.name)}`) };
      if (!(await run(order, () => ((changed.rules = true), refreshSoon())))) event.target.checked = defect.on;
    },
  });
  box.checked = defect.on;
  return make("li", { class: defect.on ? "rule bent" : "rule" },
    make("label", { for: id }, called(DEFECTS, defect.name)),
    box,
    make("p", { class: "quiet" }, make("code", null, defect.name), ` · ${source(defect.page)}`));
}
