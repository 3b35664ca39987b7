import { type Refusal, refuse } from '../../core/failure.ts'
import type { Privilege } from '../privilege.ts'
import { quote } from './quote.ts'

/**
 * The command line that runs `command`, which is `sh -c SCRIPT`, as a privilege says. A prompt for the password, on standard
 * error, ends with `prompt`; whatever else is said is in English, for it is read here. The locale that the login user had
 * becomes the first argument of the script.
 */
export function asPrivilege(privilege: Privilege, command: string, prompt: string): string {
  if (!privilege.become) return `exec ${command}`
  const { user, method, password } = privilege.become
  const started = `${command} sh "$RB_LOCALE"`
  return `RB_LOCALE=\${LC_ALL-}; LC_ALL=C; export RB_LOCALE LC_ALL; exec ${becoming()}`

  function becoming(): string {
    switch (method) {
      case 'sudo':
        return `sudo ${password ? `-S -p ${quote(prompt)}` : '-n'} -H -u ${quote(user)} -- ${started}`
      case 'doas':
        return `doas -n -u ${quote(user)} ${started}`
      case 'su':
        return `su -s /bin/sh ${quote(user)} -c ${quote(started)}`
    }
  }
}

/** Whether what a host has said on standard error ends in a prompt for the password. `su` asks in the words of its PAM. */
export const isPrompt = (privilege: Privilege, output: string, prompt: string): boolean =>
  privilege.become?.method === 'su'
    ? suPrompt.test(output) && !/new|again|retype/i.test(lastLine(output))
    : output.endsWith(prompt)

const suPrompt = /pass(?:word|phrase|code)\b[^\n]*: ?$/i
const lastLine = (text: string): string => text.slice(text.lastIndexOf('\n') + 1)

/** Why a privilege cannot be had at all. */
export function impossible({ become }: Privilege): Refusal | undefined {
  if (become?.method === 'doas' && become.password) {
    return refuse(
      'doas takes a password from a terminal only',
      'allow the login user by `permit nopass` in doas.conf, or use sudo',
    )
  }
  return undefined
}

/** What to say when a host has not let the login user become another. */
export function becomeRefused({ become }: Privilege, output: string, passwordGiven: boolean): Refusal {
  const what = `${become?.method} to ${become?.user} is refused${output ? ` (${output})` : ''}`
  if (/not found|unknown user|does not exist|no passwd entry/i.test(output))
    return refuse(what, 'install or make what is missing there, or name another user or method in `become`')
  if (passwordGiven)
    return refuse(what, 'check the password that `become` names or that you gave, and that the login user may use it')
  return refuse(
    what,
    `give become: { password: secret('…') }, let runbook ask for it (-K), or allow it without a password (sudoers: NOPASSWD)`,
  )
}

/** What to say when nothing more comes while the login user becomes another: something is asked that nobody can answer. */
export function becomeSilent({ become }: Privilege, output: string, seconds: number): Refusal {
  const last = output === '' ? 'it said nothing' : `the last that it said: ${output}`
  return refuse(
    `${become?.method} to ${become?.user} did not come about within ${seconds} s (${last})`,
    'run it by hand as the login user, and let it ask for nothing but a password there (PAM, sudoers)',
  )
}
