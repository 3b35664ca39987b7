import { hole, lineOf, tokens } from './arrows/tokens.ts'

/** What messages may name. */
export interface Known {
  /** Whether something is called so: `packages`, `lines.block`. */
  calls(name: string): boolean
  /** The options of a task; undefined: it is no task. */
  optionsOf(name: string): readonly string[] | undefined
  readonly options: ReadonlySet<string>
}

/** What is written like a call: `packages()`, `file({ … })`, `shell(['ssh'])`. Functions of scripts have a `_`, or a script around them. */
const call = /(?<![\w.$\\])([a-z][A-Za-z0-9]*(?:\.[a-z][A-Za-z0-9]*)?)\((?=[){'"[…/])(?:\{((?:[^{}]|\{[^{}]*\})*)\})?/g

/** What is written like an option: `recursive: true`, `state: 'absent'`, or its name in backticks. */
const option = /(?<![\w.$-])([a-z][A-Za-z0-9]*): (?=true\b|false\b|'|\[)|`([a-z]\w*)`/g

/** What the messages of a source name that there is not, each with its line. */
export const unknownIn = (source: string, known: Known): string[] =>
  tokens(source).flatMap(({ kind, text, at }) => {
    if (kind !== 'string' && kind !== 'template') return []
    const unknown = messagesIn(text.replaceAll(hole, '…')).flatMap((message) => [
      ...[...message.matchAll(call)].flatMap(([, name = '', given = '']) => callFaults(name, given, known)),
      ...[...message.matchAll(option)].flatMap(([, key, word = '']) => {
        const name = key ?? word
        return known.options.has(name) || (key === undefined && known.calls(name)) ? [] : [name]
      }),
    ])
    return unknown.map((name) => `${lineOf(source, at)}: ${name}`)
  })

function callFaults(name: string, given: string, known: Known): string[] {
  if (!known.calls(name)) return [`${name}()`]
  const options = known.optionsOf(name)
  const keys = [...given.matchAll(/(?:^|,) *([a-z]\w*)(?=:| *(?:,|$))/g)].map(([, key = '']) => key)
  return options === undefined ? [] : keys.flatMap((key) => (options.includes(key) ? [] : [`${name}({ ${key} })`]))
}

/** A text is a message, unless it is a script or a query: of a script, what it echoes is. */
function messagesIn(text: string): string[] {
  if (/\b(SELECT|EXECUTE)\b|::\w/.test(text)) return []
  return text.includes('\n') ? [...text.matchAll(/\becho '([^']*)'/g)].map(([, said = '']) => said) : [text]
}
