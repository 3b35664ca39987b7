import { secretRule } from './become-rule.ts'
import type { LocalOptions, SshOptions } from './connection.ts'
import { isPlain, isText, keys, list, type Rule, record, text, value, whole, word } from './keys.ts'

/** What a connection shall be. A JSON inventory spells out what `ssh()`, `local()` and `shell()` make. */
export const connectionRule: Rule = (found, at) => {
  if (!isPlain(found)) return value("ssh('…'), local() or shell([…])", isPlain)(found, at)
  const faults = word('ssh', 'local', 'shell')(found.kind, `${at}.kind`)
  return faults.length > 0 ? faults : (byKind[String(found.kind)]?.(found, at) ?? [])
}

const textOrFalse = (give: string): Rule => value(`${give}, or false`, (found) => found === false || isText(found))
const paths: Rule = (found, at) =>
  Array.isArray(found) ? list('', text('a path'))(found, at) : text('a path, or a list of them')(found, at)
const seconds = value('a number of seconds above 0', (found) => typeof found === 'number' && found > 0)

const jumps: Rule = (found, at) => {
  if (Array.isArray(found)) return found.flatMap((one, index) => jumps(one, `${at}[${index}]`))
  return isPlain(found) ? sshRule(found, at) : text("'[user@]host[:port]', ssh('…'), or a list of them")(found, at)
}

const sshOptions = keys('option of ssh()', {
  user: text("a user's name"),
  port: whole(1, 65535),
  identity: paths,
  passphrase: secretRule,
  password: secretRule,
  agent: textOrFalse("the path of the agent's socket"),
  jump: jumps,
  hostKey: word('strict', 'accept-new'),
  knownHosts: paths,
  config: textOrFalse('the path of an ssh configuration'),
  connectTimeout: seconds,
  keepAlive: seconds,
} satisfies Record<keyof SshOptions, Rule>)

const sshRule = keys(
  'key of ssh()',
  { kind: word('ssh'), address: text('the address of the host'), options: sshOptions },
  { address: "the address of the host, as in ssh('10.0.0.11')" },
)

const localOptions = keys('option of local()', {
  env: record(
    'variables by name',
    value('a text', (found) => typeof found === 'string'),
  ),
  shell: text('the path of a POSIX shell'),
} satisfies Record<keyof LocalOptions, Rule>)

const byKind: Readonly<Record<string, Rule>> = {
  ssh: sshRule,
  local: keys('key of local()', { kind: word('local'), options: localOptions }),
  shell: keys(
    'key of shell()',
    {
      kind: word('shell'),
      argv: value(
        "a command and its arguments, as in shell(['docker', 'exec', '-i', 'is1', 'sh'])",
        (found) => Array.isArray(found) && isText(found[0]) && found.every((one) => typeof one === 'string'),
      ),
    },
    { argv: "a command and its arguments, as in shell(['docker', 'exec', '-i', 'is1', 'sh'])" },
  ),
}
