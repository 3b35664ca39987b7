"""The hosts of the benchmark, from the file that RUNBOOK_BENCH_JOB names."""
import json
import os

with open(os.environ["RUNBOOK_BENCH_JOB"]) as file:
    job = json.load(file)

hosts = [
    (host["address"], {
        "ssh_user": "root",
        "ssh_key": host["identity"],
        "ssh_known_hosts_file": host["knownHosts"],
        "ssh_strict_host_key_checking": "yes",
        "files": job["files"],
    })
    for host in job["hosts"]
]
