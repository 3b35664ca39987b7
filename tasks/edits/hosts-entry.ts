import * as v from 'valibot'
import { contentFact } from '../../lib/core/fact.ts'
import type { Refusal } from '../../lib/core/failure.ts'
import { literalPattern } from '../../lib/core/literal-pattern.ts'
import { defineTask } from '../../lib/core/task.ts'
import { ensureLine } from '../../lib/edit/lines/edits.ts'
import { editLines } from '../../lib/edit/lines.ts'
import { editTextFile } from '../support/edit-file.ts'
import { hostPath, someOf, text, wordOf } from '../support/schema.ts'
import { validated, validates } from '../support/validation.ts'

const address: v.GenericSchema<string> = v.pipe(
  text('an IP address'),
  v.check(
    isAddress,
    ({ input }) => `${JSON.stringify(input)} is no IP address: give one as in 10.0.0.10 or 2001:db8::10`,
  ),
)

const hostName: v.GenericSchema<string> = v.pipe(
  text('the name of a host'),
  v.check(
    (name) => /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name) && !isAddress(name),
    ({ input }) =>
      `${JSON.stringify(input)} is no name of a host: give letters, digits, "-" and ".", as in is.example.com`,
  ),
)

const options = v.strictObject({
  /** The IP address, of version 4 or 6. */
  address,
  /** Names that shall resolve to the address, and to no other. */
  names: someOf(hostName, 'names of hosts'),
  /** Default: /etc/hosts. */
  path: v.optional(hostPath),
  /** `absent`: the address shall not have these names. Default: `present`. */
  state: v.optional(wordOf('present', 'absent')),
  ...validates,
})
export type HostsEntry = v.InferInput<typeof options>

/**
 * Names of an address in a hosts file. A name that another line of the same kind of address gives away is taken out there;
 * what else that line says stays. With `state: 'absent'` the address loses these names, and a line without any goes.
 *
 * @example hostsEntry({ address: '10.0.0.10', names: ['is.example.com'] })
 */
export const hostsEntry = defineTask('hostsEntry', {
  options,
  title: ({ address, names, state }) =>
    state === 'absent' ? `forget ${names.join(', ')} of ${address}` : `resolve ${names.join(', ')} to ${address}`,
  reads: ({ path = '/etc/hosts' }) => ({ at: contentFact(path) }),
  plan: ({ path = '/etc/hosts', address, names, state = 'present', validate }, { at }) => {
    if (state === 'absent' && at.type === 'absent') return []
    const edited = editTextFile(path, at, (text) =>
      state === 'absent'
        ? { text: taken(text, names, (line) => isEntry(line, address)) }
        : resolved(text, address, names),
    )
    return validated(edited, validate)
  },
})

function resolved(text: string, address: string, names: readonly string[]): { text: string } | Refusal {
  const missing = names.filter(
    (name) => !text.split('\n').some((line) => isEntry(line, address) && namesOf(line).includes(name.toLowerCase())),
  )
  const freed = taken(text, names, (line) => !isEntry(line, address) && sameKind(line, address))
  return missing.length === 0 ? { text: freed } : editLines(freed, [ensureLine(`${address}\t${missing.join(' ')}`)])
}

/** An address of version 6 may have a zone, as in fe80::1%eth0. */
function isAddress(text: string): boolean {
  const four = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  if (four) return four.slice(1).every((part) => Number(part) < 256)
  return text.includes(':') && URL.canParse(`http://[${text.replace(/%[A-Za-z0-9_.-]+$/, '')}]/`)
}

/** The text without these names on the lines that hold `from`; a line that then names nothing goes. */
const taken = (text: string, names: readonly string[], from: (line: string) => boolean): string =>
  text
    .split(/(?<=\n)/)
    .flatMap((line) => (from(line) ? without(line, names) : [line]))
    .join('')

function without(line: string, names: readonly string[]): string[] {
  const unwanted = names.map((name) => name.toLowerCase())
  const left = namesOf(line).filter((name) => !unwanted.includes(name))
  if (left.length === namesOf(line).length) return [line]
  if (left.length === 0) return []
  const comment = line.search(/#|\r?\n?$/)
  return [names.reduce((text, name) => text.replace(standing(name), ''), line.slice(0, comment)) + line.slice(comment)]
}

/** A name with the space that follows it or, where it is the last one, the space before it. */
const standing = (name: string): RegExp => {
  const literal = literalPattern(name)
  return new RegExp(`(?<=\\s)${literal}\\s+(?=\\S)|\\s+${literal}(?=\\s*$)`, 'gi')
}

const words = (line: string): string[] => line.replace(/#.*/, '').split(/\s+/).filter(Boolean)

/** Resolvers do not tell capitals from small letters. */
const namesOf = (line: string): string[] =>
  words(line)
    .slice(1)
    .map((name) => name.toLowerCase())

const isEntry = (line: string, address: string): boolean => canonical(words(line)[0] ?? '') === canonical(address)

const sameKind = (line: string, address: string): boolean =>
  (words(line)[0] ?? '').includes(':') === address.includes(':')

/** One spelling of an address: one of version 6 has many. */
function canonical(address: string): string {
  const [bare = '', zone = ''] = address.split(/(?=%)/)
  const url = `http://[${bare}]/`
  return bare.includes(':') && URL.canParse(url) ? new URL(url).hostname + zone : address
}
