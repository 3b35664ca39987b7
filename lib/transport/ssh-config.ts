import { homedir, userInfo } from 'node:os'
import { keptText } from '../cache/kept-text.ts'
import { programLine } from '../remote/posix/quote.ts'
import { binaryOnPath } from './binary-on-path.ts'
import { TransportFault } from './faults.ts'
import { lastWords } from './last-words.ts'
import { collect, startProcess } from './process.ts'
import { silentTexts } from './ssh-config-files.ts'
import { within } from './time.ts'

/** What OpenSSH's configuration says of a host: each keyword, in small letters, with its values. */
export type SshConfig = ReadonlyMap<string, readonly string[]>

export interface ConfigQuery {
  readonly address: string
  /** A file in place of the user's; `false`: no configuration at all. */
  readonly config?: string | false | undefined
  readonly user?: string | undefined
  readonly port?: number | undefined
}

/**
 * Asks `ssh -G`, which alone knows Include, Match and tokens. Without an ssh program there is no configuration to obey,
 * unless one was named.
 */
export async function readSshConfig(query: ConfigQuery): Promise<SshConfig> {
  const { address, config, user, port } = query
  if (config === false) return new Map()
  const texts = await silentTexts(address, config === undefined ? undefined : expandHome(config))
  if (texts === undefined) return ask(query)
  const key = JSON.stringify([config, user, port, texts])
  const asked = shared.get(key) ?? askedOnce(query, key)
  shared.set(key, asked)
  const { first, found } = await asked.catch(async () => ({ first: address, found: await ask(query) }))
  if (address === first || found.size === 0) return found
  // Where ssh has another name for the first than its own, only ssh knows that of the next.
  return found.get('hostname')?.[0] === first ? new Map([...found, ['hostname', [address]]]) : ask(query)
}

/** What `ssh -G` has said of a host that no configuration names, for all such, by what it was asked with. */
const shared = new Map<string, Promise<{ readonly first: string; readonly found: SshConfig }>>()

/** Of this run, or of one before it with the same program: nothing else has to do with the answer. */
async function askedOnce(
  query: ConfigQuery,
  key: string,
): Promise<{ readonly first: string; readonly found: SshConfig }> {
  const program = binaryOnPath('ssh')
  const asked = async () => `${query.address}\n${await answerOf(query)}`
  const { uid, username, homedir: home } = userInfo()
  const text =
    program === undefined
      ? await asked()
      : await keptText('ssh', JSON.stringify([program, uid, username, home, key]), asked)
  const [first = ''] = text.split('\n', 1)
  return { first, found: parseSshConfig(text.slice(first.length)) }
}

async function ask(query: ConfigQuery): Promise<SshConfig> {
  return parseSshConfig(await answerOf(query))
}

async function answerOf({ address, config, user, port }: ConfigQuery): Promise<string> {
  if (config === false) return ''
  const options = [
    ...(config === undefined ? [] : ['-F', expandHome(config)]),
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
  ]
  const asked = await startProcess(programLine(['ssh', '-G', ...options, '--', address]), { label: 'ssh -G' })
  asked.stdin.end()
  const [answer, complaint, { code }] = await within(
    Promise.all([collect(asked.stdout), collect(asked.stderr), asked.exit]),
    patience,
    () => {
      asked.close()
      return new TransportFault(
        'timeout',
        `the ssh configuration for ${address} was not read within ${patience} s: see what its Match exec waits for, or set config: false`,
      )
    },
  )
  if (code === 0) return answer
  if (code === 127 && config === undefined) return ''
  throw new TransportFault(
    'configuration',
    `the ssh configuration for ${address} cannot be read: ${lastWords(complaint)}; correct it, or set config: false`,
  )
}

let usual: Promise<SshConfig> | undefined

/** What OpenSSH does where nothing is configured. */
export function usualSshConfig(): Promise<SshConfig> {
  usual ??= readSshConfig({ address: 'localhost', config: 'none' })
  return usual
}

/** Seconds: a configuration may run programs of the user. */
const patience = 30

function parseSshConfig(answer: string): SshConfig {
  const found = new Map<string, string[]>()
  for (const line of answer.split('\n')) {
    const [, keyword, value] = /^(\S+) (.*)$/.exec(line) ?? []
    if (keyword === undefined || value === undefined) continue
    found.set(keyword, [...(found.get(keyword) ?? []), value])
  }
  return found
}

/** `ssh -G` leaves tokens in some values for ssh itself to replace. */
export function expandTokens(text: string, tokens: Readonly<Record<string, string>>): string {
  const all: Record<string, string> = { ...tokens, '%': '%', d: homedir(), u: userInfo().username }
  return text
    .replace(/%(.)/g, (whole, letter: string) => all[letter] ?? whole)
    .replace(/\$\{(\w+)\}/g, (_, name: string) => process.env[name] ?? '')
}

export const expandHome = (path: string): string => path.replace(/^~(?=\/|$)/, homedir())
