#!/usr/bin/python
"""Brings a sinbinc policy to a router or a host: `sinbinc plan` in check mode, `sinbinc push` otherwise."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r"""
module: sinbin
short_description: Bring a sinbinc policy to a device
description:
  - Runs C(sinbinc push), which does nothing when the policy is there as it should be.
  - Runs where the module runs, which is the control node when it is delegated to it, and talks to the device from there.
options:
  device:
    description: What C(--device) takes, or a name from the file of devices.
    type: str
    required: true
  policy:
    description: The policy file; the device's own of the file of devices when there is none.
    type: path
  config:
    description: The file of devices, C(sinbin.toml) or C(sinbin.json).
    type: path
  password:
    description: Goes to sinbinc in its environment, never on its command line.
    type: str
  password_file:
    type: path
  tls_pin:
    description: The SHA-256 fingerprint of the one certificate that is right.
    type: str
  tls_ca:
    type: path
  timeout:
    description: Seconds for which a silent device is waited for.
    type: int
  confirm_within:
    description: Seconds after which the device takes back what is not confirmed.
    type: int
  trial:
    type: bool
    default: false
  allow_lockout:
    type: bool
    default: false
  executable:
    type: str
    default: sinbinc
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
"""

EXAMPLES = r"""
- name: The policy of the edge
  sinbin:
    policy: edge.sbn
    device: routeros+tls://admin@192.0.2.1
    password_file: secrets/edge
  delegate_to: localhost
"""

RETURN = r"""
plan:
  description: What C(sinbinc plan --json) tells.
  type: dict
  returned: when a plan could be made
"""

import json

from ansible.module_utils.basic import AnsibleModule

OPTIONS = ("config", "password_file", "tls_pin", "tls_ca", "timeout", "confirm_within")
FLAGS = ("trial", "allow_lockout")


def command_of(params, check_mode):
    """The command line. A plan confirms nothing."""
    words = [params["executable"], "plan" if check_mode else "push", "--json"]
    if not check_mode:
        words.append("--yes")
    if params["policy"] is not None:
        words.append(params["policy"])
    words += ["--device", params["device"]]
    for name in OPTIONS:
        if params[name] is not None and not (check_mode and name == "confirm_within"):
            words += ["--" + name.replace("_", "-"), str(params[name])]
    words += ["--" + name.replace("_", "-") for name in FLAGS if params[name]]
    return words


def diff_of(plan):
    """The changes, line by line, as sinbinc shows them."""
    signs = {"add": "+", "remove": "-", "switch": "~", "move": ">"}
    lines = []
    for change in plan["changes"]:
        lines.append("%s %s  %s" % (signs[change["action"]], change["menu"], change["what"]))
        rules = change["rules"] or {"removed": [], "added": []}
        lines += ["    - " + rule for rule in rules["removed"]]
        lines += ["    + " + rule for rule in rules["added"]]
    return "".join(line + "\n" for line in lines)


def why_of(problem):
    return problem["message"] if problem["help"] is None else "%(message)s\n%(help)s" % problem


def main():
    module = AnsibleModule(
        argument_spec=dict(
            device=dict(type="str", required=True),
            policy=dict(type="path"),
            config=dict(type="path"),
            password=dict(type="str", no_log=True),
            password_file=dict(type="path", no_log=False),
            tls_pin=dict(type="str"),
            tls_ca=dict(type="path"),
            timeout=dict(type="int"),
            confirm_within=dict(type="int"),
            trial=dict(type="bool", default=False),
            allow_lockout=dict(type="bool", default=False),
            executable=dict(type="str", default="sinbinc"),
        ),
        supports_check_mode=True,
    )
    password = module.params["password"]
    environment = {"NO_COLOR": "1"}
    if password is not None:
        environment["SINBIN_PASSWORD"] = password
    code, out, err = module.run_command(
        command_of(module.params, module.check_mode), environ_update=environment
    )
    try:
        document = json.loads(out)
    except ValueError:
        # A policy with errors, wrong usage, or, in a plan, a device that cannot be reached: told in words alone.
        module.fail_json(msg=err.strip() or "sinbinc ended with exit code %d" % code, rc=code)

    if module.check_mode:
        plan, problem = document, None
    else:
        (pushed,) = document["devices"]
        plan, problem = pushed["plan"], pushed["problem"]
    findings = [] if plan is None else plan["findings"]
    for finding in findings:
        if finding["severity"] == "warning":
            module.warn(finding["message"])
    result = {} if plan is None else dict(plan=plan)
    if code != 0:
        errors = [why_of(each) for each in findings if each["severity"] == "error"]
        why = why_of(problem) if problem is not None else "\n".join(errors) or err.strip()
        module.fail_json(msg=why, rc=code, **result)
    changed = not plan["upToDate"]
    if changed:
        result["diff"] = dict(prepared=diff_of(plan))
    module.exit_json(changed=changed, **result)


if __name__ == "__main__":
    main()
