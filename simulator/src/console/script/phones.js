// The phones: side by side, as phones look, with what arrived and what is asked of the face.

/** How many phones are shown. */
const PHONES_MAX = 6;

/** Numbers and mail addresses of the chosen flow first, then those of the latest messages. */
function shownAddresses() {
  const flow = state.flows.get(state.chosen);
  const own = [];
  if (flow) {
    own.push(flow.subject?.address, ...(state.timeline ?? []).filter((entry) => entry.kind === "code_sent").map((entry) => entry.detail.to));
    const person = personOf(flow);
    if (person) own.push(person.mobiles[0]);
  }
  const others = flow ? [] : state.addresses.slice(0, 4);
  return [...new Set([...state.pinned, ...own, ...others].filter(Boolean))].slice(0, PHONES_MAX);
}

/** The listed person whom the flow is about, if there is one. */
function personOf(flow) {
  const { name, address } = flow.subject ?? {};
  const people = [...state.people.values()];
  return people.find((person) => person.mobiles.includes(address) || person.mails.includes(address)) ?? people.find((person) => person.name === name);
}

function ownerOf(address) {
  return [...state.people.values()].find((person) => person.mobiles.includes(address) || person.mails.includes(address));
}

function phonesFace() {
  const addresses = shownAddresses();
  return JSON.stringify([state.world, state.chosen, addresses.map((address) => [address, state.messages.get(address), state.scanned.get(address), ownerOf(address)?.name]), facesOfFlow(), state.people.size]);
}

function facesOfFlow() {
  return [...state.faces.values()].filter((face) => face.flow === state.chosen).reverse();
}

function phonesPanel() {
  const addresses = shownAddresses();
  addresses.forEach(wantMessages);
  const faces = facesOfFlow();
  return make("div", null,
    make("div", { class: "panel-head" }, phonePicker(addresses)),
    faces.length > 0 && make("section", null, make("h3", null, "刷脸"), faceCard(faces[0]), faces.length > 1 && make("p", { class: "quiet" }, `更早的 ${faces.length - 1} 次刷脸见时序。`)),
    addresses.length ? make("div", { class: "phones" }, addresses.map(phone)) : make("p", { class: "empty" }, "还没有短信或邮件。选择一个流程，或从上面添加一部手机。"));
}

function phonePicker(shown) {
  const choices = [...state.people.values()].flatMap((person) => [...person.mobiles, ...person.mails].map((address) => ({ address, words: `${person.name} · ${grouped(address)}` })));
  const pick = (address) => {
    if (!/^1[3-9]\d{9}$|^[^@\s]+@[^@\s]+$/.test(address)) return say("请输入 11 位手机号或邮箱", "bad");
    if (!state.pinned.includes(address)) state.pinned.unshift(address);
    show();
  };
  return make("form", { class: "line", onsubmit: (event) => (event.preventDefault(), pick(new FormData(event.target).get("address").trim())) },
    make("label", { class: "hidden", for: "phone-pick" }, "添加手机或邮箱"),
    make("input", { id: "phone-pick", name: "address", list: "phone-choices", placeholder: "添加手机或邮箱", autocomplete: "off", "data-focus": "pick" }),
    make("datalist", { id: "phone-choices" }, choices.filter((choice) => !shown.includes(choice.address)).map((choice) => make("option", { value: choice.address }, choice.words))),
    make("button", { type: "submit", class: "small" }, "显示"));
}

function phone(address) {
  const isMail = address.includes("@");
  const owner = ownerOf(address);
  const messages = state.messages.get(address) ?? [];
  const page = isMail ? `/_mail/${encodeURIComponent(address)}` : `/_phone/${address}`;
  const pinned = state.pinned.includes(address);
  return make("article", { class: isMail ? "phone mail" : "phone", "aria-label": `${isMail ? "邮箱" : "手机"} ${address}` },
    make("header", null,
      make("strong", null, owner?.name ?? (isMail ? "邮箱" : "未登记")),
      make("code", null, grouped(address)),
      pinned && make("button", { type: "button", class: "small quiet", "aria-label": `收起 ${address}`, onclick: () => ((state.pinned = state.pinned.filter((one) => one !== address)), show()) }, "×")),
    make("div", { class: "screen" },
      messages.length ? messages.slice(-5).reverse().map(messageBubble) : make("p", { class: "quiet" }, "没有消息")),
    make("footer", null,
      !isMail && scanForm(address),
      make("p", { class: "line" }, link(`${page}?world=${encodeURIComponent(state.world)}`, isMail ? "打开邮箱" : "打开这部手机"), reader(() => messagesPath(address)))));
}

/** A message, with its code in large digits. */
function messageBubble(message) {
  const code = message.text.match(/(?<!\d)\d{6}(?!\d)/)?.[0];
  const [before, after] = code ? message.text.split(code, 2) : [message.text, ""];
  return make("div", { class: "bubble" },
    make("time", { datetime: message.at, title: moment(message.at) }, timeOfDay(message.at)),
    make("p", null, before, code && make("b", { class: "code" }, code), after),
    (code || message.links.length > 0) && make("p", { class: "line" },
      code && copier(code, "复制验证码"),
      message.links.map((address) => link(address, "打开链接"))));
}

function scanForm(mobile) {
  const result = state.scanned.get(mobile);
  const text = make("input", { name: "url", required: true, placeholder: "二维码内容", "aria-label": "二维码内容", autocomplete: "off", "data-focus": `scan ${mobile}` });
  const scan = (words, app) => act(words, (isLook) => (text.value.trim() || isLook ? { method: "POST", path: inWorld(`/phones/${mobile}/scan`), body: { url: text.value.trim(), with: app } } : (text.focus(), null)),
    { then: (answer) => remembered(mobile, answer, text), attributes: { class: "small", "data-focus": `scan ${app} ${mobile}` } });
  return make("div", { class: "scan" },
    text,
    make("p", { class: "line" }, scan("浏览器扫码", "browser"), scan("支付宝扫码", "alipay")),
    result && make("p", null, "打开 ", link(result.url, called(PAGES, result.page))));
}

function remembered(mobile, answer, text) {
  if (text) text.value = "";
  document.activeElement?.blur();
  state.scanned.set(mobile, answer);
  changed.faces.add(answer.ticket);
  refreshSoon();
}

/** A face check and what can be decided about it. */
function faceCard(face) {
  const path = inWorld(`/faces/${encodeURIComponent(face.ticket)}`);
  const isOver = face.state === "ended" || face.state === "expired";
  const flow = state.flows.get(face.flow);
  const person = flow && personOf(flow);
  const mobile = person?.mobiles[0] ?? (/^1\d{10}$/.test(flow?.subject?.address ?? "") ? flow.subject.address : null);
  const scanned = [...state.scanned.values()].find((answer) => answer.ticket === face.ticket);
  const app = face.vendor === "alipay" ? "alipay" : "browser";
  return make("div", { class: "card" },
    make("p", { class: "line" },
      make("strong", null, face.name ?? "刷脸"), called(VENDORS, face.vendor),
      tag(face.outcome ? called(FACE_OUTCOMES, face.outcome) : called(FACE_STATES, face.state), face.outcome ? (face.outcome === "passed" ? "good" : "bad") : "wait"),
      face.action && !isOver && make("span", { class: "quiet" }, called(FACE_ACTIONS, face.action)),
      make("span", { class: "grow" }),
      reader(() => path)),
    scanned && !isOver && make("p", null, "手机打开的页面：", link(scanned.url, called(PAGES, scanned.page))),
    face.state === "issued" && face.url && mobile && make("p", null, act(`用 ${grouped(mobile)} 扫码`,
      () => ({ method: "POST", path: inWorld(`/phones/${mobile}/scan`), body: { url: face.url, with: app } }), { then: (answer) => remembered(mobile, answer), attributes: { class: "small primary" } })),
    (face.state === "scanned" || face.state === "acting") && make("p", { class: "line wrap" }, Object.entries(FACE_OUTCOMES).map(([outcome, words]) => act(words,
      () => ({ method: "POST", path, body: { outcome } }), { then: () => (changed.faces.add(face.ticket), refreshSoon()), attributes: { class: outcome === "passed" ? "small primary" : "small" } }))));
}
