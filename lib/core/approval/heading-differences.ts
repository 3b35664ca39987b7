import type { Approval, ApprovedPart } from '../approval.ts'
import { termWords } from './terms.ts'

type Heading = Pick<Approval, 'hosts' | 'playbook' | 'runbook' | 'plays'>

/** How what is chosen now differs from what was approved, but for the files: in words. */
export function headingDifferences(then: Heading, now: Heading): string[] {
  const plays = [...new Set([...Object.keys(then.plays), ...Object.keys(now.plays)])]
  const names = [...new Set([...Object.keys(then.hosts), ...Object.keys(now.hosts)])]
  return [
    ...(then.runbook === now.runbook
      ? []
      : [`it was planned by runbook ${then.runbook}, and this is ${now.runbook}, which may do it in another way`]),
    ...(then.playbook.name === now.playbook.name
      ? []
      : [`the playbook is called ${now.playbook.name}, and was ${then.playbook.name}`]),
    ...names.flatMap((name) => {
      const [was, is] = [own(then.hosts, name), own(now.hosts, name)]
      if (was === is) return []
      if (is === undefined) return [`host ${name} is not chosen any more, or not in the inventory`]
      if (was === undefined) return [`host ${name} was not approved`]
      return [`host ${name} is reached by ${is}, and was by ${was}`]
    }),
    ...plays.flatMap((name) => {
      const [was, is] = [termWords(own(then.plays, name)), termWords(own(now.plays, name))]
      return was === is ? [] : [`the play ${name} is carried out ${is}, and was approved ${was}`]
    }),
  ]
}

const own = <Value>(all: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(all, name) ? all[name] : undefined

/** Plays of hosts that were approved and are none any more, and plays in another order. */
export function partDifferences(then: readonly ApprovedPart[], now: readonly ApprovedPart[]): string[] {
  const gone = then.filter(({ play, host }) => !now.some((one) => one.play === play && one.host === host))
  const order = (parts: readonly ApprovedPart[]) => [...new Set(parts.map(({ play }) => play))].join(', ')
  if (gone.length > 0)
    return gone.map(({ play, host }) => `the play ${play} was approved for ${host}, and has no step for it any more`)
  return order(then) === order(now) ? [] : [`the plays come in another order than was approved: ${order(then)}`]
}
