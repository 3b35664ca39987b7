import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { commandFact, type Fact, foretell } from '../../../lib/core/fact.ts'
import { refuse } from '../../../lib/core/failure.ts'
import type { Changes } from '../../../lib/core/resource.ts'
import {
  askFirewalld,
  readFirewalld,
  resetFirewalld,
  setFirewalld,
  showFirewalld,
  type ZoneRules,
} from '../../../lib/remote/posix/firewalld.ts'
import { isLetIn, type Rule, wouldClose } from './table.ts'

export const firewalldFact = (zone: string | undefined): Fact<CommandAnswer> => commandFact(askFirewalld(zone), [])

/** What the zone lets in is that and nothing else; `undefined`: what the package brings. */
export function firewalldPlan(
  rules: readonly Rule[] | undefined,
  named: string | undefined,
  answer: CommandAnswer,
): Changes {
  const found = readFirewalld(answer)
  const { zone, port, ships, target } = found
  if (rules === undefined) {
    if (!found.own) return []
    if (ships === undefined)
      return refuse(
        `firewalld brings no zone ${zone}: this host has made it`,
        `firewall-cmd --permanent --delete-zone=${zone}, where nothing uses it any more`,
      )
    if (port !== undefined && !(port === 22 && ships.includes('ssh')))
      return refuse(
        `this would close the port ${port}, by which this host is reached`,
        `give what the zone ${zone} lets in`,
      )
    const brought = { ...nothing, services: ships }
    const after = { ...found, own: false, now: brought, later: brought }
    return [
      {
        op: 'run',
        script: resetFirewalld(zone),
        undo: { script: setFirewalld(zone, after, found) },
        effects: { answers: [foretell(firewalldFact(named), showFirewalld(after))] },
      },
    ]
  }
  if (target !== 'default' && target !== 'DROP' && target !== '%%REJECT%%')
    return refuse(
      `the zone ${zone} of firewalld lets all in (its target is ${target})`,
      `firewall-cmd --permanent --zone=${zone} --set-target=default && firewall-cmd --reload, or name another zone`,
    )
  if (port !== undefined && !isLetIn(port, rules)) return wouldClose(port)
  const wanted = zoneRules(rules)
  if (same(found.now, wanted) && same(found.later, wanted)) return []
  const after = { ...found, own: true, now: wanted, later: wanted }
  return [
    {
      op: 'run',
      script: setFirewalld(zone, found, after),
      undo: { script: setFirewalld(zone, after, found) },
      effects: { answers: [foretell(firewalldFact(named), showFirewalld(after))] },
    },
  ]
}

const nothing: ZoneRules = { services: [], ports: [], protocols: [], sourcePorts: [], richRules: [] }

const zoneRules = (rules: readonly Rule[]): ZoneRules => ({
  ...nothing,
  ports: rules.flatMap(({ port, protocol = 'tcp', from = [] }) => (from.length === 0 ? [`${port}/${protocol}`] : [])),
  richRules: rules.flatMap(({ port, protocol = 'tcp', from = [] }) =>
    from.map((source) => {
      const family = source.includes(':') ? 'ipv6' : 'ipv4'
      return `rule family="${family}" source address="${source}" port port="${port}" protocol="${protocol}" accept`
    }),
  ),
})

/** In whatever order. */
const same = (is: ZoneRules, wanted: ZoneRules): boolean =>
  (Object.keys(nothing) as (keyof ZoneRules)[]).every(
    (key) => is[key].length === wanted[key].length && is[key].every((one) => wanted[key].includes(one)),
  )
