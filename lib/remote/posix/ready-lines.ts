import { grouped } from '../../core/grouped.ts'
import type { Operation } from '../../core/operation.ts'
import { fill } from '../../core/reference.ts'
import { octal, ownerWord } from './attribute-words.ts'
import type { Placed } from './batch-places.ts'
import { journalFiles, keepLines, madeLines } from './journal-lines.ts'
import { quote } from './quote.ts'
import { validLines } from './valid-lines.ts'

/**
 * Makes all that is new ready, as it will be, and flushes it. Nothing that is there is touched. `isPart`: others carry out more of
 * the batch, so that it may have to be taken back as a whole.
 */
export function readyLines(placed: readonly Placed[], isPart = false): string[] {
  const rooms = new Set<string>()
  const made = placed.flatMap((one, nth) => {
    const opens = one.room !== undefined && !rooms.has(one.room)
    if (one.room !== undefined) rooms.add(one.room)
    const lines = [
      ...(opens ? [`mkdir -m 700 -- ${quote(one.room)}`] : []),
      ...makeLines(one),
      ...keepLines(one, !isPart && nth === placed.length - 1),
    ]
    return lines.length === 0 ? [] : [`rb_k=${one.index} && ${lines.join(' && ')}`]
  })
  const written = placed.flatMap(({ net, ready }) => (net.operation.op === 'write' && ready ? [quote(ready)] : []))
  const flushed = [...written, ...(placed.some(({ entry }) => entry) ? [journalFiles] : [])].join(' ')
  const flush =
    written.length > 0
      ? [`rb_flush ${flushed}`]
      : flushed === ''
        ? []
        : [`{ [ -z "\${rb_j-}" ] || rb_flush ${flushed}; }`]
  return [...made, ...attributeLines(placed), ...placed.flatMap(validLines), ...madeLines(placed), ...flush]
}

function makeLines({ net: { operation, precondition }, ready = '', uploaded: [upload] }: Placed): string[] {
  const to = quote(ready)
  switch (operation.op) {
    case 'write': {
      const bytes = upload === undefined ? `rb_put ${to} ${quote(textOf(operation))}` : `cat ${quote(upload)} >${to}`
      const replaces = precondition?.type !== 'absent' && !operation.inPlace
      return [
        bytes,
        ...(replaces ? [`{ [ ! -f ${quote(operation.path)} ] || rb_like ${quote(operation.path)} ${to}; }`] : []),
      ]
    }
    case 'directory':
      return [`mkdir -m 700 -- ${to}`]
    case 'symlink':
      return [`ln -s -- ${quote(operation.target)} ${to}`]
    default:
      return []
  }
}

function textOf({ content }: Extract<Operation, { op: 'write' }>): string {
  if ('text' in content) return fill(content.text)
  throw new Error('content that is not text has to be uploaded')
}

/** Files that are to be alike are made so by one program; folders last, the deepest first. */
function attributeLines(placed: readonly Placed[]): string[] {
  const files = placed.flatMap((one) => attributed(one, 'write'))
  const whole = files.filter(({ mode }) => mode !== '-')
  const folders = placed.flatMap((one) => attributed(one, 'directory')).toReversed()
  return [
    ...files.filter(({ mode }) => mode === '-').map((one) => `${at(one)} && rb_attributes ${one.to} ${one.owner} -`),
    ...alike(whole, ({ owner }) => (owner === '-' ? undefined : `chown -- ${owner}`)),
    ...alike(whole, ({ mode }) => `chmod ${mode}`),
    ...folders.map(({ owner, mode, ...one }) => `${at(one)} && ${ownLine(owner, one.to)}chmod ${mode} ${one.to}`),
  ]
}

interface Attributed {
  readonly index: number
  readonly to: string
  readonly owner: string
  readonly mode: string
}

function attributed(
  { net: { operation, precondition }, index, ready }: Placed,
  op: 'write' | 'directory',
): Attributed[] {
  if (operation.op !== op || ready === undefined || (operation.op === 'write' && operation.inPlace)) return []
  const usual = op === 'directory' ? '755' : precondition?.type === 'absent' ? '644' : '-'
  const mode = operation.mode === undefined ? usual : octal(operation.mode)
  return isClosed(operation) ? [] : [{ index, to: quote(ready), owner: ownerWord(operation), mode }]
}

/** A folder that its owner may not write to cannot be renamed by the owner: it is closed when it is in its place. */
export const isClosed = (operation: Operation): boolean =>
  operation.op === 'directory' && operation.mode !== undefined && (operation.mode & 0o200) === 0

/** One program for all that need the same; where it fails, each by itself, so that it is known which. */
function alike(files: readonly Attributed[], commandOf: (one: Attributed) => string | undefined): string[] {
  return [...grouped(files, commandOf)].map(([command, group]) => {
    const each = group.map((one) => `${at(one)} && ${command} ${one.to}`).join(' && ')
    return group.length === 1
      ? each
      : `{ ${command} ${group.map(({ to }) => to).join(' ')} 2>/dev/null || { ${each}; }; }`
  })
}

const ownLine = (owner: string, to: string): string => (owner === '-' ? '' : `chown -- ${owner} ${to} && `)

const at = ({ index }: { readonly index: number }): string => `rb_k=${index}`
