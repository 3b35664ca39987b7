import type { Dialect } from '../remote/dialect.ts'
import type { Privilege } from '../remote/privilege.ts'
import type { Connection } from '../transport/transport.ts'
import { unlessAborted } from '../transport/unless-aborted.ts'
import { type AnswerLimits, NoAnswer, readAnswers, type Wait } from './answers.ts'
import { noAnswer } from './no-answer.ts'
import { answerPrompt, promptOf } from './password-prompt.ts'

/** A host's long-lived shell: scripts in, their output back, in order. */
export interface Shell {
  /** What the first frame, sent with the command that opened the shell, printed. */
  readonly first: Buffer
  ask(script: string, wait: ShellWait): Promise<Buffer>
  /** When it has ended, however that was. */
  readonly ended: Promise<unknown>
  /** Lets the shell go: one that has nothing to do ends, and what it has to finish it finishes. */
  close(): void
}

export interface ShellWait extends Wait {
  /** Ends the wait, which then fails with `Interrupted`. */
  readonly until: AbortSignal | undefined
  /** What it is asked for is of no use to anybody later: it ends with the wait. */
  readonly isQuestion: boolean
}

export interface OpenShell {
  readonly connection: Connection
  readonly privilege: Privilege
  /** Script of the first frame, and how its answer is waited for. */
  readonly first: string
  readonly wait: ShellWait
  readonly nonce: string
  readonly limits: AnswerLimits
  trip<Value>(request: () => Promise<Value>): Promise<Value>
}

export async function openShell(given: OpenShell): Promise<Shell> {
  const { connection, privilege, nonce, limits, trip } = given
  const { frame, become } = connection.dialect
  const opening = connection.open(commandOf(connection.dialect, given), { lasts: true })
  const channel = await trip(() => unlessAborted(opening, given.wait.until)).catch((error) => {
    // A program that begins when nobody waits any more ends.
    opening.then((late) => late.close()).catch(() => {})
    throw error
  })
  const answers = readAnswers(channel, frame, nonce, limits)
  const prompts = answerPrompt(channel, { privilege, prompt: promptOf(nonce), isPrompt: become.isPrompt })
  const asked = { channel, prompts, privilege, become, limits }

  async function answer(wait: ShellWait): Promise<Buffer> {
    const leave = () => answers.leave()
    const next = answers.next(wait)
    if (wait.until?.aborted) leave()
    wait.until?.addEventListener('abort', leave)
    try {
      return await next
    } catch (error) {
      // Nobody waits for the answer to a question any more: it ends, and its shell with it.
      if (wait.isQuestion && error instanceof NoAnswer && error.why !== 'ended') channel.close()
      throw await noAnswer(error, { ...asked, silence: wait.silence })
    } finally {
      wait.until?.removeEventListener('abort', leave)
    }
  }
  const first = await trip(() => answer(given.wait))
  prompts.close()
  return {
    first,
    ask(script, wait) {
      const next = answer(wait)
      channel.stdin.write(frame.next(script, nonce))
      return next
    },
    ended: channel.exit.catch(() => undefined),
    close: () => void channel.stdin.end(),
  }
}

/** The command line that opens a shell with its first frame inside. */
export const commandOf = (
  { become, frame }: Dialect,
  { privilege, first, nonce }: Pick<OpenShell, 'privilege' | 'first' | 'nonce'>,
): string => become.command(privilege, frame.first(first, nonce), promptOf(nonce))
