import { Refused, Unreachable } from '../core/failure.ts'
import type { Dialect, Frames } from '../remote/dialect.ts'
import type { Privilege } from '../remote/privilege.ts'
import type { Channel, Connection } from '../transport/transport.ts'
import { answerPrompt, promptOf } from './password-prompt.ts'

/** A host's long-lived shell: scripts in, their output back, in order. */
export interface Shell {
  /** What the first frame, sent with the command that opened the shell, printed. */
  readonly first: Buffer
  ask(script: string, onText?: (text: string) => void): Promise<Buffer>
}

export interface OpenShell {
  readonly connection: Connection
  readonly privilege: Privilege
  /** Script of the first frame. */
  readonly first: string
  readonly nonce: string
  trip<Value>(request: () => Promise<Value>): Promise<Value>
}

export async function openShell({ connection, privilege, first, nonce, trip }: OpenShell): Promise<Shell> {
  const { frame, become } = connection.dialect
  const prompt = promptOf(nonce)
  const channel = await trip(() => connection.open(commandOf(connection.dialect, { privilege, first, nonce })))
  const answers = answersOf(channel, frame, nonce)
  const errors = answerPrompt(channel, { privilege, prompt, isPrompt: become.isPrompt })
  const whyEnded = (when: 'first' | 'later') => async (): Promise<never> => {
    const { code, signal } = await channel.exit
    const words = errors.words().split('\n').slice(-3).join('; ').replaceAll(prompt, '').trim()
    if (when === 'first' && privilege.become)
      throw new Refused(become.refused(privilege, words, errors.asked() && privilege.become.password !== undefined))
    throw new Unreachable(`the host's shell ended (${signal ?? `status ${code}`})${words ? `: ${words}` : ''}`)
  }
  const firstAnswer = await trip(() => answers.next().catch(whyEnded('first')))
  return {
    first: firstAnswer,
    ask: (script, onText) => {
      const answer = answers.next(onText)
      channel.stdin.write(frame.next(script, nonce))
      return answer.catch(whyEnded('later'))
    },
  }
}

/** The command line that opens a shell with its first frame inside. */
export const commandOf = (
  { become, frame }: Dialect,
  { privilege, first, nonce }: Pick<OpenShell, 'privilege' | 'first' | 'nonce'>,
): string => become.command(privilege, frame.first(first, nonce), promptOf(nonce))

interface Waiting {
  resolve(answer: Buffer): void
  reject(): void
  readonly onText: ((text: string) => void) | undefined
}

/** Cuts a channel's output into answers, in order: each stands between a start mark and the next end mark. */
function answersOf(channel: Channel, { startMark, endMark }: Frames, nonce: string) {
  const start = Buffer.from(startMark(nonce))
  const end = Buffer.from(endMark(nonce))
  const waiting: Waiting[] = []
  let buffer = Buffer.alloc(0)
  let ended = false
  let late: NodeJS.Timeout | undefined

  channel.stdout.on('data', (chunk: Buffer) => {
    let searched = Math.max(0, buffer.length - end.length)
    buffer = Buffer.concat([buffer, chunk])
    waiting[0]?.onText?.(chunk.toString('latin1'))
    for (let at = buffer.indexOf(end, searched); at >= 0; at = buffer.indexOf(end, searched)) {
      const answer = buffer.subarray(buffer.indexOf(start) + start.length, at)
      buffer = buffer.subarray(at + end.length)
      searched = 0
      waiting.shift()?.resolve(answer)
    }
  })
  channel.stdout.on('close', finish)
  // What the shell said last may be a moment behind its end; a program that it left running may hold its output open.
  channel.exit.then(() => {
    if (!ended) late = setTimeout(finish, 100)
  }, finish)

  function finish() {
    ended = true
    clearTimeout(late)
    for (const { reject } of waiting.splice(0)) reject()
  }
  return {
    next: (onText?: (text: string) => void): Promise<Buffer> =>
      new Promise((resolve, reject) => {
        if (ended) reject(new Unreachable('the shell ended'))
        else waiting.push({ resolve, reject: () => reject(new Unreachable('the shell ended')), onText })
      }),
  }
}
