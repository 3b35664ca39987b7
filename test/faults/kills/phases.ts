/** What a run is in the middle of on a host. */
export const phases = ['lock', 'stage', 'guard', 'switch', 'flush', 'clean', 'run', 'confirm'] as const
export type Phase = (typeof phases)[number]

/** For each call of a tool in a run, what the run was in the middle of; nothing before it acts. */
export function phasesOf(calls: readonly string[]): (Phase | undefined)[] {
  let now: Phase | undefined
  return calls.map((call) => {
    now = phaseOf(call, now)
    return now
  })
}

function phaseOf(call: string, now: Phase | undefined): Phase | undefined {
  if (call.startsWith('flock ')) return 'lock'
  if (now === undefined) return undefined
  if (/^(stat -c s |unzip -p|appctl status)/.test(call)) return 'confirm'
  if (/^(appctl|unzip|tar|sleep 0) /.test(call)) return 'run'
  if (/^rm -r?f .*\.runbook-/.test(call)) return 'clean'
  if (/^sync /.test(call)) return call.includes('/.runbook-') ? 'stage' : 'flush'
  if (/^mv .*\.runbook-/.test(call)) return 'switch'
  if (/^(mkdir|cp|ln|chmod|chown|cat|stat -c %h) .*\.runbook-/.test(call)) return 'stage'
  return /^sha256sum/.test(call) && now === 'stage' ? 'guard' : now
}
