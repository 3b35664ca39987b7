/** What a run is in the middle of on a host. `flush`: what is new is in its place, and its folders are not flushed yet. */
export const phases = [
  ...['lock', 'journal begun', 'stage', 'guard', 'switch', 'flush', 'clean', 'run', 'confirm', 'journal ended'],
] as const
export type Phase = (typeof phases)[number]

/** For each call of a tool in a run, what the run was in the middle of; nothing before it acts. */
export function phasesOf(calls: readonly string[]): (Phase | undefined)[] {
  let now: Phase | undefined
  return calls.map((call) => {
    now = phaseOf(call, now)
    return now
  })
}

/** The folder beside a path in which a batch, or a user's part of one, makes ready what takes its place; scripts have others. */
const inRoom = /\.runbook-[0-9a-f]{12}(-\d+)?(\/| |$)/

function phaseOf(call: string, now: Phase | undefined): Phase | undefined {
  if (call.startsWith('flock ')) return 'lock'
  if (now === undefined) return undefined
  if (/^rm -f -- .*\.runbook-lock( |$)/.test(call)) return 'journal ended'
  if (/^(stat -c s |unzip -p|appctl status)/.test(call)) return 'confirm'
  if (/^(appctl|unzip|tar|sleep 0) /.test(call) || /^mkdir -m 700 -- \S*\.runbook-\w{10}$/.test(call)) return 'run'
  if (/^mkdir .*\/runbook\/journal|^sync -- \S*\/runbook\/journal/.test(call)) return 'journal begun'
  if (/^sync /.test(call)) return /\.runbook-[0-9a-f]{12}(-\d+)?\/new[-/]/.test(call) ? 'stage' : 'flush'
  if (/^mv .*was\/old-/.test(call) || (/^mv /.test(call) && inRoom.test(call))) return 'switch'
  if (/^rm -rf /.test(call) && (inRoom.test(call) || call.includes('/var/tmp/.runbook-'))) return 'clean'
  if (/^(mkdir|cp|ln|chmod|chown) /.test(call) && inRoom.test(call)) return 'stage'
  return /^sha256sum/.test(call) && now === 'stage' ? 'guard' : now
}
