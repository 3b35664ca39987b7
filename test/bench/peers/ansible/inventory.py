#!/usr/bin/env python3
"""The hosts of the benchmark, from the file that RUNBOOK_BENCH_JOB names, as Ansible asks for an inventory."""
import json
import os

with open(os.environ["RUNBOOK_BENCH_JOB"]) as file:
    job = json.load(file)

print(json.dumps({
    "is": {
        "hosts": [host["name"] for host in job["hosts"]],
        "vars": {"ansible_user": "root", "ansible_python_interpreter": "/usr/bin/python3", "files": job["files"]},
    },
    "_meta": {"hostvars": {
        host["name"]: {
            "ansible_host": host["address"],
            "ansible_ssh_private_key_file": host["identity"],
            "ansible_ssh_common_args": f"-F none -o UserKnownHostsFile={host['knownHosts']} -o IdentitiesOnly=yes",
        } for host in job["hosts"]
    }},
}))
