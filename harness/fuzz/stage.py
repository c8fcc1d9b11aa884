"""What has happened before and between the generated calls: flows, accounts and files that really are there.

Each operation has a recipe: it brings about what the operation needs, by signed calls, pages and the control API, and
tells the path, query and body that should then be answered with code 0.
"""

import base64
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from pages import Browser
from simulator import Caller, Control, Json, Refused, Wire
from town import Organization, Person, credit_code, organizations, people

# As many as an operation may choose from; the oldest that were not seeded go.
POOL_MAX = 400
LETTER = b"%PDF-1.7\n" + b" " * 64 + b"%%EOF\n"
# Nobody listens there, and nothing is sent: the rule `notices_sent` is off.
BACK = "http://127.0.0.1:9/back"
IDENTITY = "/v2/identity/auth"
PERSONAL = f"{IDENTITY}/api/individual"
PERSONAL_STEP = f"{IDENTITY}/pub/individual"
COMPANY = f"{IDENTITY}/api/organization"
COMPANY_STEP = f"{IDENTITY}/pub/organization"
PERSON_SCOPES = ["get_psn_identity_info", "psn_initiate_sign", "manage_psn_resource"]
ORGANIZATION_SCOPES = ["get_org_identity_info", "org_initiate_sign", "manage_org_seal"]


@dataclass
class Filled:
    """What a call is to have."""

    path: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    body: Json = None


Recipe = Callable[[Random], Filled]


class Stage:
    """The world as the fuzz knows it."""

    def __init__(self, api: str, control: Control, caller: Caller) -> None:
        self.api = api
        self.control = control
        self.caller = caller
        self.people = people(control)
        self.organizations = organizations(control)
        # Those with whom everything works.
        self.good = [self.people[id] for id in ("wang", "li", "zhang", "guo")]
        self.pools: dict[str, list[str]] = defaultdict(list)
        # What the application itself calls its accounts, by the provider's id.
        self.own: dict[str, str] = {}
        self.made = 0
        self.recipes: dict[str, Recipe] = recipes(self)

    # What is known

    def keep(self, pool: str, value: Json) -> None:
        """Remembers an id that was answered."""
        kept = self.pools[pool]
        if isinstance(value, str) and value not in kept:
            kept.append(value)
            if len(kept) > POOL_MAX:
                # The first half was seeded at the beginning, at stages that calls alone do not reach.
                del kept[POOL_MAX // 2]

    def forget(self, account: str) -> None:
        """An account that is no more, by either of its ids."""
        gone = {account} | {id for id, own in self.own.items() if own == account}
        for pool in ("person", "verified person", "organization"):
            self.pools[pool] = [id for id in self.pools[pool] if id not in gone]

    def own_of(self, random: Random, pool: str) -> str:
        """The application's own id of one of these accounts."""
        return self.own.get(self.any_of(random, pool), "0")

    def any_of(self, random: Random, *pools: str) -> str:
        """An id of one of these kinds, the kinds that have none left out."""
        filled = [self.pools[pool] for pool in pools if self.pools[pool]]
        return random.choice(random.choice(filled)) if filled else "0"

    def number(self) -> int:
        """A number that was not given before."""
        self.made += 1
        return self.made

    def code(self, address: str) -> str:
        """The newest one-time code sent to a number."""
        messages = self.control.ask("GET", f"/phones/{quote(address)}/messages?last=1")["items"]
        found = re.search(r"[0-9]{6}", messages[0]["text"]) if messages else None
        return found[0] if found else "000000"

    # What is brought about

    def person_account(self, person: Person) -> tuple[str, str]:
        """A new account of a person: its id, and the application's own id of it."""
        own = f"person-{self.number()}"
        body = {
            "thirdPartyUserId": own,
            "name": person.name,
            "idType": "CRED_PSN_CH_IDCARD",
            "idNumber": person.document,
            "mobile": person.mobile,
        }
        id = self.caller.data("POST", "/v1/accounts/createByThirdPartyUserId", body)["accountId"]
        self.keep("person", id)
        self.own[id] = own
        return id, own

    def organization_account(self, organization: Organization) -> tuple[str, str]:
        """A new account of an organization, likewise."""
        own = f"organization-{self.number()}"
        path = "/v1/organizations/createByThirdPartyUserId"
        id = self.caller.data("POST", path, account_of(organization, thirdPartyUserId=own))["orgId"]
        self.keep("organization", id)
        self.own[id] = own
        return id, own

    def telecom_flow(self, person: Person) -> str:
        """A verification by phone that waits for its code."""
        return self.caller.data("POST", f"{PERSONAL}/telecom3Factors", telecom(person))["flowId"]

    def bank_flow(self, person: Person) -> str:
        """A verification by bank card that waits for its code."""
        return self.caller.data("POST", f"{PERSONAL}/bankCard4Factors", bank_card(person))["flowId"]

    def passed_flow(self, person: Person) -> str:
        """A verification by phone that succeeded."""
        flow = self.telecom_flow(person)
        path = f"{PERSONAL_STEP}/{flow}/telecom3Factors"
        self.caller.data("PUT", path, {"authcode": self.code(person.mobile)})
        return flow

    def verified_account(self, person: Person) -> str:
        """An account whose person was verified."""
        account, _ = self.person_account(person)
        # Not one of those that may be changed or deleted at random.
        self.pools["person"].remove(account)
        path = f"{PERSONAL}/{account}/telecom3Factors"
        flow = self.caller.data("POST", path, {"mobileNo": person.mobile, "repetition": True})["flowId"]
        path = f"{PERSONAL_STEP}/{flow}/telecom3Factors"
        self.caller.data("PUT", path, {"authcode": self.code(person.mobile)})
        return account

    def organization_flow(self, organization: Organization) -> str:
        """An organization's factors agreed; how it proves itself is open."""
        return self.caller.data("POST", f"{COMPANY}/threeFactors", three_factors(organization))["flowId"]

    def account_flow(self, organization: Organization, agent: str) -> str:
        """The same of an organization's account."""
        account, _ = self.organization_account(organization)
        path = f"{COMPANY}/{account}/threeFactors"
        return self.caller.data("POST", path, {"agentAccountId": agent, "repetition": True})["flowId"]

    def signing_flow(self, organization: Organization, agent: Person) -> str:
        """The legal representative was sent a link for signing."""
        flow = self.organization_flow(organization)
        self.caller.data("POST", f"{COMPANY}/{flow}/legalRepSign", self.signing(organization, agent))
        return flow

    def paid_flow(self, organization: Organization) -> tuple[str, str]:
        """A payout has arrived: the flow, and the amount."""
        flow = self.organization_flow(organization)
        path = f"{COMPANY_STEP}/{flow}/transferRandomAmount"
        self.caller.data("PUT", path, transfer(organization))
        # A barrier: what is due at this very time is done.
        self.control.ask("POST", "/clock", {"advance": "0s"})
        lines = self.control.ask("GET", f"/bank/accounts/{organization.account}/statement?last=1")["items"]
        return flow, lines[0]["amount"] if lines else "0.01"

    def file(self) -> str:
        """A stamped letter that was uploaded."""
        announced = {
            "contentMd5": base64.b64encode(hashlib.md5(LETTER).digest()).decode(),
            "contentType": "application/pdf",
            "fileName": "授权书.pdf",
            "fileSize": len(LETTER),
        }
        place = self.caller.data("POST", "/v1/files/getUploadUrl", announced)
        address = urlsplit(place["uploadUrl"])
        headers = {"Content-Type": "application/pdf", "Content-MD5": announced["contentMd5"]}
        status, _, _ = Wire(self.api).send("PUT", f"{address.path}?{address.query}", LETTER, headers)
        if status != 200:
            raise Refused(f"the upload was answered with {status}")
        return place["fileId"]

    def signing(self, organization: Organization, agent: Person) -> Json:
        """The body that asks for the legal representative's signature."""
        legal_rep = next(p for p in self.people.values() if p.document == organization.legal_rep_document)
        return {
            "agentName": agent.name,
            "agentIdNo": agent.document,
            "mobileNo": legal_rep.mobile,
            "legalRepIdNo": legal_rep.document,
        }

    # What is seeded at the beginning

    def seed(self) -> None:
        """Brings about flows, accounts and files at all stages."""
        wang, li, _, guo = self.good
        lanting, dongli = self.organizations["lanting"], self.organizations["dongli"]
        for person in self.good:
            for _ in range(3):
                self.person_account(person)
            self.keep("verified person", self.verified_account(person))
            self.keep("person's flow", self.telecom_flow(person))
            self.keep("person's flow", self.bank_flow(person))
            self.keep("person's passed flow", self.passed_flow(person))
            self.keep("file", self.file())
            for vendor in ("ESIGN", "TENCENT", "ZHIMACREDIT"):
                for outcome in (None, "passed", "not_same_person"):
                    self.keep("face", self.face_flow(person, vendor, outcome))
        for organization in self.organizations.values():
            for _ in range(2):
                self.organization_account(organization)
        for organization in (lanting, dongli):
            self.keep("organization's flow", self.organization_flow(organization))
            agent = self.any_of(Random(0), "verified person")
            self.keep("organization account's flow", self.account_flow(organization, agent))
            self.keep("signing", self.signing_flow(organization, li))
            flow = self.signing_flow(organization, li)
            self.sign(flow, organization)
            self.keep("signed", flow)
            flow = self.organization_flow(organization)
            self.caller.data("POST", f"{COMPANY_STEP}/{flow}/reversePayment", {})
            self.keep("reverse", flow)
            self.keep("payout", self.paid_flow(organization)[0])
            flow, amount = self.paid_flow(organization)
            path = f"{COMPANY_STEP}/{flow}/verifyRandomAmount"
            self.caller.data("PUT", path, {"amount": float(amount)})
            self.keep("paid", flow)
        baishi = self.organizations["baishi"]
        flow = self.organization_flow(baishi)
        # Its bank sends the money back at once, which the call is told.
        self.caller.call("PUT", f"{COMPANY_STEP}/{flow}/transferRandomAmount", transfer(baishi))
        self.keep("payout", flow)
        for person in (li, wang):
            self.seed_page(person)
        self.seed_v3(wang, li, guo)

    def face_flow(self, person: Person, vendor: str, outcome: str | None) -> str:
        """A face check, ended in this way if a way is told."""
        told = self.caller.data("POST", f"{PERSONAL}/face", face(person) | {"faceauthMode": vendor})
        if outcome:
            scanned = {"url": told["authUrl"], "with": "alipay" if vendor == "ZHIMACREDIT" else "browser"}
            seen = self.control.ask("POST", f"/phones/{person.mobile}/scan", scanned)
            self.browser(seen["url"])
            self.control.ask("POST", f"/faces/{seen['ticket']}", {"outcome": outcome})
        return told["flowId"]

    def sign(self, flow: str, organization: Organization) -> None:
        """The legal representative opens his link, proves who he is by a code, and signs."""
        url = self.caller.data("GET", f"{COMPANY_STEP}/{flow}/signUrl")["signUrl"]
        legal_rep = next(p for p in self.people.values() if p.document == organization.legal_rep_document)
        browser = self.browser(url)
        browser.expect("sign-verify")
        browser.fill({"id-number": legal_rep.document, "mobile": legal_rep.mobile})
        browser.press("method-code")
        self.type_code(browser, legal_rep)
        browser.expect("sign-letter")
        browser.press("sign", "agree")

    def browser(self, address: str) -> Browser:
        """A browser of its own, at an address."""
        browser = Browser(Wire(self.api))
        browser.open(address)
        return browser

    def type_code(self, browser: Browser, person: Person, *ticked: str) -> None:
        """Asks for a code, types and sends it."""
        browser.fill({"account": person.mobile})
        browser.press("send-code")
        browser.fill({"code": self.code(person.mobile)})
        browser.press("submit", *ticked)

    def prove(self, browser: Browser, person: Person, method: str) -> None:
        """Chooses a method, says who he is, and types a code if one is asked for."""
        browser.press(f"method-{method}")
        mobile = person.card_mobile if method == "bankcard" else person.mobile
        typed = {"name": person.name, "id-number": person.document, "mobile": mobile}
        browser.fill(typed | {"bank-card": person.card})
        browser.press("submit", "agree")
        if browser.page.name in ("mobile-code", "bankcard-code"):
            self.type_code(browser, person)

    def seed_page(self, person: Person) -> None:
        """Links to pages of V2: untouched, opened, under way, and gone to the end."""
        body = {"authType": "PSN_TELECOM_AUTHCODE", "contextInfo": {"contextId": "order-7"}}
        for depth in range(4):
            told = self.caller.data("POST", f"{IDENTITY}/web/indivAuthUrl", body)
            self.keep("page's flow", told["flowId"])
            if depth:
                browser = self.browser(told["url"])
                browser.expect("choose-method")
                if depth == 2:
                    browser.press("method-bankcard")
                elif depth == 3:
                    self.prove(browser, person, "mobile")
        body = {"orgEntity": {"name": self.organizations["lanting"].name}}
        told = self.caller.data("POST", f"{IDENTITY}/web/orgAuthUrl", body)
        self.keep("page's flow", told["flowId"])
        account = self.any_of(Random(1), "person")
        told = self.caller.data("POST", f"{IDENTITY}/web/{account}/indivIdentityUrl", {})
        self.keep("page's flow", told["flowId"])

    def seed_v3(self, wang: Person, li: Person, guo: Person) -> None:
        """Flows of V3 at their stages, of persons and organizations."""
        for depth, person in enumerate([wang, li, wang, li, wang, guo]):
            link = person_link(person) | {"redirectConfig": {"redirectUrl": f"{BACK}?{depth}"}}
            told = self.caller.data("POST", "/v3/psn-auth-url", link)
            self.keep("v3", told["authFlowId"])
            self.walk_person(told["authUrl"], person, depth)
        lanting, dongli = self.organizations["lanting"], self.organizations["dongli"]
        orders = [(wang, lanting, depth) for depth in range(5)] + [(guo, dongli, depth) for depth in range(5)]
        # Where it is verified already, its administrator decides about what others ask for.
        orders.append((li, lanting, 4))
        for person, organization, depth in orders:
            link = organization_link(organization, person)
            link["redirectConfig"] = {"redirectUrl": f"{BACK}?{depth}"}
            told = self.caller.data("POST", "/v3/org-auth-url", link)
            self.keep("v3", told["authFlowId"])
            self.walk_organization(told["authUrl"], person, organization, depth)
        for person in (wang, li, guo):
            told = self.caller.call("GET", f"/v3/persons/identity-info?psnAccount={person.mobile}")
            self.keep("psn", (told["data"] or {}).get("psnId"))
        for organization in (lanting, dongli):
            told = self.caller.call("GET", f"/v3/organizations/identity-info?orgName={quote(organization.name)}")
            self.keep("org", (told["data"] or {}).get("orgId"))

    def walk_person(self, address: str, person: Person, depth: int) -> None:
        """As far along a person's pages as the depth tells."""
        if depth == 0:
            return
        browser = self.browser(address)
        browser.expect("authorize")
        if depth == 1:
            return
        self.type_code(browser, person, "agree")
        if browser.page.name == "choose-method" and depth > 2:
            self.prove(browser, person, "bankcard" if depth == 4 else "mobile")

    def walk_organization(self, address: str, person: Person, organization: Organization, depth: int) -> None:
        """As far along an organization's pages as the depth tells."""
        if depth == 0:
            return
        browser = self.browser(address)
        browser.expect("authorize")
        self.type_code(browser, person, "agree")
        if browser.page.name == "choose-method":
            self.prove(browser, person, "mobile")
        if depth == 1 or browser.page.name != "org-info":
            return
        stated = {"org-name": organization.name, "org-code": organization.code}
        browser.fill(stated | {"legal-rep-name": organization.legal_rep})
        browser.press("submit", "agree")
        browser.expect("choose-org-method")
        if depth == 3:
            browser.press("method-bank-transfer")
            browser.fill({"account-number": organization.account, "cnaps": organization.cnaps})
            browser.press("next")
        elif depth == 4:
            browser.press("method-legal-rep")
            if "method-mobile" in browser.page.buttons:
                self.prove(browser, person, "mobile")


# Bodies


def compare(person: Person) -> dict[str, str]:
    return {"name": person.name, "idNo": person.document}


def telecom(person: Person) -> dict[str, str]:
    return compare(person) | {"mobileNo": person.mobile}


def bank_card(person: Person) -> dict[str, str]:
    return compare(person) | {"mobileNo": person.card_mobile, "bankCardNo": person.card}


def face(person: Person) -> dict[str, str]:
    return compare(person) | {"faceauthMode": "ESIGN", "callbackUrl": BACK}


def three_factors(organization: Organization) -> dict[str, str]:
    return {
        "name": organization.name,
        "orgCode": organization.code,
        "legalRepName": organization.legal_rep,
    }


def account_of(organization: Organization, **own: str) -> dict[str, str]:
    kind = "CRED_ORG_USCC" if len(organization.code) == 18 else "CRED_ORG_REGCODE"
    return {
        "name": organization.name,
        "idType": kind,
        "idNumber": organization.code,
        "orgLegalName": organization.legal_rep,
        "orgLegalIdNumber": organization.legal_rep_document,
        **own,
    }


def transfer(organization: Organization) -> dict[str, str]:
    return {
        "bank": organization.bank,
        "province": "浙江",
        "city": "宁波市",
        "subbranch": organization.branch,
        "cardNo": organization.account,
        "cnapsCode": organization.cnaps,
    }


def person_link(person: Person) -> dict[str, Any]:
    return {
        "psnAuthConfig": {"psnAccount": person.mobile},
        "authorizeConfig": {"authorizedScopes": PERSON_SCOPES},
    }


def organization_link(organization: Organization, person: Person) -> dict[str, Any]:
    return {
        "orgAuthConfig": {
            "orgName": organization.name,
            "transactorInfo": {"psnAccount": person.mobile},
        },
        "authorizeConfig": {"authorizedScopes": ORGANIZATION_SCOPES},
    }


def recipes(stage: Stage) -> dict[str, Recipe]:
    """What makes each operation succeed, by its operationId."""
    call = stage.caller

    def person(random: Random) -> Person:
        return random.choice(stage.good)

    def company(random: Random) -> Organization:
        return random.choice([stage.organizations["lanting"], stage.organizations["dongli"]])

    def of_person(body: Callable[[Person], dict[str, Any]]) -> Recipe:
        return lambda random: Filled(body=body(person(random)))

    def of_company(body: Callable[[Organization], dict[str, Any]]) -> Recipe:
        return lambda random: Filled(body=body(company(random)))

    def on(name: str, *pools: str, body: Json = None) -> Recipe:
        return lambda random: Filled({name: stage.any_of(random, *pools)}, body=body)

    def by_own(pool: str) -> Recipe:
        return lambda random: Filled(query={"thirdPartyUserId": stage.own_of(random, pool)})

    def token(_: Random) -> Filled:
        keys = {"appId": call.app_id, "secret": call.secret, "grantType": "client_credentials"}
        return Filled(query=keys)

    def refresh(_: Random) -> Filled:
        keys = {"appId": call.app_id, "secret": call.secret, "grantType": "client_credentials"}
        told = call.data("GET", f"/v1/oauth2/access_token?{urlencode(keys)}")
        keys = {"appId": call.app_id, "refreshToken": told["refreshToken"], "grantType": "refresh_token"}
        return Filled(query=keys)

    def code(start: Callable[[Person], str], mobile: Callable[[Person], str]) -> Recipe:
        def filled(random: Random) -> Filled:
            who = person(random)
            flow = start(who)
            return Filled({"flowId": flow}, body={"authcode": stage.code(mobile(who))})

        return filled

    def waiting(start: Callable[[Person], str]) -> Recipe:
        return lambda random: Filled({"flowId": start(person(random))})

    def of_account(body: Callable[[Person], dict[str, Any]]) -> Recipe:
        def filled(random: Random) -> Filled:
            who = person(random)
            account, _ = stage.person_account(who)
            return Filled({"accountId": account}, body=body(who))

        return filled

    def of_organization_account(body: dict[str, Any]) -> Recipe:
        def filled(random: Random) -> Filled:
            account, _ = stage.organization_account(company(random))
            agent = stage.any_of(random, "verified person")
            return Filled({"accountId": account}, body=body | {"agentAccountId": agent})

        return filled

    def on_company(body: Callable[[Organization], Json] = lambda _: None) -> Recipe:
        def filled(random: Random) -> Filled:
            whose = company(random)
            return Filled({"flowId": stage.organization_flow(whose)}, body=body(whose))

        return filled

    def amount(random: Random) -> Filled:
        flow, arrived = stage.paid_flow(company(random))
        return Filled({"flowId": flow}, body={"amount": float(arrived)})

    def sign(random: Random) -> Filled:
        whose = company(random)
        agent = random.choice([who for who in stage.good if who.document != whose.legal_rep_document])
        return Filled({"flowId": stage.organization_flow(whose)}, body=stage.signing(whose, agent))

    def sign_of_account(random: Random) -> Filled:
        whose = company(random)
        flow = stage.account_flow(whose, stage.any_of(random, "verified person"))
        legal_rep = next(p for p in stage.people.values() if p.document == whose.legal_rep_document)
        body = {"mobileNo": legal_rep.mobile, "legalRepIdNo": legal_rep.document}
        return Filled({"flowId": flow}, body=body)

    def four_factors(whose: Organization) -> dict[str, Any]:
        return three_factors(whose) | {"legalRepIdNo": whose.legal_rep_document}

    def branches(random: Random) -> Filled:
        query = random.choice([{"keyWord": "宁波"}, {"cnapsCode": "102332000112"}, {"keyWord": "工商"}])
        pools = ("organization's flow", "payout", "reverse", "organization account's flow")
        return Filled({"flowId": stage.any_of(random, *pools)}, query=query)

    def letter(random: Random) -> Filled:
        flow = stage.organization_flow(company(random))
        return Filled({"flowId": flow}, body={"authLetterFileId": stage.file()})

    def process(random: Random) -> Filled:
        flow = stage.any_of(random, "person's passed flow", "person's flow", "face", "paid")
        told = call.call("GET", f"{IDENTITY}/api/common/{flow}/outline")["data"] or {}
        steps = told.get("subFlows") or [{"subFlowId": "0"}]
        return Filled({"flowId": flow}, {"subFlowId": random.choice(steps)["subFlowId"]})

    def person_account(random: Random) -> Filled:
        who = person(random)
        own = f"person-{stage.number()}"
        return Filled(body={"thirdPartyUserId": own, "name": who.name, "idNumber": who.document})

    def organization_account(random: Random) -> Filled:
        own = f"organization-{stage.number()}"
        return Filled(body=account_of(company(random), thirdPartyUserId=own))

    def organization_by_document(random: Random) -> Filled:
        # By the same document there may be one only.
        body = {"name": "云泽仿真商店", "idNumber": credit_code(f"91330283{stage.number():08}")}
        return Filled(body=body | {"creator": stage.any_of(random, "person", "verified person")})

    def changed(random: Random) -> dict[str, str]:
        return {"mobile": person(random).mobile, "email": f"somebody{random.randrange(1000)}@example.com"}

    def renamed(random: Random) -> dict[str, str]:
        return {"orgLegalName": person(random).name}

    def identity(random: Random) -> Filled:
        who = person(random)
        queries = [
            {"psnAccount": who.mobile},
            {"psnId": stage.any_of(random, "psn")},
            {"psnIDCardNum": who.document, "psnIDCardType": "CRED_PSN_CH_IDCARD"},
        ]
        return Filled(query=random.choice(queries))

    def organization_identity(random: Random) -> Filled:
        whose = company(random)
        kind = "CRED_ORG_USCC" if len(whose.code) == 18 else "CRED_ORG_REGCODE"
        queries = [
            {"orgName": whose.name},
            {"orgId": stage.any_of(random, "org")},
            {"orgIDCardNum": whose.code, "orgIDCardType": kind},
        ]
        return Filled(query=random.choice(queries))

    def international(_: Random) -> Filled:
        david = stage.people["david"]
        body = {"name": david.name, "certType": "INDIVIDUAL_PASSPORT", "certNo": david.document}
        return Filled(body=body | {"cardNo": david.card, "mobileNo": david.card_mobile})

    def historical(id: str) -> Recipe:
        whose = stage.organizations[id]
        body = {"name": whose.name, "codeUSC": whose.code, "legalRepName": whose.legal_rep}
        return lambda _: Filled(body=body)

    def upload(random: Random) -> Filled:
        content = random.randbytes(16)
        body = {"contentMd5": base64.b64encode(content).decode(), "contentType": "application/pdf"}
        return Filled(body=body | {"fileName": "授权书.pdf", "fileSize": random.randrange(1, 1_000_000)})

    def v3_person(random: Random) -> Filled:
        link = person_link(person(random))
        return Filled(body=link | {"redirectConfig": {"redirectUrl": f"{BACK}?{random.randrange(50)}"}})

    def v3_organization(random: Random) -> Filled:
        link = organization_link(company(random), person(random))
        return Filled(body=link | {"redirectConfig": {"redirectUrl": f"{BACK}?{random.randrange(50)}"}})

    def page(random: Random) -> Filled:
        kind = random.choice(["PSN_TELECOM_AUTHCODE", "PSN_BANK4_AUTHCODE", "PSN_FACEAUTH_BYURL"])
        return Filled(body={"authType": kind, "contextInfo": {"contextId": "order-7"}})

    def bank_compare(who: Person) -> dict[str, Any]:
        return compare(who) | {"cardNo": who.card}

    def bank_compare_4(who: Person) -> dict[str, Any]:
        return bank_compare(who) | {"mobileNo": who.card_mobile}

    every_flow = (
        "person's flow",
        "person's passed flow",
        "face",
        "organization's flow",
        "organization account's flow",
        "signing",
        "signed",
        "payout",
        "paid",
        "reverse",
        "page's flow",
    )
    again = {"repetition": True}
    return {
        "getAccessToken": token,
        "refreshAccessToken": refresh,
        "createPersonLink": v3_person,
        "getPersonIdentity": identity,
        "getPersonGrants": on("psnId", "psn"),
        "createOrganizationLink": v3_organization,
        "getOrganizationIdentity": organization_identity,
        "getOrganizationGrants": on("orgId", "org"),
        "getFlow": on("authFlowId", "v3"),
        "comparePerson2": of_person(compare),
        "compareTelecom2": of_person(lambda who: {"name": who.name, "mobileNo": who.mobile}),
        "compareTelecom3": of_person(telecom),
        "compareTelecom3Detail": of_person(telecom),
        "compareBank3": of_person(bank_compare),
        "compareBank3Detail": of_person(bank_compare),
        "compareBank4": of_person(bank_compare_4),
        "compareBank4Detail": of_person(bank_compare_4),
        "compareBank4International": international,
        "compareOrganization2": of_company(lambda whose: {"name": whose.name, "orgCode": whose.code}),
        "compareOrganization3": of_company(three_factors),
        "compareEnterprise3": of_company(three_factors),
        "compareEnterprise4": of_company(
            lambda whose: three_factors(whose) | {"legalRepCertNo": whose.legal_rep_document}
        ),
        "compareLawFirm": historical("lawyers"),
        "compareSocial": historical("school"),
        "getUploadUrl": upload,
        "createAccount": person_account,
        "updateAccountByThirdId": lambda random: Filled(
            query={"thirdPartyUserId": stage.own_of(random, "person")}, body=changed(random)
        ),
        "getAccountByThirdId": by_own("person"),
        "deleteAccountByThirdId": lambda random: Filled(
            query={"thirdPartyUserId": stage.person_account(person(random))[1]}
        ),
        "updateAccount": lambda random: Filled(
            {"accountId": stage.any_of(random, "person")}, body=changed(random)
        ),
        "getAccount": on("accountId", "person", "verified person"),
        "deleteAccount": lambda random: Filled({"accountId": stage.person_account(person(random))[0]}),
        "createOrganizationByDocument": organization_by_document,
        "createOrganization": organization_account,
        "updateOrganizationByThirdId": lambda random: Filled(
            query={"thirdPartyUserId": stage.own_of(random, "organization")}, body=renamed(random)
        ),
        "getOrganizationByThirdId": by_own("organization"),
        "deleteOrganizationByThirdId": lambda random: Filled(
            query={"thirdPartyUserId": stage.organization_account(company(random))[1]}
        ),
        "updateOrganization": lambda random: Filled(
            {"orgId": stage.any_of(random, "organization")}, body=renamed(random)
        ),
        "getOrganizationAccount": on("orgId", "organization"),
        "deleteOrganization": lambda random: Filled(
            {"orgId": stage.organization_account(company(random))[0]}
        ),
        "startTelecom3Factors": of_person(telecom),
        "startTelecom3FactorsOfAccount": of_account(lambda who: again | {"mobileNo": who.mobile}),
        "checkTelecomCode": code(stage.telecom_flow, lambda who: who.mobile),
        "resendTelecomCode": waiting(stage.telecom_flow),
        "startBankCard4Factors": of_person(bank_card),
        "startBankCard4FactorsOfAccount": of_account(
            lambda who: again | {"mobileNo": who.card_mobile, "bankCardNo": who.card}
        ),
        "checkBankCode": code(stage.bank_flow, lambda who: who.card_mobile),
        "resendBankCode": waiting(stage.bank_flow),
        "startFace": of_person(face),
        "startFaceOfAccount": of_account(lambda _: again | {"faceauthMode": "ESIGN", "callbackUrl": BACK}),
        "getFaceResult": on("flowId", "face"),
        "getFlowDetail": on("flowId", *every_flow),
        "getFlowOutline": on("flowId", *every_flow),
        "getFlowProcess": process,
        "startOrganizationThreeFactors": of_company(three_factors),
        "startOrganizationThreeFactorsOfAccount": of_organization_account(again),
        "startOrganizationFourFactors": of_company(four_factors),
        "startOrganizationFourFactorsOfAccount": of_organization_account(again),
        "startLegalRepSignOfAccount": sign_of_account,
        "startLegalRepSign": sign,
        "getSignUrl": on("flowId", "signing"),
        "getLegalRepSignResult": on("flowId", "signing", "signed"),
        "findSubBranches": branches,
        "transferRandomAmount": on_company(transfer),
        "getTransferProcess": on("flowId", "payout", "paid"),
        "verifyRandomAmount": amount,
        "startReversePayment": on_company(lambda _: {}),
        "getLetterTemplate": on("flowId", "organization account's flow"),
        "submitLetter": letter,
        "getReversePaymentProcess": on("flowId", "reverse"),
        "createIndividualIdentityLink": of_account(lambda _: {"authType": "PSN_TELECOM_AUTHCODE"}),
        "createOrganizationIdentityLink": of_organization_account({}),
        "createIndividualAuthLink": page,
        "createOrganizationAuthLink": of_company(lambda whose: {"orgEntity": {"name": whose.name}}),
    }
