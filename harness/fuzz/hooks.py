"""What stands between schemathesis and the wire: real values go in, a signature goes on, and every answer is counted."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

import schemathesis
from requests import PreparedRequest
from schemathesis import Case, HookContext, Response

from signing import SignedCall
from simulator import Json, Refused
from stage import BACK, Filled, Stage

# Of a hundred calls: so many are as they were generated, so many have known values in what was generated, and the rest
# follow a recipe that should be answered with code 0.
AS_GENERATED = 25
MIXED = 25
# One of so many is not signed as it should be, so that the gateway's own answers are seen too.
UNSIGNED_ONE_OF = 50
# How often a mixed call gets a known value where one is known, and how often a recipe takes a generated field along.
KNOWN_SHARE = 0.8
TAKEN_ALONG_SHARE = 0.25

# What an answer with code 0 tells that may be used again: the operation, where it is in `data`, and the pool it joins.
LEARNT: dict[str, tuple[str, str]] = {
    "createPersonLink": ("authFlowId", "v3"),
    "createOrganizationLink": ("authFlowId", "v3"),
    "getPersonIdentity": ("psnId", "psn seen"),
    "getOrganizationIdentity": ("orgId", "org seen"),
    "createAccount": ("accountId", "person"),
    "createOrganization": ("orgId", "organization"),
    "createOrganizationByDocument": ("orgId", "organization"),
    "startTelecom3Factors": ("flowId", "person's flow"),
    "startTelecom3FactorsOfAccount": ("flowId", "person's flow"),
    "startBankCard4Factors": ("flowId", "person's flow"),
    "startBankCard4FactorsOfAccount": ("flowId", "person's flow"),
    "startFace": ("flowId", "face"),
    "startFaceOfAccount": ("flowId", "face"),
    "startOrganizationThreeFactors": ("flowId", "organization's flow"),
    "startOrganizationFourFactors": ("flowId", "organization's flow"),
    "startOrganizationThreeFactorsOfAccount": ("flowId", "organization account's flow"),
    "startOrganizationFourFactorsOfAccount": ("flowId", "organization account's flow"),
    "createIndividualIdentityLink": ("flowId", "page's flow"),
    "createOrganizationIdentityLink": ("flowId", "page's flow"),
    "createIndividualAuthLink": ("flowId", "page's flow"),
    "createOrganizationAuthLink": ("flowId", "page's flow"),
    "getUploadUrl": ("fileId", "file"),
}
DELETING = ("deleteAccount", "deleteAccountByThirdId", "deleteOrganization", "deleteOrganizationByThirdId")


class WrongSignature(SignedCall):
    """Spoils a signed call in one of the ways that the gateway tells apart."""

    WAYS = ("signature", "timestamp", "application", "mode", "nothing")

    def __init__(self, app_id: str, secret: str, way: str) -> None:
        super().__init__(app_id, secret)
        self.way = way

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        headers = super().__call__(request).headers
        match self.way:
            case "signature":
                headers["X-Tsign-Open-Ca-Signature"] = "c2lnbmVkIGJ5IG5vYm9keQ=="
            case "timestamp":
                headers["X-Tsign-Open-Ca-Timestamp"] = "1"
            case "application":
                headers["X-Tsign-Open-App-Id"] = "1"
            case "mode":
                headers["X-Tsign-Open-Auth-Mode"] = "Nothing"
            case _:
                for name in [name for name in headers if name.lower().startswith("x-tsign-open-")]:
                    del headers[name]
        return request


@dataclass
class Figures:
    """What was seen of an operation."""

    calls: int = 0
    by_code: Counter[str] = field(default_factory=Counter)


class Fuzz:
    """One run, as seen by the hooks."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self.stage = stage
        self.seed = seed
        self.figures: dict[str, Figures] = {}
        self.probes = 0
        # How often the same was generated.
        self.generated: Counter[str] = Counter()
        # Whether the call under way is signed as documented, and those of such that were refused all the same. The
        # contract has that answer, so that none of the checks would tell.
        self.is_signed = True
        self.refused: list[str] = []
        # Of all calls and their codes in order: the same in two runs with the same seed.
        self.digest = hashlib.sha256()

    def install(self) -> None:
        """Registers the hooks."""

        @schemathesis.hook
        def before_call(context: HookContext, case: Case, kwargs: dict[str, Any]) -> None:
            self.prepare(case, kwargs)

        @schemathesis.hook
        def after_call(context: HookContext, case: Case, response: Response) -> None:
            self.count(case, response)

    def prepare(self, case: Case, kwargs: dict[str, Any]) -> None:
        """Puts real values into a call, or leaves it as it is, and has it signed when it is sent."""
        operation = operation_of(case)
        caller = self.stage.caller
        content = self.content_of(case)
        # Short contents are generated again and again: each time something else is made of them.
        self.generated[content] += 1
        random = Random(f"{self.seed} {self.generated[content]} {content}")
        kwargs["auth"] = SignedCall(caller.app_id, caller.secret)
        self.is_signed = random.randrange(UNSIGNED_ONE_OF) != 0
        if not self.is_signed:
            kwargs["auth"] = WrongSignature(caller.app_id, caller.secret, random.choice(WrongSignature.WAYS))
        if is_probe(case):
            return
        kind = random.randrange(100)
        if kind >= AS_GENERATED + MIXED:
            try:
                self.follow(case, self.stage.recipes[operation](random), random)
            except Refused:
                # What was seeded may have been changed or deleted by calls since.
                self.mix(case, random)
        elif kind >= AS_GENERATED:
            self.mix(case, random)

    def content_of(self, case: Case) -> str:
        """All of a call that is the same in two runs: links that were answered go into later calls, port and all."""
        content = repr((operation_of(case), case.path_parameters, case.query, body_of(case)))
        return content.replace(self.stage.api, "")

    def follow(self, case: Case, filled: Filled, random: Random) -> None:
        """A call by its recipe, with some of the generated fields that the recipe leaves open."""
        if filled.path:
            case.path_parameters = {**(case.path_parameters or {}), **filled.path}
        if filled.query:
            case.query = dict(filled.query)
        if filled.body is not None:
            body = dict(filled.body)
            if isinstance(case.body, dict):
                for key, value in case.body.items():
                    if key not in body and random.random() < TAKEN_ALONG_SHARE:
                        body[key] = value
            case.body = body

    def mix(self, case: Case, random: Random) -> None:
        """Known values in place of generated ones, where the name of a part tells what it is."""
        known = self.known(random)
        for part in ("path_parameters", "query"):
            values = getattr(case, part)
            if isinstance(values, dict) and values:
                setattr(case, part, mixed(values, known, random))
        if isinstance(case.body, dict | list):
            case.body = mixed(case.body, known, random)

    def known(self, random: Random) -> dict[str, Any]:
        """By names of fields: somebody's and some organization's facts, and ids that were answered."""
        stage = self.stage
        person = random.choice([*stage.people.values()])
        whose = random.choice([*stage.organizations.values()])
        name = random.choice([person.name, whose.name])
        flow = stage.any_of(random, *(pool for pool in stage.pools if pool.endswith("flow")), "face", "payout")
        account = stage.any_of(random, "person", "organization")
        facts = {
            person.document: ("idNo", "certNo", "psnIDCardNum", "agentIdNo"),
            whose.legal_rep_document: ("legalRepIdNo", "legalRepCertNo", "legalRepIDCardNum", "orgLegalIdNumber"),
            person.mobile: ("mobileNo", "mobile", "psnMobile", "receiveUrlMobileNo", "psnAccount"),
            person.card: ("cardNo", "bankCardNo", "bankCardNum"),
            person.mail: ("email",),
            person.name: ("psnName", "agentName"),
            whose.legal_rep: ("legalRepName", "orgLegalName"),
            whose.code: ("orgCode", "codeUSC", "orgCertNo", "orgIDCardNum"),
            whose.name: ("orgName",),
            whose.account: ("orgBankAccountNum",),
            whose.branch: ("subbranch",),
            whose.bank: ("bank",),
            whose.cnaps: ("cnapsCode",),
            BACK: ("notifyUrl", "redirectUrl", "callbackUrl", "failRedirectUrl"),
        }
        values: dict[str, Any] = {key: value for value, keys in facts.items() for key in keys if value}
        return values | {
            "name": name,
            "idNumber": random.choice([person.document, whose.code]),
            "flowId": flow,
            "authFlowId": stage.any_of(random, "v3"),
            "accountId": account,
            "orgId": stage.any_of(random, "organization", "org", "org seen"),
            "psnId": stage.any_of(random, "psn", "psn seen"),
            "agentAccountId": stage.any_of(random, "verified person"),
            "creator": stage.any_of(random, "person"),
            "agentFlowId": stage.any_of(random, "person's passed flow"),
            "authLetterFileId": stage.any_of(random, "file"),
            "thirdPartyUserId": stage.own_of(random, random.choice(["person", "organization"])),
            "keyWord": random.choice(["宁波", "工商", "102332000112"]),
            "authcode": stage.code(person.mobile) if person.mobile else "000000",
            "amount": random.choice([0.01, 0.5, "0.37", 0.99]),
            "province": "浙江",
            "city": "宁波市",
        }

    def count(self, case: Case, response: Response) -> None:
        """Counts an answer, and learns what it tells."""
        if is_probe(case):
            self.probes += 1
            return
        operation = operation_of(case)
        answer = answer_of(response)
        code = str(answer.get("code", "none")) if response.status_code == 200 else f"HTTP {response.status_code}"
        figures = self.figures.setdefault(operation, Figures())
        figures.calls += 1
        figures.by_code[code] += 1
        self.digest.update(f"{self.content_of(case)} {code}\n".encode())
        if response.status_code in (401, 403) and self.is_signed:
            self.refused.append(f"{case.method} {response.request.path_url}: {response.content!r}")
        if code == "0":
            self.learn(operation, case, answer.get("data"))

    def learn(self, operation: str, case: Case, data: Json) -> None:
        """Keeps ids for calls to come, and forgets accounts that are deleted."""
        if operation in LEARNT and isinstance(data, dict):
            key, pool = LEARNT[operation]
            self.stage.keep(pool, data.get(key))
            own = case.body.get("thirdPartyUserId") if isinstance(case.body, dict) else None
            if isinstance(own, str) and key in ("accountId", "orgId"):
                self.stage.own[data[key]] = own
        if operation in DELETING:
            for id in [*(case.path_parameters or {}).values(), *(case.query or {}).values()]:
                self.stage.forget(str(id))


def operation_of(case: Case) -> str:
    """The operationId of a call."""
    return str(case.operation.definition.raw["operationId"])


def body_of(case: Case) -> Json:
    """The body, or nothing: what stands for no body is written with its place in memory, another one in each run."""
    return case.body if isinstance(case.body, dict | list | str | bytes | int | float | None) else None


def is_probe(case: Case) -> bool:
    """Whether a call asks for what the operation is not: another method, another kind of body."""
    return case.method.lower() != case.operation.method.lower()


def mixed(value: Json, known: dict[str, Any], random: Random) -> Json:
    """A copy with known values at the names that are known."""
    if isinstance(value, list):
        return [mixed(item, known, random) for item in value]
    if not isinstance(value, dict):
        return value
    copy = {}
    for key, item in value.items():
        if isinstance(item, dict | list):
            copy[key] = mixed(item, known, random)
        elif key in known and random.random() < KNOWN_SHARE:
            copy[key] = known[key]
        else:
            copy[key] = item
    return copy


def answer_of(response: Response) -> dict[str, Any]:
    """The envelope, or nothing where there is none; whether there had to be is for the checks to say."""
    try:
        answer = json.loads(response.content)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
