import type { ConnectionKind } from './connection/kind.ts'
import { type LocalSpec, localKind } from './connection/local.ts'
import { type ShellSpec, shellKind } from './connection/shell.ts'
import { type SshSpec, sshKind } from './connection/ssh.ts'
import { isPlain, type Rule, value, word } from './keys.ts'

export { type LocalOptions, type LocalSpec, local } from './connection/local.ts'
export { type ShellSpec, shell } from './connection/shell.ts'
export { type SshOptions, type SshSpec, ssh } from './connection/ssh.ts'

/** How a host is reached: data that an inventory holds and `lib/transport` acts on. */
export type ConnectionSpec = SshSpec | LocalSpec | ShellSpec

const kinds = { ssh: sshKind, local: localKind, shell: shellKind }

type Listed<Kind> = Kind extends ConnectionKind<infer _, infer One> ? One : never

/** What a list tells of a connection, as a document. */
export type ListedConnection = Listed<(typeof kinds)[keyof typeof kinds]>

/** What is known of the kind of one: each kind takes what is of it. */
const knownOf = ({
  kind,
}: {
  readonly kind: ConnectionSpec['kind']
}): ConnectionKind<ConnectionSpec, ListedConnection> =>
  kinds[kind] as unknown as ConnectionKind<ConnectionSpec, ListedConnection>

/** The same with options, which data that was written by hand may leave out. */
export const completed = (connect: ConnectionSpec): ConnectionSpec => knownOf(connect).completed(connect)

export const listedConnection = (connect: ConnectionSpec): ListedConnection => knownOf(connect).listed(connect)
export const connectionWords = (listed: ListedConnection): string => knownOf(listed).words(listed)

/** A name for the machine that a host is on: equal for two hosts that are certainly on the same one. */
export const machineOf = ({ connect, name }: { readonly connect: ConnectionSpec; readonly name: string }): string =>
  knownOf(connect).machine(connect, name)

/** What a connection shall be. */
export const connectionRule: Rule = (found, at) => {
  if (!isPlain(found)) return value(calls.join(', ').replace(/, ([^,]+)$/, ' or $1'), isPlain)(found, at)
  const faults = word(...Object.keys(kinds))(found.kind, `${at}.kind`)
  return faults.length > 0 ? faults : kinds[found.kind as ConnectionSpec['kind']].rule(found, at)
}

const calls = Object.values(kinds).map(({ call }) => call)
