#!/usr/bin/env python3
"""Fuzzes the contract that the simulator serves: are its answers, to whatever is asked, those that the contract has?

Starts a simulator of its own on a free loopback port, makes a world, seeds it, and has schemathesis call every
operation. Ends with 0 if nothing was found, 1 if something was, 2 if not enough was tried.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hooks import Fuzz

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "target" / "debug" / "realname-simulator"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
REQUESTS_MIN = 20_000
# With some calls more for each operation by the other phases, this comes to more than the least.
EXAMPLES = 300


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=7, help="the same seed makes the same calls (default: 7)")
    parser.add_argument(
        "--examples", type=int, default=EXAMPLES, help=f"calls generated per operation (default: {EXAMPLES})"
    )
    parser.add_argument("--operation", action="append", default=[], help="only this operationId; repeatable")
    parser.add_argument("--simulator", type=Path, help="the built program (default: built by cargo first)")
    return parser.parse_args()


def built(given: Path | None) -> Path:
    """The program, built if none was given."""
    if given is not None:
        return given.resolve()
    subprocess.run(["cargo", "build", "-p", "realname-simulator", "--locked"], cwd=ROOT, check=True)
    return PROGRAM


def fix_hashes() -> None:
    """Starts again with fixed hashes of text: the order of sets must not differ from run to run."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | {"PYTHONHASHSEED": "0"})


def run_schemathesis(api: str, chosen: argparse.Namespace) -> int:
    """Its command line, in this process, where the hooks are. Gives its exit code."""
    from schemathesis.cli import schemathesis

    arguments = [
        *("run", f"{api}/_control/provider-openapi.json", "--url", api),
        *("--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing", "--mode", "all"),
        *("--max-examples", str(chosen.examples), "--seed", str(chosen.seed)),
        *("--workers", "1", "--generation-database", "none", "--continue-on-failure"),
        *("--suppress-health-check", "all", "--warnings", "off", "--no-color"),
    ]
    for operation in chosen.operation:
        arguments += ["--include-operation-id", operation]
    try:
        return int(schemathesis.main(args=arguments, standalone_mode=False) or 0)
    except SystemExit as ended:
        return int(ended.code or 0)


def main() -> int:
    fix_hashes()
    chosen = options()
    program = built(chosen.simulator)

    from hooks import Fuzz
    from simulator import Caller, Control, Simulator
    from stage import Stage
    from town import START, WORLD, scenario

    with tempfile.TemporaryDirectory(prefix="realname-fuzz-") as folder:
        # Where schemathesis leaves what it keeps for itself.
        os.chdir(folder)
        with Simulator(program, Path(folder), chosen.seed) as simulator:
            api, control = simulator.ready["api"], Control(simulator.ready["control"], WORLD)
            order = {
                "name": WORLD,
                "scenario": scenario(),
                "seed": chosen.seed,
                "clock": {"mode": "frozen", "at": START},
            }
            made = control.ask_process("POST", "/worlds", order)
            app = made["apps"][0]
            stage = Stage(api, control, Caller(api, app["app_id"], app["app_secret"]))
            stage.seed()
            fuzz = Fuzz(stage, chosen.seed)
            fuzz.install()
            found = run_schemathesis(api, chosen)
    return report(fuzz, found, chosen)


def report(fuzz: "Fuzz", found: int, chosen: argparse.Namespace) -> int:
    """Prints what was seen, and judges it."""
    print(f"\n{'operation':44}{'calls':>7}{'code 0':>8}{'share':>7}  other answers, the most frequent first")
    calls = zeros = 0
    for operation in fuzz.stage.recipes:
        if chosen.operation and operation not in chosen.operation:
            continue
        figures = fuzz.figures.get(operation)
        if figures is None:
            print(f"{operation:44}{0:>7}")
            continue
        zero = figures.by_code["0"]
        calls, zeros = calls + figures.calls, zeros + zero
        others = [f"{code} ({times})" for code, times in figures.by_code.most_common() if code != "0"]
        print(f"{operation:44}{figures.calls:>7}{zero:>8}{zero / figures.calls:>7.0%}  {', '.join(others[:6])}")
    print(f"{'all':44}{calls:>7}{zeros:>8}{zeros / max(calls, 1):>7.0%}")
    print(f"besides, {fuzz.probes} calls by methods that are not documented")
    print(f"seed {chosen.seed}; digest of all calls and codes: {fuzz.digest.hexdigest()[:16]}")
    for refused in fuzz.refused[:20]:
        print(f"FOUND: signed as documented, and refused: {refused}")
    if found:
        print(f"FOUND: schemathesis ended with {found}; what it found stands above")
    if found or fuzz.refused:
        return 1
    wanted = chosen.operation or [*fuzz.stage.recipes]
    missing = [operation for operation in wanted if operation not in fuzz.figures]
    if missing:
        print(f"NOT ENOUGH: never called: {', '.join(missing)}")
        return 2
    if not chosen.operation and calls < REQUESTS_MIN:
        print(f"NOT ENOUGH: {calls} calls, and at least {REQUESTS_MIN} are asked for")
        return 2
    print("nothing found")
    return 0


if __name__ == "__main__":
    sys.exit(main())
