import { type Refusal, refuse } from '../../core/failure.ts'
import type { Privilege } from '../privilege.ts'
import { quote } from './quote.ts'

/** The command line that runs `command` as a privilege says. A prompt for the password, on standard error, ends with `prompt`. */
export function asPrivilege(privilege: Privilege, command: string, prompt: string): string {
  if (!privilege.become) return `exec ${command}`
  const { user, method, password } = privilege.become
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
export const isPrompt = (privilege: Privilege, output: string, prompt: string): boolean =>
  privilege.become?.method === 'su' ? /assword: ?$/.test(output) : output.endsWith(prompt)

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
  if (passwordGiven) return refuse(what, 'check the password that `become` names, and that the login user may use it')
  return refuse(what, `give become: { password: secret('…') }, or allow it without a password (sudoers: NOPASSWD)`)
}
