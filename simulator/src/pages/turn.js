// A little help for the hosted pages. Without it everything works by hand.
"use strict";

// A page that answers a form is to history like any other: to reload it or to go back to it sends nothing again.
history.replaceState(history.state, "", location.href);

// A page that waits turns by itself once the state is another.
const waiting = document.querySelector("main[data-watch]");
if (waiting) {
  const asked = async () => {
    try {
      const answer = await fetch(waiting.dataset.watch, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (answer.ok && (await answer.json()).state !== waiting.dataset.now) return location.replace(waiting.dataset.turn);
    } catch {
      // The server is away for a moment; the next time may find it.
    }
    setTimeout(asked, 1500);
  };
  setTimeout(asked, 1500);
}

// The wait before a further code, inside its button. The button stays alive: the server knows better.
for (const button of document.querySelectorAll("button[data-wait]")) {
  let left = Number(button.dataset.wait);
  const tick = setInterval(() => {
    left -= 1;
    button.textContent = left > 0 ? `${left} 秒后重发` : (button.dataset.then ?? "重新获取");
    if (left <= 0) {
      clearInterval(tick);
      button.removeAttribute("data-wait");
    }
  }, 1000);
}

// The way back to the caller, which can be clicked away.
const countdown = document.querySelector("[data-countdown]");
if (countdown) {
  let left = Number(countdown.dataset.countdown);
  const number = countdown.querySelector("b");
  const stay = countdown.querySelector("[data-stay]");
  const tick = setInterval(() => {
    left -= 1;
    number.textContent = Math.max(left, 0);
    if (left <= 0) {
      clearInterval(tick);
      location.assign(countdown.dataset.to);
    }
  }, 1000);
  stay.hidden = false;
  stay.addEventListener("click", () => {
    clearInterval(tick);
    countdown.hidden = true;
  });
}

// Copying.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "已复制";
  });
}

// The name of the file that was chosen.
for (const input of document.querySelectorAll(".pick input")) {
  const picked = input.parentElement.querySelector(".picked");
  const none = picked.textContent;
  const show = () => (picked.textContent = input.files[0]?.name ?? none);
  input.addEventListener("change", show);
  show();
}

// One click, one submission.
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
  });
}
// Whoever comes back by history sees where the flow stands now, not the page that the browser kept.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// What is wrong must be seen: on a phone it may lie behind the button at the bottom.
const wrong = document.querySelector('[role="alert"][data-message="error"]');
if (wrong) {
  const field = wrong.closest(".field, .agree")?.querySelector("input:not([type=hidden]), select");
  wrong.scrollIntoView({ block: "center" });
  field?.focus({ preventScroll: true });
  // A wrong code is typed anew, not corrected.
  if (field?.name === "code") field.select();
}
