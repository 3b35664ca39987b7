import type { CommandAnswer } from '../../core/answers.ts'
import { comment } from './comment.ts'
import { commandLine } from './quote.ts'
import { reachedPort, readReachedPort } from './reached-port.ts'

/** The port by which this session has come, then what ufw is set to. 3: no ufw. */
export const askUfw = `${comment('the firewall, by ufw')}
${reachedPort}
rb_reached
command -v ufw >/dev/null 2>&1 || exit 3
rb_status=$(LC_ALL=C ufw status 2>&1) || { echo "$rb_status"; exit 1; }
echo "$rb_status" | sed -n 's/^Status: /state /p'
sed -n 's/^DEFAULT_INPUT_POLICY="\\{0,1\\}\\([A-Z]*\\).*/policy \\1/p' /etc/default/ufw
LC_ALL=C ufw show added 2>/dev/null | sed -n 's/^ufw /rule /p'`

export interface FoundUfw {
  readonly port: number | undefined
  readonly active: boolean
  /** What is done with what no rule lets in. */
  readonly policy: 'DROP' | 'REJECT' | 'ACCEPT'
  /** Rules for what comes in, in the words in which ufw takes them; those of what goes out or through are left alone. */
  readonly rules: readonly string[]
}

export function readUfw({ output }: CommandAnswer): FoundUfw {
  const [policy = 'DROP'] = [...output.matchAll(/^policy (DROP|REJECT|ACCEPT)$/gm)].map(([, word]) => word).slice(-1)
  const rules = [...output.matchAll(/^rule (.*)$/gm)].map(([, rule = '']) => rule)
  return {
    port: readReachedPort(output),
    active: /^state active$/m.test(output),
    policy: policy as FoundUfw['policy'],
    rules: rules.filter((rule) => !/^route |^\w+ out /.test(rule)),
  }
}

export const showUfw = ({ port, active, policy, rules }: FoundUfw): CommandAnswer => ({
  status: 0,
  output: [
    `port ${port ?? ''}`,
    `state ${active ? 'active' : 'inactive'}`,
    `policy ${policy}`,
    ...rules.map((rule) => `rule ${rule}`),
    '',
  ].join('\n'),
})

/** A rule without what it says for people, by which two are compared. */
export const plainRule = (rule: string): string => rule.replace(/ comment '.*'$/, '')

type Ufw = Omit<FoundUfw, 'port'>

/** From one setting to another: what lets in comes before what closes, so that nothing is shut out between the two. */
export function setUfw(from: Ufw, to: Ufw): string {
  const missing = to.rules.filter((rule) => !from.rules.some((other) => plainRule(other) === plainRule(rule)))
  const spare = from.rules.filter((rule) => !to.rules.some((other) => plainRule(other) === plainRule(rule)))
  const policies = { DROP: 'deny', REJECT: 'reject', ACCEPT: 'allow' }
  const lines = [
    ...(from.active && !to.active ? ['ufw --force disable'] : []),
    ...missing.map((rule) => `ufw ${commandLine(wordsOf(rule))}`),
    ...spare.map((rule) => `ufw --force delete ${commandLine(wordsOf(plainRule(rule)))}`),
    ...(from.policy === to.policy ? [] : [`ufw default ${policies[to.policy]} incoming`]),
    ...(!from.active && to.active ? ['ufw --force enable'] : []),
  ]
  return `${comment('let the rules of ufw count')}\n${lines.map((line) => `${line} || exit`).join('\n')}`
}

/** ufw puts a name with blanks, and a comment, between single quotes. */
const wordsOf = (rule: string): string[] =>
  (rule.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^'(.*)'$/, '$1'))
