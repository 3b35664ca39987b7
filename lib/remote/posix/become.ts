import { type Refusal, refuse } from '../../core/failure.ts'
import type { Become, BecomeSpec } from '../../core/resource.ts'
import { quote } from './quote.ts'

/** As whom a shell runs: the login user, or another by sudo, su or doas. The key tells two levels apart. */
export interface Level {
  readonly key: string
  readonly become?: {
    readonly user: string
    readonly method: NonNullable<BecomeSpec['method']>
    readonly password?: BecomeSpec['password']
  }
}

export const loginLevel: Level = { key: 'login' }

export function levelOf(become: Become | undefined): Level {
  if (become === undefined || become === false) return loginLevel
  const spec: BecomeSpec = become === true ? {} : typeof become === 'string' ? { user: become } : become
  const { user = 'root', method = 'sudo', password } = spec
  return { key: `${method} ${user}`, become: { user, method, ...(password ? { password } : {}) } }
}

/** The command line that runs `command` at a level. A prompt for the password, on standard error, ends with `prompt`. */
export function asLevel(level: Level, command: string, prompt: string): string {
  if (!level.become) return `exec ${command}`
  const { user, method, password } = level.become
  switch (method) {
    case 'sudo':
      return `exec sudo ${password ? `-S -p ${quote(prompt)}` : '-n'} -H -u ${quote(user)} -- ${command}`
    case 'doas':
      return `exec doas -n -u ${quote(user)} ${command}`
    case 'su':
      return `exec env LC_MESSAGES=C su -s /bin/sh ${quote(user)} -c ${quote(command)}`
  }
}

/** Whether what a host has said on standard error ends in a prompt for the password. */
export const isPrompt = (level: Level, said: string, prompt: string): boolean =>
  level.become?.method === 'su' ? /assword: ?$/.test(said) : said.endsWith(prompt)

/** Why a level cannot be reached at all. */
export function impossible({ become }: Level): Refusal | undefined {
  if (become?.method === 'doas' && become.password) {
    return refuse(
      'doas takes a password from a terminal only',
      'allow the login user by `permit nopass` in doas.conf, or use sudo',
    )
  }
  return undefined
}

/** What to say when a host has not let the login user become another. */
export function becomeRefused({ become }: Level, said: string, passwordGiven: boolean): Refusal {
  const what = `${become?.method} to ${become?.user} is refused${said ? ` (${said})` : ''}`
  if (/not found|unknown user|does not exist|no passwd entry/i.test(said))
    return refuse(what, 'install or make what is missing there, or name another user or method in `become`')
  if (passwordGiven) return refuse(what, 'check the password that `become` names, and that the login user may use it')
  return refuse(what, `give become: { password: secret('…') }, or allow it without a password (sudoers: NOPASSWD)`)
}
