// The right side: one panel at a time.

const PANELS = {
  phones: { face: phonesFace, build: phonesPanel },
  notices: { face: noticesFace, build: noticesPanel },
  people: { face: peopleFace, build: peoplePanel },
  rules: { face: rulesFace, build: rulesPanel },
};

function startSide() {
  const tabs = [...document.querySelectorAll("[data-tab]")];
  for (const button of tabs) {
    button.addEventListener("click", () => chooseTab(button.dataset.tab));
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(tabs.indexOf(button) + step + tabs.length) % tabs.length];
      chooseTab(next.dataset.tab);
      next.focus();
    });
  }
}

function chooseTab(name) {
  state.tab = Object.hasOwn(PANELS, name) ? name : "phones";
  byId("side").scrollTop = 0;
  choosePane("side");
  rememberPlace();
  show();
}

function showSide() {
  for (const button of document.querySelectorAll("[data-tab]")) {
    const chosen = button.dataset.tab === state.tab;
    button.setAttribute("aria-selected", String(chosen));
    button.tabIndex = chosen ? 0 : -1;
  }
  byId("side").setAttribute("aria-labelledby", `tab-${state.tab}`);
  const panel = PANELS[state.tab];
  const side = byId("side");
  const { scrollTop } = side;
  renewPiece(side, `${state.loaded} ${panel.face()}`, panel.build, `${state.world} ${state.tab}`);
  side.scrollTop = scrollTop;
}
