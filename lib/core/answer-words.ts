import { answer, isUnasked } from './answer.ts'
import type { CommandAnswer, ContentAnswer, DigestAnswer, ListAnswer, PathAnswer } from './answers.ts'
import { attributesIn } from './attributes.ts'
import { digestOf, sizeOf } from './content.ts'
import type { HostQuestion } from './question.ts'
import { type State, unknown } from './state.ts'

/**
 * A question to a host and what it has answered, in words for whoever looks for a fault. Of a file never the content: its size and digest, and
 * not even these where it has to do with a secret.
 */
export function answerWords(
  state: State,
  question: HostQuestion,
  isSensitive: (real: string) => boolean,
  mask: (text: string) => string,
): { readonly question: string; readonly answer: string } {
  const found = answer(state, question)
  const isKnown = !isUnasked(found) && found !== unknown
  switch (question.ask) {
    case 'command': {
      const words = isKnown ? commandWords(found as CommandAnswer, question.stdin !== undefined, mask) : notTold
      return { question: question.script, answer: words }
    }
    case 'entry':
      return { question: `entry ${question.entry} of ${question.archive}`, answer: isKnown ? 'told' : notTold }
    case 'os':
      return { question: 'os', answer: isKnown ? JSON.stringify(found) : notTold }
    default: {
      const words = isKnown ? pathWords(found as At, isSensitive) : notTold
      return { question: `${question.ask} ${question.path}`, answer: words }
    }
  }
}

type At = PathAnswer | DigestAnswer | ContentAnswer | ListAnswer

const notTold = 'it leads to another question'

/** What was read from a secret, or by one, may be one. Masked before it is cut and quoted: of a part, nobody would know what it is. */
function commandWords({ status, output }: CommandAnswer, isSecret: boolean, mask: (text: string) => string): string {
  if (isSecret) return `status ${status}, ${output.length} characters`
  const masked = mask(output)
  const more = masked.length > shown ? ` and ${masked.length - shown} characters` : ''
  return `status ${status}, ${JSON.stringify(masked.slice(0, shown))}${more}`
}

const shown = 300

function pathWords(found: At, isSensitive: (real: string) => boolean): string {
  const isOpen = !isSensitive(found.real)
  const { mode, owner, group } = 'mode' in found || 'owner' in found ? attributesIn(found) : {}
  const size = 'content' in found ? sizeOf(found.content) : 'size' in found ? found.size : undefined
  const digest = 'sha256' in found ? found.sha256 : 'content' in found ? digestOf(found.content) : undefined
  return [
    found.type,
    ...('target' in found ? [`to ${found.target}`] : []),
    ...(mode === undefined ? [] : [mode.toString(8).padStart(4, '0')]),
    ...(owner === undefined ? [] : [`${owner}:${group ?? ''}`]),
    ...('names' in found ? [`${found.names.length} names`] : []),
    ...(isOpen && size !== undefined ? [`${size} bytes`] : []),
    ...(isOpen && digest !== undefined ? [`SHA-256 ${digest}`] : []),
  ].join(', ')
}
