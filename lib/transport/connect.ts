import type { ConnectionSpec } from '../core/connection.ts'
import { posix } from '../remote/posix/index.ts'
import type { Connection, ConnectOptions } from './transport.ts'

/** Opens the connection that a spec describes; each transport is loaded when it is first needed. */
export async function connect(spec: ConnectionSpec, given: ConnectOptions = {}): Promise<Connection> {
  const options = { ...given, dialect: posix }
  switch (spec.kind) {
    case 'ssh':
      return (await import('./ssh.ts')).connectSsh(spec, options)
    case 'local':
      return (await import('./local.ts')).connectLocal(spec, options)
    case 'shell':
      return (await import('./shell.ts')).connectShell(spec, options)
  }
}
