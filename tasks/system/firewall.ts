import * as v from 'valibot'
import type { CommandAnswer, DigestAnswer } from '../../lib/core/answers.ts'
import { digestFact, type Fact, standing } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import { defineTask } from '../../lib/core/task.ts'
import { presentOrAbsent } from '../support/present-or-absent.ts'
import { onlyRoot, whoFact } from '../support/root.ts'
import { hostPath, listOf, objectOf, port, someOf, text, wordOf } from '../support/schema.ts'
import { firewalldFact, firewalldPlan } from './firewall/firewalld-plan.ts'
import { nftablesFact, nftablesPlan } from './firewall/nftables-plan.ts'
import { ufwFact, ufwPlan } from './firewall/ufw-plan.ts'

const address: v.GenericSchema<string> = v.pipe(
  text('an address or a network, as in 10.0.0.0/24'),
  v.regex(
    /^(\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?|[0-9a-fA-F:]*:[0-9a-fA-F:]*(\/\d{1,3})?)$/,
    ({ input }) => `${JSON.stringify(input)} is no address: give one, or a network, as in 10.0.0.0/24`,
  ),
)

const options = v.pipe(
  presentOrAbsent(
    {
      /**
       * Default: present. `absent`: of nftables the table and its file go, of ufw the rules, and it is off; of firewalld the
       * zone is as the package brings it.
       */
      state: v.optional(wordOf('present', 'absent')),
      /** Whose words the rules are kept in: the one that the host has. Default: nftables. */
      by: v.optional(wordOf('nftables', 'ufw', 'firewalld')),
      /** nftables: the file that sets it at each start. Default: /etc/nftables.conf, which the service nftables reads. */
      path: v.optional(hostPath),
      /** firewalld: the zone. Default: that in which an interface is where nobody has said otherwise. */
      zone: v.optional(
        v.pipe(text('the name of a zone'), v.regex(/^[\w/-]+$/, 'it is no name of a zone, as in public')),
      ),
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
  ),
  v.check(
    ({ by = 'nftables', path }) => path === undefined || by === 'nftables',
    'path is of nftables alone: leave it out',
  ),
  v.check(({ by, zone }) => zone === undefined || by === 'firewalld', 'zone is of firewalld alone: leave it out'),
)
export type Firewall = v.InferInput<typeof options>

/**
 * What may come in, by nftables, ufw or firewalld. Of nftables it is a table of its own, which leaves those of others (of
 * containers, say) alone, and is set in one transaction; of ufw all rules for what comes in, of firewalld all that a zone
 * lets in: what others have added there goes. It counts now and at the next start. One that would close the port by which
 * this host is reached is refused, and a rollback sets the rules of before.
 *
 * @example firewall({ allow: [{ port: 22, from: ['10.0.0.0/8'] }, { port: 443 }] })
 * @example firewall({ by: 'ufw', allow: [{ port: 22 }, { port: 443 }] })
 */
export const firewall = defineTask('firewall', {
  options,
  title: (args) =>
    args.state === 'absent'
      ? 'close nothing by a firewall'
      : `let in by the firewall: ${args.allow.map(({ port, protocol = 'tcp' }) => `${port}/${protocol}`).join(', ')}`,
  reads: (args): { who: Fact<CommandAnswer>; live: Fact<CommandAnswer>; at?: Fact<DigestAnswer> } => ({
    who: whoFact,
    live: standing(args.by === 'ufw' ? ufwFact : args.by === 'firewalld' ? firewalldFact(args.zone) : nftablesFact),
    ...(args.by === undefined || args.by === 'nftables' ? { at: digestFact(pathOf(args)) } : {}),
  }),
  plan: (args, { who, live, at }) => {
    const { by = 'nftables' } = args
    const tool = { nftables: 'nft', ufw: 'ufw', firewalld: 'firewall-cmd' }[by]
    if (live.status === 3)
      return args.state === 'absent'
        ? []
        : refuse(`the host has no ${tool}`, `install it before, with packages({ names: ['${by}'] })`)
    const no = onlyRoot(who, 'look at the firewall')
    if (no) return no
    if (live.status === 4)
      return refuse('firewalld does not run', "start it before, with service({ name: 'firewalld' })")
    if (live.status !== 0)
      return refuse(
        `the firewall cannot be read: ${live.output.trim().split('\n').at(-1)}`,
        `look at what ${by === 'nftables' ? 'nft list tables' : by === 'ufw' ? 'ufw status' : 'firewall-cmd --list-all'} says`,
      )
    const rules = args.state === 'absent' ? undefined : args.allow
    if (by === 'ufw') return ufwPlan(rules, live)
    if (by === 'firewalld') return firewalldPlan(rules, args.zone, live)
    return at ? nftablesPlan(rules, pathOf(args), live, at) : []
  },
})

const pathOf = ({ path = '/etc/nftables.conf' }: Pick<Firewall, 'path'>): string => path
