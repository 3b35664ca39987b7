import { closeSync, openSync, writeSync } from 'node:fs'
import { ReadStream } from 'node:tty'

/** The terminal that this process belongs to, whatever its input and output are; undefined: there is none. */
export function openTerminal(): Terminal | undefined {
  let descriptor: number
  try {
    descriptor = openSync('/dev/tty', 'r+')
  } catch {
    return undefined
  }
  return {
    say: (text) => void writeSync(descriptor, text),
    answer: (question, shown = false) => askLine(descriptor, question, shown),
    close: () => closeSync(descriptor),
  }
}

export interface Terminal {
  say(text: string): void
  /** One line, which is shown while it is typed only where that is said. Ctrl-C ends the process; Ctrl-D on an empty line gives an empty one. */
  answer(question: string, shown?: boolean): Promise<string>
  close(): void
}

async function askLine(terminal: number, question: string, shown: boolean): Promise<string> {
  // A stream closes what it reads from, and the next question comes on the same terminal.
  const input = new ReadStream(openSync('/dev/tty', 'r+'))
  const say = (text: string) => void writeSync(terminal, text)
  const ended = (signal: NodeJS.Signals) => {
    input.setRawMode(false)
    for (const one of ends) process.off(one, ended)
    process.kill(process.pid, signal)
  }
  for (const one of ends) process.on(one, ended)
  input.setRawMode(true)
  input.setEncoding('utf8')
  say(question)
  say(': ')
  try {
    return await new Promise<string>((resolve, reject) => {
      let typed: readonly string[] = []
      input.on('data', (chunk: string) => {
        for (const key of chunk) {
          if (key === '\x03') return resolve(leave(input, say))
          if (isEnd(key, typed)) return resolve(typed.join(''))
          const before = typed
          typed = after(key, typed)
          if (shown) say(typed.length > before.length ? key : '\b \b'.repeat(before.length - typed.length))
        }
      })
      input.once('error', reject)
      input.once('end', () => resolve(typed.join('')))
    })
  } finally {
    say('\n')
    input.setRawMode(false)
    input.destroy()
    for (const one of ends) process.off(one, ended)
  }
}

/** What ends this process leaves the terminal as it was: of TERM and INT, Node sees to that itself. */
const ends = ['SIGHUP', 'SIGQUIT'] as const

const isEnd = (key: string, typed: readonly string[]): boolean =>
  key === '\r' || key === '\n' || (key === '\x04' && typed.length === 0)

/** What the line is once a key was pressed: backspace takes a character, Ctrl-U the line; other control keys do nothing. */
function after(key: string, typed: readonly string[]): readonly string[] {
  if (key === '\x7f' || key === '\b') return typed.slice(0, -1)
  if (key === '\x15') return []
  return key < ' ' && key !== '\t' ? typed : [...typed, key]
}

function leave(input: ReadStream, say: (text: string) => void): never {
  input.setRawMode(false)
  say('\n')
  process.exit(130)
}
