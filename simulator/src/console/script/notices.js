// The notices: what the callers were told, attempt by attempt.

let onlyOfFlow = false;

function shownNotices() {
  const all = [...state.notices.values()].filter((notice) => !onlyOfFlow || notice.flow === state.chosen);
  return all.sort((one, other) => Number(other.id.slice(1)) - Number(one.id.slice(1)));
}

function noticesFace() {
  return JSON.stringify([shownNotices().map((notice) => [notice, state.open.has(`notice ${notice.id}`)]), onlyOfFlow, state.chosen, state.noticesEvicted]);
}

function noticesPanel() {
  const notices = shownNotices();
  return make("div", null,
    make("div", { class: "panel-head line" },
      make("label", { class: "check" },
        make("input", { type: "checkbox", checked: onlyOfFlow, "data-focus": "only", onchange: (event) => ((onlyOfFlow = event.target.checked), show()) }), "仅所选流程"),
      make("span", { class: "grow" }),
      reader(() => inWorld("/notices"))),
    notices.length
      ? make("ol", { class: "rows" }, notices.map((notice) => make("li", null, noticeCard(notice))))
      : make("p", { class: "empty" }, "还没有通知。流程带有 notifyUrl，或应用设有回调地址时，认证通过后会出现在这里。"),
    state.noticesEvicted > 0 && make("p", { class: "list-end" }, `更早的 ${state.noticesEvicted} 条已被遗忘。`));
}

function noticeCard(notice) {
  const key = `notice ${notice.id}`;
  const open = state.open.has(key);
  return make("div", { class: "card notice" },
    make("p", { class: "line" },
      make("strong", null, called(NOTICE_ACTIONS, notice.action)), make("code", null, notice.action),
      tag(called(NOTICE_STATES, notice.state), NOTICE_TONES[notice.state]),
      make("span", { class: "grow" }),
      make("code", { class: "quiet" }, notice.id)),
    make("p", { class: "wide-text" }, make("code", null, notice.url)),
    make("p", { class: "line wrap" },
      notice.attempts.map((attempt) => make("span", { class: `attempt ${isDelivered(attempt) ? "good" : "bad"}`, title: `第 ${attempt.attempt} 次 · ${moment(attempt.at)}` }, delivery(attempt))),
      notice.next_at && make("span", { class: "attempt wait" }, `第 ${notice.attempts.length} 次 · `, distant(notice.next_at))),
    make("p", { class: "line" },
      act("重发", () => ({ method: "POST", path: inWorld(`/notices/${notice.id}/resend`) }), { then: () => (changed.notices.add(notice.id), refreshSoon()), attributes: { class: "small", "data-focus": `resend ${notice.id}` } }),
      make("button", { type: "button", class: "small", "aria-expanded": String(open), "data-focus": `open ${notice.id}`, onclick: () => toggle(key) }, open ? "收起" : "详情"),
      state.flows.has(notice.flow) && notice.flow !== state.chosen && make("button", { type: "button", class: "small", "data-focus": `flow ${notice.id}`, onclick: () => chooseFlow(notice.flow) }, "看流程"),
      make("span", { class: "grow" }),
      reader(() => inWorld(`/notices/${notice.id}`))),
    open && make("div", { class: "details" },
      pairs(["起因", moment(notice.at)], ["流程", make("code", null, notice.flow)], ["应用", make("code", null, notice.app_id)], ["下一次", notice.next_at && moment(notice.next_at)]),
      notice.attempts.length > 0 && make("table", null,
        make("thead", null, make("tr", null, ["次", "应于", "结束于", "结果"].map((words) => make("th", { scope: "col" }, words)))),
        make("tbody", null, notice.attempts.map((attempt) => make("tr", null,
          make("td", null, String(attempt.attempt)), make("td", null, timeOfDay(attempt.due)), make("td", null, timeOfDay(attempt.at)), make("td", { class: isDelivered(attempt) ? "good" : "bad" }, delivery(attempt)))))),
      notice.body && make("pre", { tabindex: "0" }, pretty(notice.body))));
}
