import { grouped, neighbours } from '../../core/grouped.ts'
import type { Operation } from '../../core/operation.ts'
import { parentOf } from '../../core/paths.ts'
import { octal, ownerWord } from './attribute-words.ts'
import { isClosed, type Placed } from './batch-places.ts'
import { keptWord } from './note-lines.ts'
import { inLots, quote } from './quote.ts'

/**
 * Gives all their places, in their order. Of neighbours that only have to be renamed, one program tries all of a folder;
 * what it leaves, for whatever reason, is renamed, or refused, by itself; what lies within a new folder comes with that.
 */
export function placeLines(placed: readonly Placed[]): string[] {
  return neighbours(placed, ({ named, inside }) => `${named || inside}`).flatMap((run) => [
    ...namedLines(run.filter(({ named }) => named)),
    ...run.map((one) => `rb_k=${one.index} && ${placeLine(one)}`),
  ])
}

function namedLines(run: readonly Placed[]): string[] {
  return [...grouped(run, ({ path }) => parentOf(path))].flatMap(([parent, all]) => {
    const into = quote(parent === '/' ? '/' : `${parent}/`)
    const ready = all.map((one) => quote(one.ready ?? ''))
    return inLots(ready, (words) => `rb_settles ${into} ${words}`)
  })
}

/** Gives one operation of a batch its place. What lies within a new folder has it already, unless the folder was there. */
function placeLine(one: Placed): string {
  const { operation } = one.net
  const [path, ready, kept] = [quote(one.path), quote(one.ready ?? ''), keptWord(one)]
  switch (operation.op) {
    case 'write': {
      const attributes = `${ownerWord(operation)} ${octal(operation.mode)}`
      return operation.inPlace ? `rb_fill ${ready} ${path} ${kept} ${attributes}` : `rb_settle ${ready} ${path}`
    }
    case 'symlink':
      return `rb_relink ${ready} ${path}`
    case 'directory': {
      const closes = isClosed(operation) ? 'closes' : 'ready'
      return `rb_unfold ${ready} ${path} ${ownerWord(operation)} ${octal(operation.mode)} ${closes}`
    }
    case 'attributes':
      return `rb_attributes ${path} ${ownerWord(operation)} ${octal(operation.mode)}`
    default:
      return `rb_settle ${path} ${kept}`
  }
}

/**
 * Takes back what has come about: what is still ready has not taken its place. An operation alone has done nothing where it
 * failed, but for one in place.
 */
export function backLines(placed: readonly Placed[], isPart = false): string[] {
  const more = isPart || placed.length > 1
  return placed.toReversed().flatMap((one) => (more || isInPlace(one.net.operation) ? [backLine(one)] : []))
}

function backLine(one: Placed): string {
  const { operation, precondition } = one.net
  const [path, ready, kept] = [quote(one.path), quote(one.ready ?? ''), keptWord(one)]
  const within = one.inside ? `[ ! -d ${quote(parentOf(one.ready ?? '/'))} ] || ` : ''
  const back = precondition?.type === 'absent' ? `${path} ${ready}` : `${kept} ${path}`
  switch (operation.op) {
    case 'write':
      if (!operation.inPlace) return `${within}rb_here ${ready} || rb_back ${back}`
      return `! rb_here ${kept} || { rb_refill ${kept} ${path}; ${reown(one)}; }`
    case 'symlink':
      return `${within}rb_here ${ready} || rb_back ${back}`
    case 'directory':
      return `${within}rb_here ${ready} || rb_back ${path} ${ready}`
    case 'attributes':
      return reown(one)
    default:
      return `! rb_here ${kept} || rb_back ${kept} ${path}`
  }
}

const reown = ({ index, path }: Placed): string =>
  `[ -z "\${rb_a${index}-}" ] || rb_reown "$rb_a${index}" ${quote(path)}`

const isInPlace = (operation: Operation): boolean => operation.op === 'write' && operation.inPlace === true
