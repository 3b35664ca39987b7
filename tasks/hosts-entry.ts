import { contentFact } from '../lib/core/fact.ts'
import { defineTask } from '../lib/core/task.ts'
import { editLines, ensureLine } from '../lib/edit/lines.ts'
import { editTextFile } from './support/edit-file.ts'

export interface HostsEntry {
  /** The IP address, of version 4 or 6. */
  readonly address: string
  /** Names that shall resolve to the address, and to no other. */
  readonly names: readonly string[]
  /** Default: /etc/hosts. */
  readonly path?: string
}

/**
 * Names of an address in a hosts file. A name that another line of the same kind of address gives away is taken out there;
 * what else that line says stays.
 *
 * @example hostsEntry({ address: '10.0.0.10', names: ['is.example.com'] })
 */
export const hostsEntry = defineTask('hostsEntry', {
  title: ({ address, names }: HostsEntry) => `resolve ${names.join(', ')} to ${address}`,
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
