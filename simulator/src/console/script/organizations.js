// The organizations of the world, below its people: what is true of each, and where its money is looked at.

function shownOrganizations() {
  const wanted = peopleSearch.toLowerCase();
  return [...state.organizations.values()].filter((organization) => !wanted || JSON.stringify(organization).toLowerCase().includes(wanted));
}

function organizationsPart() {
  const organizations = shownOrganizations();
  return organizations.length > 0 && make("div", null,
    make("div", { class: "panel-head line" },
      make("h3", { id: "organizations" }, "企业"),
      make("span", { class: "grow" }),
      reader(() => inWorld("/organizations"))),
    make("ol", { class: "rows" }, organizations.map((organization) => make("li", null, organizationCard(organization)))));
}

/** Where others do their part; and down to the organizations, which stand below many people. */
function deskLinks() {
  const down = () => document.querySelector("#organizations")?.scrollIntoView();
  return make("p", { class: "line" },
    deskLink("review", "审核台"), deskLink("bank", "银行柜台"), deskLink("admin", "管理员"),
    make("span", { class: "grow" }),
    shownOrganizations().length > 0 && make("button", { type: "button", class: "small", "data-focus": "organizations", onclick: down }, "↓ 企业"));
}

function deskLink(desk, words, more = "") {
  return link(`/_desk/${desk}?world=${encodeURIComponent(state.world)}${more}`, words);
}

function organizationCard(organization) {
  const { id, name, code, code_type, state: standing, covered, legal_rep, accounts, verified } = organization;
  return make("div", { class: "card" },
    make("p", { class: "line" },
      make("strong", null, name),
      verified && tag(`已实名 · ${called(ORG_PROOFS, verified)}`, "good"),
      standing !== "operating" && tag(called(ORG_COMPARISONS, standing), "bad"),
      !covered && tag(ORG_COMPARISONS.not_covered, "bad"),
      make("span", { class: "grow" }),
      make("code", { class: "quiet" }, id)),
    organization.use && make("p", { class: "quiet" }, organization.use),
    pairs(
      [code_type === "uscc" ? "信用代码" : "工商注册号", [make("code", null, code), copier(code)]],
      ["法定代表人", [legal_rep.name, " ", make("code", null, legal_rep.id_number), copier(legal_rep.id_number)]],
      ...accounts.map((account) => [account.bank, [
        make("code", null, account.number), copier(account.number),
        account.incoming.outcome !== "arrives" && tag(called(INCOMING, account.incoming.outcome), "bad"),
        deskLink("bank", account.balance ? `余额 ${account.balance}` : "明细", `&account=${account.number}`)]])),
    make("p", { class: "line" }, make("span", { class: "grow" }), reader(() => inWorld(`/organizations/${encodeURIComponent(id)}`))));
}
