"""House rules for docker-compose.yml that no schema can state.

The schema says what Compose accepts; this says what we deploy: nobody runs as root, only the gateway
is reachable from outside, every start waits for what it needs, no password stands in the file.
"""

import re
import sys

import yaml

ONLY_PUBLISHED = "gateway"
PASSWORD_NAME = re.compile(r"PASSWORD$|SECRET$|TOKEN$")


def faults_of(name: str, service: dict, document: dict) -> list[str]:
    """Every house rule that one service breaks."""
    faults = []
    if str(service.get("user", "root")).split(":")[0] in ("0", "root"):
        faults.append("runs as root: set user")
    if service.get("read_only") is not True:
        faults.append("its root file system can be written: set read_only")
    if service.get("cap_drop") != ["ALL"]:
        faults.append("keeps capabilities: set cap_drop")
    if "no-new-privileges:true" not in service.get("security_opt", []):
        faults.append("may gain privileges: set security_opt")
    if "healthcheck" not in service:
        faults.append("has no healthcheck")
    if "ports" in service and name != ONLY_PUBLISHED:
        faults.append(f"publishes a port; only {ONLY_PUBLISHED} may")
    for needed, how in service.get("depends_on", {}).items():
        if needed not in document["services"]:
            faults.append(f"depends on {needed}, which is not a service")
        elif how.get("condition") != "service_healthy":
            faults.append(f"does not wait until {needed} is healthy")
    for kind in ("secrets", "networks"):
        for used in service.get(kind, []):
            if used not in document.get(kind, {}):
                faults.append(f"uses {used}, which is not among {kind}")
    for mount in service.get("volumes", []):
        source = mount.split(":")[0]
        if not source.startswith((".", "/")) and source not in document.get("volumes", {}):
            faults.append(f"mounts {source}, which is not among volumes")
    for variable in service.get("environment", {}):
        if PASSWORD_NAME.search(variable):
            faults.append(f"{variable} is a password in the environment: use a secret")
    return faults


def main() -> int:
    with open(sys.argv[1], encoding="utf-8") as file:
        document = yaml.safe_load(file)
    faults = [
        f"{name}: {fault}"
        for name, service in document["services"].items()
        for fault in faults_of(name, service, document)
    ]
    faults += [
        f"secret {name}: comes from a file, not from {sorted(secret)}"
        for name, secret in document.get("secrets", {}).items()
        if set(secret) != {"file"}
    ]
    print("\n".join(faults) or f"house rules hold for {', '.join(document['services'])}")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
