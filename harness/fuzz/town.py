"""Who is there: the people and organizations of the town, a few more, and rules that let the fuzz go deep."""

from dataclasses import dataclass
from typing import Any

from simulator import Control, Json

WORLD = "fuzz"
# Frozen, so that two runs see the same times; a Monday, so that banks work.
START = "2026-03-02T09:00:00+08:00"

# The limits that would answer instead of what lies behind them. All else is as documented.
RULES: dict[str, Any] = {
    # Addresses that are generated must never be called.
    "notices_sent": False,
    "code_resend_interval": "0s",
    "sign_message_interval": "0s",
    "method_failures_per_day_max": 1_000_000,
    "payouts_per_day_max": 1_000_000,
    "accounts_per_document_max": 1_000_000,
    "compare_minute_max": 1_000,
    "compare_ten_minutes_max": 1_000,
    "compare_day_max": 1_000,
}

USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


ORGANIZATION_CODE_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_code(first_16: str) -> str:
    """A social credit code with both its check signs (GB 32100, and GB 11714 for the nine within it)."""
    weighed = zip(first_16[8:], ORGANIZATION_CODE_WEIGHTS, strict=True)
    inner = -sum(int(sign, 36) * weight for sign, weight in weighed) % 11
    first_17 = first_16 + "0123456789X"[inner]
    total = sum(USCC_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(first_17))
    return first_17 + USCC_SIGNS[-total % 31]


def account(number: str, cnaps: str, incoming: Json) -> Json:
    """A corporate account."""
    return {"number": number, "cnaps": cnaps, "incoming": incoming}


AT_ONCE = {"outcome": "arrives", "working_days": 0}
BOUNCES = {"outcome": "bounces", "working_days": 0, "reason": "收款账户状态异常"}

# A payout that arrives at once needs no moving of the clock, which would age all else that was seeded.
ORGANIZATIONS: list[Json] = [
    {
        "id": "lanting",
        "name": "云泽蓝亭仿真物业有限公司",
        "use": "打款立刻到账",
        "code": "91330283MA2HTC1F6Q",
        "legal_rep": "wang",
        "accounts": [account("3901230009000001011", "102332000112", AT_ONCE)],
    },
    {
        "id": "baishi",
        "name": "云泽白石仿真建材有限公司",
        "use": "打款立刻被退回",
        "code": "91330283MA2HTC2D6C",
        "legal_rep": "li",
        "accounts": [account("39512001040002027", "103332000531", BOUNCES)],
    },
    {
        "id": "dongli",
        "name": "云泽东篱仿真五金店",
        "use": "15 位工商注册号，打款立刻到账",
        "code": "330283000123451",
        "legal_rep": "guo",
        "accounts": [account("86041110000005055", "313332004036", AT_ONCE)],
    },
    {
        "id": "lawyers",
        "name": "云泽青松仿真律师事务所",
        "use": "律所信息比对",
        "code": credit_code("31330000MD0FU220"),
        "legal_rep": "guo",
    },
    {
        "id": "school",
        "name": "云泽芳草仿真小学",
        "use": "非工商组织信息比对",
        "code": credit_code("12330283MB0FU220"),
        "legal_rep": "zhang",
    },
]


def scenario() -> Json:
    """The world that is asked for."""
    return {"extends": "town", "rules": RULES, "organizations": ORGANIZATIONS}


@dataclass(frozen=True)
class Person:
    """Somebody listed."""

    id: str
    name: str
    document_type: str
    document: str
    mobile: str
    card: str
    card_mobile: str
    mail: str


@dataclass(frozen=True)
class Organization:
    """An organization listed, with one of its accounts if it has one."""

    id: str
    name: str
    code: str
    legal_rep: str
    legal_rep_document: str
    account: str
    bank: str
    branch: str
    cnaps: str


def people(control: Control) -> dict[str, Person]:
    """All people of the world, by their ids."""
    return {item["id"]: person(item) for item in control.ask("GET", "/people")["items"]}


def person(item: Json) -> Person:
    card = next(iter(item["bank_cards"]), {"number": "", "mobile": ""})
    return Person(
        item["id"],
        item["name"],
        item["id_type"],
        item["id_number"],
        next(iter(item["mobiles"]), ""),
        card["number"],
        card["mobile"],
        next(iter(item["mails"]), ""),
    )


def organizations(control: Control) -> dict[str, Organization]:
    """All organizations of the world, by their ids."""
    return {item["id"]: organization(item) for item in control.ask("GET", "/organizations")["items"]}


def organization(item: Json) -> Organization:
    nothing = {"number": "", "bank": "", "branch": "", "cnaps": ""}
    account = next(iter(item["accounts"]), nothing)
    return Organization(
        item["id"],
        item["name"],
        item["code"],
        item["legal_rep"]["name"],
        item["legal_rep"]["id_number"],
        account["number"],
        account["bank"],
        account["branch"] or "",
        account["cnaps"],
    )
