import * as v from 'valibot'
import type { CommandAnswer, DigestAnswer } from '../../lib/core/answers.ts'
import { digestOf } from '../../lib/core/content.ts'
import { commandFact, digestFact, type Fact, foretell } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import type { Operation } from '../../lib/core/operation.ts'
import { defineTask } from '../../lib/core/task.ts'
import { askNftables, readNftables, setNftables, showNftables } from '../../lib/remote/posix/nftables.ts'
import { attributeChanges, cannotWrite } from '../support/attributes.ts'
import { presentOrAbsent } from '../support/present-or-absent.ts'
import { onlyRoot, whoFact } from '../support/root.ts'
import { hostPath, listOf, objectOf, port, someOf, text, wordOf } from '../support/schema.ts'
import { ownTable, type Rule, tableName } from './firewall/table.ts'

const address: v.GenericSchema<string> = v.pipe(
  text('an address or a network, as in 10.0.0.0/24'),
  v.regex(
    /^(\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?|[0-9a-fA-F:]*:[0-9a-fA-F:]*(\/\d{1,3})?)$/,
    ({ input }) => `${JSON.stringify(input)} is no address: give one, or a network, as in 10.0.0.0/24`,
  ),
)

const options = presentOrAbsent(
  {
    /** Default: present. `absent` takes the table and its file away: then nothing of it is closed. */
    state: v.optional(wordOf('present', 'absent')),
    /** The file that sets it at each start. Default: /etc/nftables.conf, which the service nftables reads. */
    path: v.optional(hostPath),
  },
  {
    /** What may come in. All else is closed, but answers, what comes by the loopback, and ICMP. */
    allow: someOf(
      objectOf('what may come in, as in { port: 443 }', {
        /** A TCP or UDP port. */
        port,
        /** Default: tcp. */
        protocol: v.optional(wordOf('tcp', 'udp')),
        /** From these addresses or networks alone. Default: from anywhere. */
        from: v.optional(listOf(address, 'addresses or networks')),
      }),
      'what may come in',
    ),
  },
)
export type Firewall = v.InferInput<typeof options>

/**
 * What may come in, by nftables: a table of its own, which leaves those of others (of containers, say) alone. It is set in
 * one transaction, now and for the next start. One that would close the port by which this host is reached is refused, and
 * a rollback sets the table of before.
 *
 * @example firewall({ allow: [{ port: 22, from: ['10.0.0.0/8'] }, { port: 443 }] })
 */
export const firewall = defineTask('firewall', {
  options,
  title: (args) =>
    args.state === 'absent'
      ? 'close nothing by a firewall'
      : `let in by the firewall: ${args.allow.map(({ port, protocol = 'tcp' }) => `${port}/${protocol}`).join(', ')}`,
  reads: (args): { who: Fact<CommandAnswer>; live: Fact<CommandAnswer>; at: Fact<DigestAnswer> } => ({
    who: whoFact,
    live: liveFact,
    at: digestFact(pathOf(args)),
  }),
  plan: (args, { who, live, at }) => {
    const path = pathOf(args)
    const found = readNftables(live)
    const rules: readonly Rule[] = args.state === 'absent' ? [] : args.allow
    if (live.status === 3)
      return args.state === 'absent'
        ? []
        : refuse('the host has no nft', "install it before, with packages({ names: ['nftables'] })")
    const no = onlyRoot(who, 'look at the firewall')
    if (no) return no
    if (live.status !== 0)
      return refuse(`the firewall cannot be read: ${live.output.trim()}`, 'look at what nft list tables says')
    const { port } = found
    const isOpen = port === undefined || rules.some((rule) => rule.port === port && rule.protocol !== 'udp')
    if (args.state !== 'absent' && !isOpen)
      return refuse(`this would close the port ${port}, by which this host is reached`, `name it: { port: ${port} }`)
    const table = args.state === 'absent' ? '' : ownTable(rules)
    const answers = [foretell(liveFact, showNftables({ port, table }))]
    const undo = { script: setNftables(tableName, found.table) }
    const set: Operation[] =
      found.table === table ? [] : [{ op: 'run', script: setNftables(tableName, table), undo, effects: { answers } }]
    if (args.state === 'absent') return at.type === 'file' ? [...set, { op: 'remove', path }] : set
    const cannot = cannotWrite(path, at)
    if (cannot) return cannot
    const content = {
      text: `#!/usr/sbin/nft -f\n# written by runbook\n\ntable inet ${tableName}\ndelete table inet ${tableName}\n${table}\n`,
    }
    const wanted = { mode: 0o755, owner: 'root', group: 'root' }
    const file: Operation[] =
      at.type === 'file' && at.sha256 === digestOf(content)
        ? attributeChanges(path, wanted, at)
        : [{ op: 'write', path, content, ...wanted }]
    return [...set, ...file]
  },
})

const liveFact = commandFact(askNftables(tableName), [])
const pathOf = ({ path = '/etc/nftables.conf' }: Pick<Firewall, 'path'>): string => path
