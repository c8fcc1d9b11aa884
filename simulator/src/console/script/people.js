// The people of the world, and changing what is true of them. Its organizations stand below.

let peopleSearch = "";
/** What is typed for a person, by id; kept until it is saved or thrown away. */
const drafts = new Map();

function shownPeople() {
  const wanted = peopleSearch.toLowerCase();
  return [...state.people.values()].filter((person) => !wanted || JSON.stringify(person).toLowerCase().includes(wanted));
}

function peopleFace() {
  return JSON.stringify([shownPeople().map((person) => [person, state.open.has(`person ${person.id}`)]), state.people.size, shownOrganizations(), drafts.has("")]);
}

function peoplePanel() {
  const people = shownPeople();
  return make("div", null,
    make("div", { class: "panel-head line" },
      make("input", { type: "search", placeholder: "姓名、号码、用途", "aria-label": "筛选人物", value: peopleSearch, "data-focus": "people", oninput: (event) => ((peopleSearch = event.target.value.trim()), showSoonWhileTyping()) }),
      make("button", { type: "button", class: "small", "data-focus": "new person", onclick: newPerson }, "新增"),
      reader(() => inWorld("/people"))),
    deskLinks(),
    drafts.has("") && make("div", { class: "card" }, make("h3", null, "新人物"), editor("", "PUT 的 id 取自 JSON 里的 id")),
    people.length
      ? make("ol", { class: "rows" }, people.map((person) => make("li", null, personCard(person))))
      : make("p", { class: "empty" }, state.people.size ? "没有匹配的人物。" : "这个世界没有登记人物；证件号格式正确的人是否存在，由场景的 unknown 决定。"),
    organizationsPart());
}

/** The panel is left alone while somebody types in it, so the search shows its own results. */
function showSoonWhileTyping() {
  const panel = byId("side");
  const field = panel.querySelector('[data-focus="people"]');
  const { selectionStart } = field;
  panel.replaceChildren();
  showSide();
  const heir = panel.querySelector('[data-focus="people"]');
  heir.focus();
  heir.setSelectionRange(selectionStart, selectionStart);
}

function personCard(person) {
  const key = `person ${person.id}`;
  const open = state.open.has(key);
  return make("div", { class: "card" },
    make("p", { class: "line" },
      make("strong", null, person.name),
      person.verified && tag(`已实名 · ${called(METHODS, person.verified)}`, "good"),
      person.face && person.face !== "same" && tag(`刷脸：${called(FACE_FACTS, person.face)}`, "bad"),
      make("span", { class: "grow" }),
      make("code", { class: "quiet" }, person.id)),
    person.use && make("p", { class: "quiet" }, person.use),
    pairs(
      [called(DOCUMENTS, person.id_type ?? "id_card"), [make("code", null, person.id_number), copier(person.id_number)]],
      ...person.mobiles.map((mobile) => ["手机", [make("code", null, mobile), copier(mobile), lineState(person, mobile)]]),
      ...person.mails.map((mail) => ["邮箱", [make("code", null, mail), copier(mail)]]),
      ...person.bank_cards.map((card) => [card.bank, [make("code", null, card.number), copier(card.number), card.mobile !== person.mobiles[0] && make("span", { class: "quiet" }, `预留 ${grouped(card.mobile)}`), CARD_STATES[card.state] && tag(CARD_STATES[card.state], "bad")]]),
      ["支付宝", person.alipay && make("code", null, person.alipay)]),
    make("p", { class: "line" },
      make("button", { type: "button", class: "small", "aria-expanded": String(open), "data-focus": `edit ${person.id}`, onclick: () => toggle(key) }, open ? "收起" : "修改"),
      person.mobiles[0] && link(`/_phone/${person.mobiles[0]}?world=${encodeURIComponent(state.world)}`, "打开手机"),
      make("span", { class: "grow" }),
      reader(() => personPath(person.id))),
    open && editor(person.id, null, person));
}

function lineState(person, mobile) {
  const word = LINE_STATES[person.line_states?.[mobile]];
  return word && tag(word, "bad");
}

function personPath(id) {
  return inWorld(`/people/${encodeURIComponent(id)}`);
}

/** A person as the JSON that `PUT` takes. */
function editor(id, note, person) {
  const { id: _, verified, ...facts } = person ?? {};
  const field = make("textarea", { rows: "12", spellcheck: "false", "aria-label": "人物 JSON", "data-focus": `facts ${id}`, oninput: (event) => drafts.set(id, event.target.value) });
  field.value = drafts.get(id) ?? JSON.stringify(facts, null, 2);
  const order = (isLook) => {
    try {
      const body = JSON.parse(field.value);
      const target = id || body.id;
      if (!target) throw new Error("缺少 id");
      return { method: "PUT", path: personPath(target), body };
    } catch (error) {
      if (!isLook) say(`JSON 有误：${error.message}`, "bad");
      return null;
    }
  };
  const done = () => {
    drafts.delete(id);
    document.activeElement?.blur();
    state.open.delete(`person ${id}`);
    changed.people = true;
    refreshSoon();
    say("已保存");
  };
  return make("div", { class: "editor" },
    note && make("p", { class: "quiet" }, note),
    field,
    make("p", { class: "line" },
      act("保存", order, { then: done, attributes: { class: "small primary", "data-focus": `save ${id}` } }),
      make("button", { type: "button", class: "small", onclick: () => (drafts.delete(id), state.open.delete(`person ${id}`), show()) }, "放弃")));
}

function newPerson() {
  drafts.set("", JSON.stringify({ id: "new-person", name: "新人物", id_number: "", mobiles: [], mails: [], bank_cards: [], alipay: null, use: "" }, null, 2));
  show();
}
