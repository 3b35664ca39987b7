import { userInfo } from 'node:os'
import { type SshOptions, type SshSpec, ssh } from '../core/connection.ts'
import { reveal } from '../core/secret.ts'
import { TransportFault } from './faults.ts'
import type { HostKeyPolicy } from './host-key.ts'
import { knownName } from './known-hosts.ts'
import { algorithmsOf, type SshAlgorithms } from './ssh-algorithms.ts'
import { expandHome, expandTokens, readSshConfig, type SshConfig, usualSshConfig } from './ssh-config.ts'

/** All that one hop needs, decided: the options of the spec, then the ssh configuration, then OpenSSH's defaults. */
export interface SshSettings {
  /** How messages name the host. */
  readonly label: string
  readonly host: string
  readonly port: number
  readonly user: string
  readonly hostKey: HostKeyPolicy
  readonly identities: readonly Identity[]
  readonly agent?: string
  /** Offer only those of the agent's keys that are among the identities. */
  readonly identitiesOnly: boolean
  readonly password?: string
  readonly passphrase?: string
  readonly algorithms: SshAlgorithms
  /** Seconds. */
  readonly connectTimeout: number
  /** Seconds. */
  readonly keepAlive: number
}

export interface Identity {
  readonly path: string
  /** Named by the spec, so that its absence is a fault; what a configuration names may be absent. */
  readonly required: boolean
}

/** The hops to a host in order, the host itself last. `above`: what is reached through this host. */
export async function resolveHops(spec: SshSpec, above: readonly string[] = []): Promise<SshSettings[]> {
  const { address } = spec
  if (address === '' || address.startsWith('-')) throw unusable(address, 'is not the name of a host')
  const { config, settings } = await configured(spec)
  const self = `${settings.host}:${settings.port}`
  // `Host *` with a ProxyJump names it for the jump host itself too, which is then reached directly.
  if (above.at(-1) === self) return []
  if (above.includes(self)) throw unusable(address, 'is reached through itself; correct jump or ProxyJump')
  const [first, ...rest] = jumpSpecs(spec, config)
  if (first === undefined) return [settings]
  // As with ssh -J, only the first of several hops may lie behind others of its own.
  const before = await resolveHops(first, [...above, self])
  const between = await Promise.all(rest.map(configured))
  return [...before, ...between.map((hop) => hop.settings), settings]
}

async function configured(spec: SshSpec): Promise<{ readonly config: SshConfig; readonly settings: SshSettings }> {
  const asked = spec.options.config === false ? undefined : usualSshConfig()
  // Whether it is of use is known when the other has been answered.
  asked?.catch(() => {})
  const config = await readSshConfig({ address: spec.address, ...spec.options })
  const usual = config.size === 0 || asked === undefined ? config : await asked
  return { config, settings: settle(spec, config, usual) }
}

function jumpSpecs({ address, options }: SshSpec, config: SshConfig): SshSpec[] {
  if (options.jump !== undefined) {
    return [options.jump].flat().map((hop) => (typeof hop === 'string' ? parseJump(hop, options) : hop))
  }
  const [command = 'none'] = config.get('proxycommand') ?? []
  if (command !== 'none') {
    throw unusable(
      address,
      `is reached by a ProxyCommand of the ssh configuration, which only ssh itself can run: connect with shell(['ssh', '${address}', 'sh']), or name the hosts to go through with jump`,
    )
  }
  const [names = 'none'] = config.get('proxyjump') ?? []
  return names === 'none' ? [] : names.split(',').map((hop) => parseJump(hop, options))
}

/** `[user@]host[:port]`. It shares what is said of keys, known hosts and time-outs, but neither user nor password. */
function parseJump(text: string, shared: SshOptions): SshSpec {
  const found = /^(?:ssh:\/\/)?(?:(?<user>.+)@)?(?:\[(?<inner>[^\]]+)\]|(?<host>[^:@]+))(?::(?<port>\d+))?$/.exec(text)
  const { user, inner, host, port } = found?.groups ?? {}
  const address = inner ?? host
  if (address === undefined) throw unusable(text, 'is no jump host; write [user@]host[:port]')
  const { user: _user, port: _port, password: _password, jump: _jump, ...rest } = shared
  return ssh(address, {
    ...rest,
    ...(user === undefined ? {} : { user }),
    ...(port === undefined ? {} : { port: Number(port) }),
  })
}

function settle({ address, options }: SshSpec, config: SshConfig, usual: SshConfig): SshSettings {
  const value = (keyword: string) => config.get(keyword)?.[0]
  const host = value('hostname') ?? address
  const port = options.port ?? Number(value('port') ?? 22)
  const user = options.user ?? value('user') ?? userInfo().username
  const tokens = { h: host, n: address, p: String(port), r: user }
  if ((value('revokedhostkeys') ?? 'none') !== 'none') {
    throw unusable(
      address,
      `has RevokedHostKeys in the ssh configuration, which cannot be checked here: connect with shell(['ssh', '${address}', 'sh']), or mark the keys @revoked in known_hosts and set config: false`,
    )
  }
  const path = (text: string) => expandHome(expandTokens(text, tokens))
  const alias = value('hostkeyalias')
  const named = options.identity === undefined ? undefined : [options.identity].flat()
  const agent = agentSocket(options, value('identityagent'), path)
  const label = host === address ? `${address} port ${port}` : `${address} (${host} port ${port})`
  return {
    label,
    host,
    port,
    user,
    hostKey: {
      name: alias === undefined ? knownName(host, port) : expandTokens(alias, tokens).toLowerCase(),
      label,
      ...knownHostsFiles(options, config),
      accept: options.hostKey ?? 'strict',
      hash: value('hashknownhosts') === 'yes',
    },
    identities: (named ?? config.get('identityfile') ?? defaultIdentities).map((text) => ({
      path: path(text),
      required: named !== undefined,
    })),
    ...(agent === undefined ? {} : { agent }),
    identitiesOnly: named !== undefined || value('identitiesonly') === 'yes',
    ...(options.password === undefined ? {} : { password: reveal(options.password) }),
    ...(options.passphrase === undefined ? {} : { passphrase: reveal(options.passphrase) }),
    algorithms: algorithmsOf(config, usual, address),
    connectTimeout: options.connectTimeout ?? (Number(value('connecttimeout')) || 15),
    keepAlive: options.keepAlive ?? 5,
  }
}

function agentSocket(options: SshOptions, configured: string | undefined, path: (text: string) => string) {
  if (options.agent === false) return undefined
  if (options.agent !== undefined) return expandHome(options.agent)
  if (configured === 'none') return undefined
  if (configured === undefined || configured === 'SSH_AUTH_SOCK') return process.env.SSH_AUTH_SOCK
  return configured.startsWith('$') ? process.env[configured.slice(1)] : path(configured)
}

function knownHostsFiles({ knownHosts }: SshOptions, config: SshConfig) {
  const split = (keyword: string, otherwise: string) =>
    (config.get(keyword)?.[0] ?? otherwise).split(' ').filter((file) => file !== 'none' && file !== '')
  const user = knownHosts === undefined ? split('userknownhostsfile', '~/.ssh/known_hosts') : [knownHosts].flat()
  const all = knownHosts === undefined ? split('globalknownhostsfile', '/etc/ssh/ssh_known_hosts') : []
  const [pinFile] = user.map(expandHome)
  return { files: [...user, ...all].map(expandHome), ...(pinFile === undefined ? {} : { pinFile }) }
}

const defaultIdentities = ['~/.ssh/id_ed25519', '~/.ssh/id_ecdsa', '~/.ssh/id_rsa']

const unusable = (name: string, why: string) => new TransportFault('configuration', `${name} ${why}`)
