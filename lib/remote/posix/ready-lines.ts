import { grouped, neighbours } from '../../core/grouped.ts'
import { octal, ownerWord } from './attribute-words.ts'
import { isClosed, namedIn, type Placed } from './batch-places.ts'
import { inlineWords } from './inline-words.ts'
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
    ...likeLines(placed),
    ...attributeLines(placed),
    ...placed.flatMap(validLines),
    ...madeLines(placed),
    ...flush,
  ]
}

/** Who finds a room there that was not made a moment ago, and so is not empty or not to be removed, has not made it. */
function roomLines(placed: readonly Placed[]): string[] {
  const rooms = [...grouped(placed, ({ room }) => room)].flatMap(([room, all]) => {
    const [outer, inner] = [quote(room), quote(namedIn(room))]
    const isNamed = all.some((one) => one.named)
    const to = isNamed ? `${outer} ${inner}` : outer
    const again = `{ rmdir -- ${isNamed ? `${inner} ${outer}` : outer} 2>/dev/null; ${makeFolder} ${to}; }`
    return all.slice(0, 1).map(({ index }) => ({ index, to, again }))
  })
  return together(rooms, makeFolder)
}

const makeFolder = 'mkdir -m 700 --'

/** Folders that are made ready, those above first. Nobody else gets into a room: one that is there was made a moment ago. */
function folderLines(placed: readonly Placed[]): string[] {
  const folders = placed.flatMap(({ net, ready, index }) => {
    if (net.operation.op !== 'directory' || ready === undefined) return []
    const to = quote(ready)
    return [{ index, to, again: `{ [ -d ${to} ] || ${makeFolder} ${to}; }` }]
  })
  return together(folders, makeFolder)
}

function makeLines({ net: { operation }, ready = '', uploaded: [upload], shared }: Placed): string[] {
  const to = quote(ready)
  switch (operation.op) {
    case 'write': {
      const bring = shared || operation.inPlace ? '' : `rb_bring ${quote(upload ?? '')} ${to} || `
      const bytes =
        upload === undefined
          ? `rb_put ${to} ${inlineWords(operation.content)}`
          : `{ ${bring}cat ${quote(upload)} >|${to}; }`
      return [bytes]
    }
    case 'symlink':
      return [`ln -s -- ${quote(operation.target)} ${to}`]
    default:
      return []
  }
}

/** What replaces a file takes over what that has beside its content: of files that lie in one folder, and so do those that replace them, by one program. */
function likeLines(placed: readonly Placed[]): string[] {
  const replacing = placed.filter(
    ({ net: { operation, precondition } }) =>
      operation.op === 'write' && !operation.inPlace && precondition?.type !== 'absent',
  )
  const alone = (one: Placed) =>
    `${at(one)} && { [ ! -f ${quote(one.path)} ] || rb_like ${quote(one.path)} ${quote(one.ready ?? '')}; }`
  const named = grouped(replacing, (one) => (one.named ? one.room : undefined))
  return [
    ...replacing.filter((one) => !one.named).map(alone),
    ...[...named].flatMap(([room, all]) =>
      lots(all, ({ path }) => quote(path)).map((lot) => {
        const words = lot.map(({ path }) => quote(path)).join(' ')
        return `{ rb_likes ${quote(`${namedIn(room)}/`)} ${words} || { ${lot.map(alone).join(' && ')}; }; }`
      }),
    ),
  ]
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

interface One {
  readonly index: number
  readonly to: string
  /** The command for it alone, where one for all has failed. */
  readonly again?: string
}

/** One program for all; where it fails, one for each, so that it is known which. */
const together = (all: readonly One[], command: string): string[] =>
  lots(all, ({ to }) => to).map((group) => {
    if (group.length === 1) return group.map((one) => `${at(one)} && ${command} ${one.to}`).join()
    const each = group.map((one) => `${at(one)} && ${one.again ?? `${command} ${one.to}`}`).join(' && ')
    return `{ ${command} ${group.map(({ to }) => to).join(' ')} 2>/dev/null || { ${each}; }; }`
  })

const at = ({ index }: { readonly index: number }): string => `rb_k=${index}`
