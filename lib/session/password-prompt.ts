import { reveal } from '../core/secret.ts'
import type { BecomeCommands } from '../remote/dialect/shell-commands.ts'
import type { Privilege } from '../remote/privilege.ts'
import { lastWords } from '../transport/last-words.ts'
import type { Channel } from '../transport/transport.ts'

/** What a program says on standard error, and whether it has asked for a password. */
export interface PasswordPrompt {
  /** The last lines. */
  words(): string
  asked(): boolean
  /** Whether a prompt may still come. */
  isOpen(): boolean
  /** What is said from now on is no prompt: whoever runs now has not to be given a password. */
  close(): void
}

export interface Prompting {
  readonly privilege: Privilege
  readonly prompt: string
  readonly isPrompt: BecomeCommands['isPrompt']
}

/** Listens, and gives the password of a privilege where it is asked for: once, for whoever asks again has refused it. */
export function answerPrompt(channel: Channel, { privilege, prompt, isPrompt }: Prompting): PasswordPrompt {
  const password = privilege.become?.password
  let output = ''
  let asked = 0
  let open = true
  channel.stderr.on('data', (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-4000)
    if (!open || !privilege.become || !isPrompt(privilege, output, prompt)) return
    output = ''
    if (++asked === 1 && password !== undefined) channel.stdin.write(`${reveal(password)}\n`)
    else channel.stdin.end()
  })
  channel.stdin.on('error', () => {})
  return {
    words: () => lastWords(output.replaceAll(prompt, '')),
    asked: () => asked > 0,
    isOpen: () => open,
    close: () => {
      open = false
    },
  }
}

/** What the prompt of a session ends with: nobody else says it. */
export const promptOf = (nonce: string): string => `[${nonce} password]`
