import type { Secret } from './secret.ts'

/** How a host is reached: data that an inventory holds and `lib/transport` acts on. */
export type ConnectionSpec = SshSpec | LocalSpec | ShellSpec

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

export interface LocalOptions {
  /** Environment variables for the shell, beside those of this process that hold no secret. */
  readonly env?: Readonly<Record<string, string>> | undefined
  /** The POSIX shell to run. Default: `sh`. */
  readonly shell?: string | undefined
}

export interface LocalSpec {
  readonly kind: 'local'
  readonly options: LocalOptions
}

export interface ShellSpec {
  readonly kind: 'shell'
  readonly argv: readonly string[]
}

/** A host over SSH. `ssh('is1.example.com', { user: 'deploy' })` */
export const ssh = (address: string, options: SshOptions = {}): SshSpec => ({ kind: 'ssh', address, options })

/** This machine: `local()`. */
export const local = (options: LocalOptions = {}): LocalSpec => ({ kind: 'local', options })

/**
 * Any command that gives a POSIX shell on its standard input: `shell(['docker', 'exec', '-i', 'is1', 'sh'])`,
 * `shell(['ssh', 'is1', 'sh'])` for what OpenSSH alone can do (Kerberos, FIDO keys, certificates).
 */
export const shell = (argv: readonly string[]): ShellSpec => ({ kind: 'shell', argv })

/** The same with options, which data that was written by hand may leave out. */
export function completed(connect: ConnectionSpec): ConnectionSpec {
  if (connect.kind === 'shell') return connect
  if (connect.kind === 'local') return { ...connect, options: connect.options ?? {} }
  return completedSsh(connect)
}

function completedSsh(connect: SshSpec): SshSpec {
  const { jump, ...options } = connect.options ?? {}
  const hop = (one: string | SshSpec) => (typeof one === 'string' ? one : completedSsh(one))
  return { ...connect, options: jump === undefined ? options : { ...options, jump: [jump].flat().map(hop) } }
}
