import * as v from 'valibot'
import { contentFact } from '../lib/core/fact.ts'
import { defineTask } from '../lib/core/task.ts'
import { editLines, ensureLine } from '../lib/edit/lines.ts'
import { editTextFile } from './support/edit-file.ts'
import { hostPath, someOf, text } from './support/schema.ts'

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
})
export type HostsEntry = v.InferInput<typeof options>

/**
 * Names of an address in a hosts file. A name that another line of the same kind of address gives away is taken out there;
 * what else that line says stays.
 *
 * @example hostsEntry({ address: '10.0.0.10', names: ['is.example.com'] })
 */
export const hostsEntry = defineTask('hostsEntry', {
  options,
  title: ({ address, names }) => `resolve ${names.join(', ')} to ${address}`,
  reads: ({ path = '/etc/hosts' }) => ({ at: contentFact(path) }),
  plan: ({ path = '/etc/hosts', address, names }, { at }) =>
    editTextFile(path, at, (text) => {
      const missing = names.filter(
        (name) => !text.split('\n').some((line) => isEntry(line, address) && namesOf(line).includes(name)),
      )
      const freed = text.replace(/^[^\n]+$/gm, (line) =>
        isEntry(line, address) || !sameKind(line, address) ? line : without(line, names),
      )
      const kept = freed.replace(/^\0\r?\n?/gm, '')
      return missing.length === 0 ? { text: kept } : editLines(kept, [ensureLine(`${address}\t${missing.join(' ')}`)])
    }),
})

/** An address of version 6 may have a zone, as in fe80::1%eth0. */
function isAddress(text: string): boolean {
  const four = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  if (four) return four.slice(1).every((part) => Number(part) < 256)
  return text.includes(':') && URL.canParse(`http://[${text.replace(/%[A-Za-z0-9_.-]+$/, '')}]/`)
}

const words = (line: string): string[] => line.replace(/#.*/, '').split(/\s+/).filter(Boolean)
const namesOf = (line: string): string[] => words(line).slice(1)
const isEntry = (line: string, address: string): boolean => words(line)[0] === address
const sameKind = (line: string, address: string): boolean =>
  (words(line)[0] ?? '').includes(':') === address.includes(':')

/** The line without these names; a line that names nothing else any more becomes the mark of a line to drop. */
function without(line: string, names: readonly string[]): string {
  if (!namesOf(line).some((name) => names.includes(name))) return line
  if (namesOf(line).every((name) => names.includes(name))) return '\0'
  const comment = line.search(/#|\r?$/)
  const left = names.reduce((text, name) => text.replace(taken(name), ''), line.slice(0, comment))
  return left + line.slice(comment)
}

/** A name with the space that follows it or, where it is the last one, the space before it. */
function taken(name: string): RegExp {
  const literal = name.replace(/[.\\+*?[^\]$(){}|]/g, '\\$&')
  return new RegExp(`(?<=\\s)${literal}\\s+(?=\\S)|\\s+${literal}(?=\\s*$)`, 'g')
}
