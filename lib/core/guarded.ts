import { tell } from './collect-faults.ts'
import { UsageError, underHeading } from './failure.ts'
import { keys, whole } from './keys.ts'
import { flatten, type Given, inheriting, type Resource, type Resources } from './resource.ts'

export interface GuardedOptions {
  /**
   * Seconds, from before the first change until the host has put back all of it. In that time the list has to be carried out, and
   * a new connection has to confirm it.
   */
  readonly within: number
}

/**
 * The same resources, guarded: what could lock everybody out (sshd, network, firewall, sudoers) is put back by the host itself,
 * unless a new connection confirms it in time. Before the first change a watchdog is armed on the host; it survives the connection
 * and the machine that runs this. Where a step does not succeed, all of the list is put back at once. A script in it has to say how it is undone.
 *
 * @example
 * guarded({ within: 30 }, [
 *   sshdConfig({ settings: { PasswordAuthentication: false } }),
 *   service({ name: 'ssh', inputs: ['/etc/ssh/sshd_config'], reload: true }),
 * ])
 */
export function guarded(options: GuardedOptions, resources: Resources): (Resource | Given)[] {
  const faults = rule(options, 'its options')
  if (faults.length > 0) {
    tell(new UsageError(underHeading('guarded', faults)))
    return []
  }
  const all = flatten(resources)
  const [first] = all
  for (const one of all)
    for (const word of ['at', 'attempts'] as const)
      if (one?.[word] !== undefined) tell(new UsageError(`guarded: "${one.title}" ${within[word]}`))
  return first === undefined
    ? []
    : all.map((one) => inheriting(one, { guard: { key: first.key, within: options.within } }))
}

/** In less there is no time to connect anew; a host whose change is not confirmed is not left for longer. */
const rule = keys('option of guarded', { within: whole(5, 3600) }, { within: 'seconds, as in { within: 30 }' })

const within = {
  at: 'is carried out at another host, and a guarded list is put back by one: write at(host, guarded(…))',
  attempts: 'is in an attempt, and a guarded list is put back by the host itself: take one out of the other',
} as const
