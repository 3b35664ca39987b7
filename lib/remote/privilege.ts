import type { Become, BecomeSpec } from '../core/resource.ts'

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

/** What `become` asks for. `privilegeOf('wso2')` is that of the user wso2, by sudo. */
export function privilegeOf(become: Become | undefined): Privilege {
  if (become === undefined || become === false) return loginPrivilege
  const spec: BecomeSpec = become === true ? {} : typeof become === 'string' ? { user: become } : become
  const { user = 'root', method = 'sudo', password } = spec
  return { key: `${method} ${user}`, become: { user, method, ...(password ? { password } : {}) } }
}
