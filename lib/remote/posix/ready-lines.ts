import { grouped, neighbours } from '../../core/grouped.ts'
import type { Operation } from '../../core/operation.ts'
import { fill } from '../../core/reference.ts'
import { octal, ownerWord } from './attribute-words.ts'
import { isClosed, namedIn, type Placed } from './batch-places.ts'
import { journalFiles, keepLines, madeLines } from './journal-lines.ts'
import { inLots, lots, quote } from './quote.ts'
import { validLines } from './valid-lines.ts'

/**
 * Makes all that is new ready, as it will be, and flushes it. Nothing that is there is touched. `isPart`: others carry out more of
 * the batch, so that it may have to be taken back as a whole.
 */
export function readyLines(placed: readonly Placed[], isPart = false): string[] {
  const made = placed.flatMap((one, nth) => {
    const lines = [...makeLines(one), ...keepLines(one, !isPart && nth === placed.length - 1)]
    return lines.length === 0 ? [] : [`${at(one)} && ${lines.join(' && ')}`]
  })
  const written = placed.flatMap(({ net, ready }) => (net.operation.op === 'write' && ready ? [quote(ready)] : []))
  const journal = placed.some(({ entry }) => entry) ? [journalFiles] : []
  const flush =
    written.length > 0
      ? inLots([...written, ...journal], (words) => `rb_flush ${words}`)
      : journal.map((files) => `{ [ -z "\${rb_j-}" ] || rb_flush ${files}; }`)
  return [
    ...roomLines(placed),
    ...folderLines(placed),
    ...made,
    ...attributeLines(placed),
    ...placed.flatMap(validLines),
    ...madeLines(placed),
    ...flush,
  ]
}

/** Each room by itself: who finds one there already has not made it. */
function roomLines(placed: readonly Placed[]): string[] {
  return [...grouped(placed, ({ room }) => room)].flatMap(([room, all]) => {
    const named = all.some((one) => one.named) ? [namedIn(room)] : []
    return all.slice(0, 1).map((one) => `${at(one)} && mkdir -m 700 -- ${[room, ...named].map(quote).join(' ')}`)
  })
}

/** Folders that are made ready, those above first. Nobody else gets into a room: one that is there was made a moment ago. */
function folderLines(placed: readonly Placed[]): string[] {
  const folders = placed.filter(({ net, ready }) => net.operation.op === 'directory' && ready !== undefined)
  return together(
    folders.map((one) => ({ index: one.index, to: quote(one.ready ?? '') })),
    'mkdir -m 700 --',
    '[ -d',
  )
}

function makeLines({ net: { operation, precondition }, ready = '', uploaded: [upload], shared }: Placed): string[] {
  const to = quote(ready)
  switch (operation.op) {
    case 'write': {
      const bring = shared || operation.inPlace ? '' : `rb_bring ${quote(upload ?? '')} ${to} || `
      const bytes =
        upload === undefined ? `rb_put ${to} ${quote(textOf(operation))}` : `{ ${bring}cat ${quote(upload)} >|${to}; }`
      const replaces = precondition?.type !== 'absent' && !operation.inPlace
      return [
        bytes,
        ...(replaces ? [`{ [ ! -f ${quote(operation.path)} ] || rb_like ${quote(operation.path)} ${to}; }`] : []),
      ]
    }
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

/** What is to be alike is made so by one program; folders last, the deepest first. */
function attributeLines(placed: readonly Placed[]): string[] {
  const files = placed.flatMap((one) => attributed(one, 'write'))
  const whole = files.filter(({ mode }) => mode !== '-')
  const folders = placed.flatMap((one) => attributed(one, 'directory')).toReversed()
  return [
    ...files.filter(({ mode }) => mode === '-').map((one) => `${at(one)} && rb_attributes ${one.to} ${one.owner} -`),
    ...alike(whole, ({ owner }) => (owner === '-' ? undefined : `chown -- ${owner}`)),
    ...alike(whole, ({ mode }) => `chmod ${mode}`),
    ...neighbours(folders, ({ owner, mode }) => `${owner} ${mode}`).flatMap((same) => [
      ...alike(same, ({ owner }) => (owner === '-' ? undefined : `chown -- ${owner}`)),
      ...alike(same, ({ mode }) => `chmod ${mode}`),
    ]),
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

/** One program for all that need the same; where it fails, each by itself, so that it is known which. */
function alike(files: readonly Attributed[], commandOf: (one: Attributed) => string | undefined): string[] {
  return [...grouped(files, commandOf)].flatMap(([command, group]) => together(group, command))
}

/** `unless`: a test of what needs it no more. */
function together(all: readonly Pick<Attributed, 'index' | 'to'>[], command: string, unless?: string): string[] {
  return lots(all, ({ to }) => to).map((group) => {
    const alone = (to: string) =>
      unless === undefined ? `${command} ${to}` : `{ ${unless} ${to} ] || ${command} ${to}; }`
    const each = group.map((one) => `${at(one)} && ${alone(one.to)}`).join(' && ')
    return group.length === 1
      ? each
      : `{ ${command} ${group.map(({ to }) => to).join(' ')} 2>/dev/null || { ${each}; }; }`
  })
}

const at = ({ index }: { readonly index: number }): string => `rb_k=${index}`
