import type { Variables } from './ansible-model.ts'
import { object, type Pairs } from './value-text.ts'

export interface Writing {
  readonly notes: Set<string>
  readonly used: Set<string>
  value(found: unknown, name?: string): string
}

/** How a host is reached, and who acts there, by the variables that Ansible reads for that. */
export function reached(
  host: string,
  vars: Variables,
  { notes, used, value }: Writing,
): { connect: string; become?: string } {
  const known: Record<string, string> = {
    ansible_user: 'user',
    ansible_ssh_user: 'user',
    ansible_port: 'port',
    ansible_ssh_port: 'port',
    ansible_ssh_private_key_file: 'identity',
    ansible_private_key_file: 'identity',
  }
  const options = Object.entries(vars).flatMap(([name, found]) =>
    known[name] ? [[known[name], value(found, name)] as const] : [],
  )
  const password = vars.ansible_password ?? vars.ansible_ssh_pass
  if (password !== undefined) options.push(['password', secretOf(`${host}-password`)])
  for (const name of Object.keys(vars))
    if (name.startsWith('ansible_') && !known[name] && !read.has(name))
      notes.add(`${name} is not taken over: see what it is here`)
  const kind = vars.ansible_connection ?? 'ssh'
  const become = isTrue(vars.ansible_become) ? { become: becomeOf() } : {}
  if (kind === 'local') return { connect: call('local', []), ...become }
  if (kind !== 'ssh' && kind !== 'paramiko' && kind !== 'paramiko_ssh') {
    notes.add(
      `${host}: the connection ${String(kind)} is not known here: give it a shell, as in shell(['docker', 'exec', '-i', '${host}', 'sh'])`,
    )
    return { connect: call('shell', [value(['docker', 'exec', '-i', host, 'sh'])]), ...become }
  }
  const address = value(String(vars.ansible_host ?? vars.ansible_ssh_host ?? host))
  return { connect: call('ssh', [address, ...(options.length === 0 ? [] : [object(options)])]), ...become }

  function call(name: string, args: readonly string[]): string {
    used.add(name)
    return `${name}(${args.join(', ')})`
  }
  function secretOf(name: string): string {
    notes.add(
      `a password is a secret now: give RUNBOOK_SECRET_${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}, or another source`,
    )
    return call('secret', [value(name)])
  }
  function becomeOf(): string {
    const user = vars.ansible_become_user ?? 'root'
    const method = vars.ansible_become_method ?? 'sudo'
    const password = vars.ansible_become_password ?? vars.ansible_become_pass
    const pairs: Pairs = [
      ...(user === 'root' ? [] : [['user', value(user)] as const]),
      ...(method === 'sudo' ? [] : [['method', value(method)] as const]),
      ...(password === undefined ? [] : [['password', secretOf(`${host}-become`)] as const]),
    ]
    return pairs.length === 0 ? 'true' : object(pairs)
  }
}

const read = new Set([
  'ansible_host',
  'ansible_ssh_host',
  'ansible_connection',
  'ansible_password',
  'ansible_ssh_pass',
  'ansible_become',
  'ansible_become_user',
  'ansible_become_method',
  'ansible_become_password',
  'ansible_become_pass',
  'ansible_python_interpreter',
])

const isTrue = (found: unknown): boolean => found === true || /^(true|yes|on|1)$/i.test(String(found))
