"""A browser without a screen: opens hosted pages, keeps cookies, fills in forms and presses what is on them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

from simulator import Refused, Wire

REDIRECTS_MAX = 20


@dataclass
class Form:
    """A form as it came: what it sends if nothing is typed."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, str] = field(default_factory=dict)


@dataclass
class Button:
    """What sends a form, perhaps elsewhere and with a value of its own."""

    form: Form
    action: str | None
    sends: dict[str, str]


class Page(HTMLParser):
    """What a page offers, by the names that the page contract gives its controls."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.name = ""
        self.buttons: dict[str, Button] = {}
        self.links: dict[str, str] = {}
        self.fields: dict[str, tuple[Form, str]] = {}
        self.form: Form | None = None
        self.select: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        name, control = given.get("name", ""), given.get("data-control", "")
        match tag:
            case "main":
                self.name = given.get("data-page", "")
            case "a" if control:
                self.links.setdefault(control, given.get("href", ""))
            case "form":
                self.form = Form(given.get("action", ""))
            case "input" if self.form and name:
                if given.get("type") in ("checkbox", "radio"):
                    self.form.boxes[control or name] = f"{name}={given.get('value', 'on')}"
                    if "checked" in given:
                        self.form.fields[name] = given.get("value", "on")
                else:
                    self.form.fields[name] = given.get("value", "")
                    if control and "readonly" not in given:
                        self.fields[control] = (self.form, name)
            case "select" if self.form and name:
                self.select = name
                self.fields[control or name] = (self.form, name)
            case "option" if self.form and self.select:
                if "selected" in given or self.select not in self.form.fields:
                    self.form.fields[self.select] = given.get("value", "")
            case "button" if self.form and control:
                sends = {name: given.get("value", "")} if name else {}
                self.buttons[control] = Button(self.form, given.get("formaction"), sends)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None


class Browser:
    """Somebody at the hosted pages."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.cookies: dict[str, str] = {}
        self.address = ""
        self.page = Page("")

    def open(self, address: str) -> None:
        """Opens an address, or a path of the provider's."""
        self.go("GET", address, None)

    def fill(self, typed: dict[str, str]) -> None:
        """Types into those of the fields that are there and open."""
        for control, value in typed.items():
            if control in self.page.fields:
                form, name = self.page.fields[control]
                form.fields[name] = value

    def press(self, control: str, *ticked: str) -> None:
        """Presses a button or follows a link, with these boxes ticked."""
        if control not in self.page.buttons:
            if control not in self.page.links:
                known = [*self.page.buttons, *self.page.links]
                raise Refused(f"the page {self.page.name} has no {control}, only {known}")
            return self.go("GET", urljoin(self.address, self.page.links[control]), None)
        button = self.page.buttons[control]
        fields = button.form.fields | button.sends
        for box in ticked:
            name, _, value = button.form.boxes[box].partition("=")
            fields[name] = value
        target = button.action if button.action is not None else button.form.action
        self.go("POST", urljoin(self.address, target), urlencode(fields).encode())

    def expect(self, page: str) -> None:
        """Ends the run where it stands on another page."""
        if self.page.name != page:
            raise Refused(f"expected the page {page}, came to {self.page.name or self.address}")

    def go(self, method: str, address: str, body: bytes | None) -> None:
        for _ in range(REDIRECTS_MAX):
            parts = urlsplit(address)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            status, answered, content = self.wire.send(method, path, body, headers)
            self.address = address
            cookie = answered.get("set-cookie", "").partition(";")[0]
            if "=" in cookie:
                key, _, value = cookie.partition("=")
                self.cookies[key] = value
            if 300 <= status < 400:
                method, body, address = "GET", None, urljoin(address, answered["location"])
                continue
            self.page = Page(content.decode(errors="replace"))
            return
        raise Refused(f"{address} redirects for ever")
