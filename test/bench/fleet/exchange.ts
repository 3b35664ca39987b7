import { createHash } from 'node:crypto'

/** What a real host said, in the order in which it was asked, and what of it is the host's own. */
export interface Recorded {
  readonly nonce: string
  /** Of each channel, its answers. */
  readonly channels: readonly (readonly Buffer[])[]
  /** The name of the host, as it stands in its files. All names are of one length. */
  readonly name: string
  /** Contents of files, with the name in them: their digests stand in answers. */
  readonly contents: readonly string[]
}

/** An answer as another host gives it, in another session. */
export function answerAs(answer: Buffer, recorded: Recorded, name: string, nonce: string): Buffer {
  const digests = recorded.contents.map((content) => [digest(content), digest(named(content, recorded, name))] as const)
  const text = [...digests, [recorded.nonce, nonce] as const].reduce(
    (said, [from, to]) => said.replaceAll(from, to),
    named(answer.toString('latin1'), recorded, name),
  )
  return Buffer.from(text, 'latin1')
}

const named = (text: string, recorded: Recorded, name: string): string => text.replaceAll(recorded.name, name)

const digest = (content: string): string => createHash('sha256').update(content).digest('hex')

/** The random word by which a session marks its answers, as it stands in a request. */
export function nonceIn(request: string): string {
  const [, nonce] = /start\\n'(?:\\'')? ([0-9a-f]{32})/.exec(request) ?? []
  if (nonce === undefined) throw new Error(`a request without its mark: ${request.slice(0, 200)}`)
  return nonce
}
