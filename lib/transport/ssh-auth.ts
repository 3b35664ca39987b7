import { access } from 'node:fs/promises'
import ssh2, {
  type AnyAuthMethod,
  type IdentityCallback,
  type KeyboardInteractiveAuthMethod,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
} from 'ssh2'
import { TransportFault } from './faults.ts'
import { lastWords } from './last-words.ts'
import { publicKeyOf, readIdentity } from './ssh-keys.ts'
import type { SshSettings } from './ssh-settings.ts'

/** A way to authenticate, and how a message names it. */
export interface Offer {
  readonly method: AnyAuthMethod
  readonly label: string
}

/** What was offered and what could not be, for the message when the host accepts none of it. */
export interface Attempts {
  readonly offered: string[]
  readonly unusable: string[]
  /** What the host has asked that was not answered. */
  readonly asked: string[]
}

/** The ways to authenticate, one after another: the agent's keys, key files (read only when it is their turn), password. */
export async function* authMethods(settings: SshSettings, attempts: Attempts): AsyncGenerator<Offer> {
  const { user: username, password } = settings
  const wanted = new Map<string, string>()
  for (const identity of settings.identities) {
    const key = await publicKeyOf(identity)
    if (key !== undefined) wanted.set(key, identity.path)
  }
  const held = await agentKeys(settings, new Set(wanted.keys()), attempts)
  if (held !== undefined) {
    yield { method: { type: 'agent', username, agent: held }, label: `the agent (${held.keys.length} keys)` }
  }
  const done = new Set(held?.keys.map((key) => wanted.get(publicText(key))))
  for (const identity of settings.identities.filter(({ path }) => !done.has(path))) {
    const key = await readIdentity(identity, settings.passphrase)
    if (typeof key !== 'string') {
      yield { method: { type: 'publickey', username, key }, label: identity.path }
    } else if (key !== '') {
      attempts.unusable.push(key)
    }
    if (await exists(`${identity.path}-cert.pub`)) {
      attempts.unusable.push(`the certificate ${identity.path}-cert.pub, which only ssh itself can use`)
    }
  }
  if (password === undefined) return
  yield { method: { type: 'password', username, password }, label: 'the password' }
  // Hosts that ask by PAM know only this; it is answered when all that is asked for is one hidden word, and once: what
  // comes next is another question, such as for a new password.
  let answered = false
  const prompt: KeyboardInteractiveAuthMethod['prompt'] = (_name, instructions, _language, prompts, answer) => {
    const isPassword = prompts.length === 1 && prompts[0]?.echo !== true && !answered
    if (prompts.length === 0) return answer([])
    answered = true
    attempts.asked.push(lastWords([instructions, ...prompts.map((one) => one.prompt)].join('\n')))
    answer(isPassword ? [password] : [])
  }
  yield { method: { type: 'keyboard-interactive', username, prompt }, label: 'the password, when asked' }
}

/** `deploy@is1 port 22 accepts none of …` */
export function denied(
  { label, user, host, port }: SshSettings,
  attempts: Attempts,
  accepts: readonly string[],
): Error {
  const offered = attempts.offered.length === 0 ? 'nothing was offered' : `offered: ${attempts.offered.join(', ')}`
  const unusable = attempts.unusable.length === 0 ? '' : `; not usable: ${attempts.unusable.join('; ')}`
  const last = attempts.asked.at(-1)
  const asked = last === undefined ? '' : `; it asked: ${last}`
  const accepted = accepts.length === 0 ? '' : `; the host accepts ${accepts.join(', ')}`
  const gssapi = accepts.includes('gssapi-with-mic') ? `, use Kerberos by shell(['ssh', …, 'sh'])` : ''
  return new TransportFault(
    'authentication',
    `${label} lets ${user} in by none of what was tried (${offered}${unusable}${asked}${accepted}): ssh-copy-id -p ${port} ${user}@${host}, or name a key by identity, an agent or a password${gssapi}`,
  )
}

/** An agent reduced to some of its keys. */
class ChosenKeys extends ssh2.BaseAgent<ParsedKey> {
  readonly keys: ParsedKey[]
  private readonly agent: ssh2.BaseAgent

  constructor(agent: ssh2.BaseAgent, keys: ParsedKey[]) {
    super()
    this.agent = agent
    this.keys = keys
  }

  override getIdentities(done: IdentityCallback<ParsedKey>): void {
    done(null, this.keys)
  }

  override sign(
    key: ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    done?: SignCallback,
  ): void {
    if (typeof options === 'function') this.agent.sign(key, data, options)
    else this.agent.sign(key, data, options, done)
  }
}

/** The agent with its keys, those of the identities first: a host gives up after a few wrong ones. */
async function agentKeys(
  { agent: socket, identitiesOnly }: SshSettings,
  wanted: ReadonlySet<string>,
  attempts: Attempts,
): Promise<ChosenKeys | undefined> {
  if (socket === undefined || socket === '') return undefined
  const agent = ssh2.createAgent(socket)
  const all = await new Promise<ParsedKey[] | undefined>((resolve) =>
    agent.getIdentities((error, keys) => resolve(error ? undefined : keys?.filter(isParsed))),
  )
  if (all === undefined) {
    attempts.unusable.push(`the agent at ${socket}, which does not answer`)
    return undefined
  }
  const isWanted = (key: ParsedKey) => wanted.has(publicText(key))
  const keys = [...all.filter(isWanted), ...(identitiesOnly ? [] : all.filter((key) => !isWanted(key)))]
  return keys.length === 0 ? undefined : new ChosenKeys(agent, keys)
}

const publicText = (key: ParsedKey): string => key.getPublicSSH().toString('base64')

const isParsed = (key: unknown): key is ParsedKey => typeof key === 'object' && key !== null && 'getPublicSSH' in key

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
