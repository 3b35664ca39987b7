import { Interrupted, Refused, Unreachable } from '../core/failure.ts'
import type { BecomeCommands } from '../remote/dialect/shell-commands.ts'
import type { Privilege } from '../remote/privilege.ts'
import { lastWords } from '../transport/last-words.ts'
import type { Channel } from '../transport/transport.ts'
import { type AnswerLimits, NoAnswer } from './answers.ts'
import type { PasswordPrompt } from './password-prompt.ts'

export interface Unanswered {
  readonly channel: Channel
  readonly prompts: PasswordPrompt
  readonly privilege: Privilege
  readonly become: BecomeCommands
  readonly limits: AnswerLimits
  /** Seconds after which a host was given up that carried out something, and gave no sign any more. */
  readonly silence?: number | undefined
}

/**
 * Why a shell gave no answer, in words that hold the last of the host, of both its outputs. Whoever asked a question that
 * fell silent knows more words for it: then the error is given as it is.
 */
export async function noAnswer(error: unknown, asked: Unanswered): Promise<unknown> {
  if (!(error instanceof NoAnswer)) return error
  const { privilege, become, limits, prompts } = asked
  const { opening } = limits
  switch (error.why) {
    case 'left':
      return new Interrupted()
    case 'silent': {
      if (error.begun)
        return asked.silence === undefined
          ? error
          : new Unreachable(
              `nothing was heard of the host for ${asked.silence} s, which says all the while that it is there: it hangs, or the way there is cut; what it was carrying out may go on`,
            )
      const words = lastWords(error.heard, prompts.words())
      if (privilege.become) return new Refused(become.silent(privilege, words, opening))
      const last = words === '' ? 'it said nothing at all' : `the last that it said: ${words}`
      return new Unreachable(
        `the host's shell did not begin to answer within ${opening} s (${last}): log in by hand to see what it waits for`,
      )
    }
    case 'endless':
      return new Unreachable(
        error.begun
          ? 'the host answers more than can be read: see what it is asked for, and how large that is'
          : `the host says no end of things before it answers (the last of it: ${lastWords(error.heard)}): see what the start-up files of its shell print`,
      )
    case 'slow':
      return new Unreachable(
        error.begun
          ? `the host did not end its answer within ${limits.answer} s, though it says a little again and again: see what holds it up`
          : `the host's shell says things again and again, and does not begin to answer (the last that it said: ${lastWords(error.heard, prompts.words())}): log in by hand to see what it waits for`,
      )
    case 'ended':
      return ended(error, asked)
  }
}

async function ended(error: NoAnswer, { channel, prompts, privilege, become }: Unanswered): Promise<Error> {
  const end = await channel.exit.catch((lost: Error) => lost)
  if (end instanceof Error) return end
  const words = error.begun ? lastWords(prompts.words()) : lastWords(error.heard, prompts.words())
  if (!error.begun && privilege.become && prompts.isOpen())
    return new Refused(become.refused(privilege, words, prompts.asked() && privilege.become.password !== undefined))
  return new Unreachable(
    `the host's shell ended (${end.signal ?? `status ${end.code}`})${words === '' ? '' : `: ${words}`}`,
  )
}
