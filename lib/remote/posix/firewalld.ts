import type { CommandAnswer } from '../../core/answers.ts'
import { comment } from './comment.ts'
import { commandLine, quote } from './quote.ts'
import { reachedPort, readReachedPort } from './reached-port.ts'

/**
 * The port by which this session has come, then a zone of firewalld: what counts now, and what does at the next start.
 * 3: no firewalld. 4: it does not run.
 */
export const askFirewalld = (zone: string | undefined): string => `${comment('the firewall, by firewalld')}
${reachedPort}
rb_reached
command -v firewall-cmd >/dev/null 2>&1 || exit 3
firewall-cmd --state >/dev/null 2>&1 || exit 4
rb_zone=${zone === undefined ? '$(firewall-cmd --get-default-zone)' : quote(zone)}
echo "zone $rb_zone"
[ ! -e "/etc/firewalld/zones/$rb_zone.xml" ] || echo own
rb_shipped=/usr/lib/firewalld/zones/$rb_zone.xml
[ ! -e "$rb_shipped" ] || { echo shipped; sed -n 's/.*<service name="\\([^"]*\\)".*/ships \\1/p' "$rb_shipped"; }
echo '[now]'
LC_ALL=C firewall-cmd --zone="$rb_zone" --list-all || exit
echo '[later]'
LC_ALL=C firewall-cmd --permanent --zone="$rb_zone" --list-all`

/** What a zone lets in. */
export interface ZoneRules {
  readonly services: readonly string[]
  readonly ports: readonly string[]
  readonly protocols: readonly string[]
  readonly sourcePorts: readonly string[]
  readonly richRules: readonly string[]
}

export interface FoundFirewalld {
  readonly port: number | undefined
  readonly zone: string
  /** What is done with what no rule names; `default` rejects it. */
  readonly target: string
  /** The host has the zone in its own words, beside those of the package. */
  readonly own: boolean
  /** The services that the zone lets in as the package brings it; undefined: it brings no such zone. */
  readonly ships: readonly string[] | undefined
  readonly now: ZoneRules
  readonly later: ZoneRules
}

export function readFirewalld({ output }: CommandAnswer): FoundFirewalld {
  const [head = '', now = '', later = ''] = output.split(/^\[(?:now|later)\]\n/m)
  const [, zone = ''] = /^zone (.*)$/m.exec(head) ?? []
  const ships = [...head.matchAll(/^ships (.*)$/gm)].map(([, name = '']) => name)
  return {
    port: readReachedPort(head),
    zone,
    target: /^ {2}target: (\S+)$/m.exec(now)?.[1] ?? 'default',
    own: /^own$/m.test(head),
    ships: /^shipped$/m.test(head) ? ships : undefined,
    now: zoneRules(now),
    later: zoneRules(later),
  }
}

const zoneRules = (listed: string): ZoneRules => {
  const words = (name: string) =>
    (new RegExp(`^ {2}${name}: (.*)$`, 'm').exec(listed)?.[1] ?? '').split(' ').filter(Boolean)
  return {
    services: words('services'),
    ports: words('ports'),
    protocols: words('protocols'),
    sourcePorts: words('source-ports'),
    richRules: [...listed.matchAll(/^\t(rule .*)$/gm)].map(([, rule = '']) => rule.trimEnd()),
  }
}

export const showFirewalld = ({ port, zone, target, own, ships, now, later }: FoundFirewalld): CommandAnswer => ({
  status: 0,
  output: [
    `port ${port ?? ''}`,
    `zone ${zone}`,
    ...(own ? ['own'] : []),
    ...(ships ? ['shipped', ...ships.map((name) => `ships ${name}`)] : []),
    '[now]',
    `  target: ${target}`,
    ...listedAs(now),
    '[later]',
    ...listedAs(later),
    '',
  ].join('\n'),
})

const listedAs = ({ services, ports, protocols, sourcePorts, richRules }: ZoneRules): string[] => [
  `  services: ${services.join(' ')}`,
  `  ports: ${ports.join(' ')}`,
  `  protocols: ${protocols.join(' ')}`,
  `  source-ports: ${sourcePorts.join(' ')}`,
  ...richRules.map((rule) => `\t${rule}`),
]

const kinds = {
  ports: 'port',
  richRules: 'rich-rule',
  services: 'service',
  protocols: 'protocol',
  sourcePorts: 'source-port',
} as const satisfies Record<keyof ZoneRules, string>

type Both = Pick<FoundFirewalld, 'now' | 'later'>

/** From one setting of a zone to another, now and for the next start: what lets in comes before what closes. */
export function setFirewalld(zone: string, from: Both, to: Both): string {
  const scopes = [
    { is: from.now, wanted: to.now, words: [] },
    { is: from.later, wanted: to.later, words: ['--permanent'] },
  ]
  const calls = (verb: 'add' | 'remove') =>
    scopes.flatMap(({ is, wanted, words }) =>
      (Object.keys(kinds) as (keyof ZoneRules)[]).flatMap((key) => {
        const [has, others] = verb === 'add' ? [wanted[key], is[key]] : [is[key], wanted[key]]
        const differing = has.filter((one) => !others.includes(one)).map((one) => `--${verb}-${kinds[key]}=${one}`)
        return differing.length > 0
          ? [commandLine(['firewall-cmd', '-q', ...words, `--zone=${zone}`, ...differing])]
          : []
      }),
    )
  return `${comment(`let the rules of the zone ${zone} count`)}\n${[...calls('add'), ...calls('remove')].map((line) => `${line} || exit`).join('\n')}`
}

/** The zone as the package brings it. */
export const resetFirewalld = (zone: string): string =>
  `${comment(`let the zone ${zone} be as firewalld brings it`)}
firewall-cmd -q --permanent ${quote(`--load-zone-defaults=${zone}`)} && firewall-cmd -q --reload`
