import type { Become, BecomeSpec } from '../core/resource.ts'
import type { Secret } from '../core/secret.ts'

/** As whom a shell runs: the login user, or another by sudo, su or doas. The key tells two privileges apart. */
export interface Privilege {
  readonly key: string
  readonly become?: {
    readonly user: string
    readonly method: NonNullable<BecomeSpec['method']>
    readonly password?: BecomeSpec['password']
  }
}

export const loginPrivilege: Privilege = { key: 'login' }

/**
 * What `become` asks for. `privilegeOf('wso2')` is that of the user wso2, by sudo. `fallback` is the password where none is
 * named; doas takes none.
 */
export function privilegeOf(become: Become | undefined, fallback?: Secret): Privilege {
  if (become === undefined || become === false) return loginPrivilege
  const spec: BecomeSpec = become === true ? {} : typeof become === 'string' ? { user: become } : become
  const { user = 'root', method = 'sudo' } = spec
  const password = spec.password ?? (method === 'doas' ? undefined : fallback)
  return { key: `${method} ${user}`, become: { user, method, ...(password ? { password } : {}) } }
}
