// The hosts of the benchmark, from the file that RUNBOOK_BENCH_JOB names.
import { readFileSync } from 'node:fs'
import { defineInventory, ssh } from 'runbook'
import type { Job } from './job.ts'

const job: Job = JSON.parse(readFileSync(process.env.RUNBOOK_BENCH_JOB ?? '', 'utf8'))

export default defineInventory({
  hosts: Object.fromEntries(
    job.hosts.map(({ name, address, identity, knownHosts }) => [
      name,
      { connect: ssh(address, { user: 'root', identity, knownHosts }), groups: ['is'] },
    ]),
  ),
  vars: { files: job.files, dbHost: 'db.bench.test' },
})
