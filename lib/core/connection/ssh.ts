import { secretRule } from '../become-rule.ts'
import { isPlain, isText, keys, list, type Rule, text, value, whole, word } from '../keys.ts'
import type { Secret } from '../secret.ts'
import type { ConnectionKind } from './kind.ts'

/** A host over SSH. `ssh('is1.example.com', { user: 'deploy' })` */
export const ssh = (address: string, options: SshOptions = {}): SshSpec => ({ kind: 'ssh', address, options })

export interface SshOptions {
  /** Default: what the user's ssh configuration says, else the name of the user who runs the command. */
  readonly user?: string | undefined
  /** Default: what the user's ssh configuration says, else 22. */
  readonly port?: number | undefined
  /**
   * Private key files, tried in order, by the agent when it holds them. Default: the agent's keys, then the files that
   * the ssh configuration names.
   */
  readonly identity?: string | readonly string[] | undefined
  readonly passphrase?: Secret | undefined
  readonly password?: Secret | undefined
  /** Default: what the ssh configuration says, else SSH_AUTH_SOCK. `false`: no agent. */
  readonly agent?: string | false | undefined
  /**
   * A host to go through, or several in order, as `[user@]host[:port]` or with options of their own. One written as text
   * shares the options given here except user, port and password. Default: the ssh configuration's ProxyJump; `[]`: none.
   */
  readonly jump?: string | SshSpec | readonly (string | SshSpec)[] | undefined
  /** `strict` (default) refuses an unknown key; `accept-new` pins it on first use. A changed key is always refused. */
  readonly hostKey?: 'strict' | 'accept-new' | undefined
  /** Default: what the ssh configuration says, else ~/.ssh/known_hosts and /etc/ssh/ssh_known_hosts. */
  readonly knownHosts?: string | readonly string[] | undefined
  /** An ssh configuration file to use in place of the user's; `false`: none. */
  readonly config?: string | false | undefined
  /** Seconds that each hop has to connect and let in. Default: what the ssh configuration says, else 15. */
  readonly connectTimeout?: number | undefined
  /** Seconds between keep-alive messages; a connection that is silent for three turns is given up. Default: 5. */
  readonly keepAlive?: number | undefined
}

export interface SshSpec {
  readonly kind: 'ssh'
  readonly address: string
  readonly options: SshOptions
}

export interface ListedSsh {
  readonly kind: 'ssh'
  readonly address: string
  readonly user: string | undefined
  readonly port: number | undefined
}

function completed(connect: SshSpec): SshSpec {
  const { jump, ...options } = connect.options ?? {}
  const hop = (one: string | SshSpec) => (typeof one === 'string' ? one : completed(one))
  return { ...connect, options: jump === undefined ? options : { ...options, jump: [jump].flat().map(hop) } }
}

const textOrFalse = (give: string): Rule => value(`${give}, or false`, (found) => found === false || isText(found))
const paths: Rule = (found, at) =>
  Array.isArray(found) ? list('', text('a path'))(found, at) : text('a path, or a list of them')(found, at)
const seconds = value('a number of seconds above 0', (found) => typeof found === 'number' && found > 0)

const jumps: Rule = (found, at) => {
  if (Array.isArray(found)) return found.flatMap((one, index) => jumps(one, `${at}[${index}]`))
  return isPlain(found) ? sshRule(found, at) : text("'[user@]host[:port]', ssh('…'), or a list of them")(found, at)
}

const sshOptions = keys('option of ssh()', {
  user: text("a user's name"),
  port: whole(1, 65535),
  identity: paths,
  passphrase: secretRule,
  password: secretRule,
  agent: textOrFalse("the path of the agent's socket"),
  jump: jumps,
  hostKey: word('strict', 'accept-new'),
  knownHosts: paths,
  config: textOrFalse('the path of an ssh configuration'),
  connectTimeout: seconds,
  keepAlive: seconds,
} satisfies Record<keyof SshOptions, Rule>)

const sshRule = keys(
  'key of ssh()',
  { kind: word('ssh'), address: text('the address of the host'), options: sshOptions },
  { address: "the address of the host, as in ssh('10.0.0.11')" },
)

export const sshKind: ConnectionKind<SshSpec, ListedSsh> = {
  call: "ssh('…')",
  rule: sshRule,
  completed,
  listed: ({ address, options: { user, port } }) => ({ kind: 'ssh', address, user, port }),
  words: ({ address, user, port }) => `ssh ${user ? `${user}@` : ''}${address}${port ? ` port ${port}` : ''}`,
  machine: ({ address, options }) => `${address}:${options.port ?? ''}`,
}
