import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { isAbsolute, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { eachFault, type Place, UsageError } from '../core/failure.ts'
import { literalPattern } from '../core/literal-pattern.ts'
import { built, packageRoot } from './installation.ts'
import { transpiled } from './module.ts'

interface Spot {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Runs a user's code. What it throws becomes a UsageError that points at the user's own line. */
export async function inUserCode<Value>(file: string | undefined, work: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    throw userFault(error, file)
  }
}

/**
 * What user code threw, as a UsageError that points at the user's own line; `placeOf` is asked where no call of the user's
 * is on the stack.
 */
export function userFault(
  error: unknown,
  file: string | undefined,
  placeOf: () => Place | undefined = () => undefined,
): UsageError {
  if (!(error instanceof Error))
    return new UsageError(`${file ? `${shown(file)}: ` : ''}it throws ${JSON.stringify(error)}, which is no Error`, {
      cause: error,
    })
  const [message = '', ...rest] = error.message.split(/\n *(?=\/)|\nRequire stack:/)
  const parsed = /^(\/.+):(\d+):(\d+)\s*$/.exec(rest.join('\n'))
  // The parser counts columns from 0.
  const place = parsed?.[1]
    ? { file: parsed[1], line: Number(parsed[2]), column: Number(parsed[3]) + 1 }
    : [() => error, () => toldLater(error), placeOf].map((one) => firstUserFrame(one()?.stack ?? '')).find(Boolean)
  const spot = place && atName(place, error)
  const at = spot ? `${shown(spot.file)}:${spot.line}:${spot.column}: ` : file ? `${shown(file)}: ` : ''
  const kind = ['Error', 'UsageError'].includes(error.name) ? '' : `${error.name}: `
  return new UsageError(`${at}${kind}${message.trim().replace(importedName, '$1')}`, { cause: error })
}

const toldLater = (error: Error): Place | undefined => (error instanceof UsageError ? error.place : undefined)

/** The words of several faults, each for itself, with the user's own line. */
export const userFaults = (faults: readonly unknown[], file: string | undefined): string[] => [
  ...new Set(faults.flatMap((fault) => eachFault(userFault(fault, file).message))),
]

/** How transpiled code spells an imported name. */
const importedName = /\(0 , _\w+\.(\w+)\)/g

/** A path as the user would type it here. */
export function shown(file: string): string {
  const near = relative(process.cwd(), file)
  return near.startsWith('..') || isAbsolute(near) ? file : near
}

/** The innermost frame that is neither node's, nor a library's, nor ours. */
function firstUserFrame(stack: string): Spot | undefined {
  for (const line of stack.split('\n')) {
    const found = /^ +at (?:.*\()?((?:file:\/\/)?\/.+?):(\d+):(\d+)\)?$/.exec(line)
    if (!found?.[1]) continue
    const file = found[1].startsWith('file:') ? fileURLToPath(found[1]) : found[1]
    if (ours.some((folder) => file.startsWith(folder)) || file.includes('/node_modules/')) continue
    return original({ file, line: Number(found[2]), column: Number(found[3]) })
  }
  return undefined
}

/** Of the sources, too: node names them where it reads source maps. The playbooks there are like a user's own. */
const ours = [`${built}/`, join(packageRoot, 'lib/'), join(packageRoot, 'tasks/')]

/**
 * jiti keeps lines but moves columns, and puts the whole into a function whose head stands on the first line. The call of
 * an imported name is mapped to what stands behind it: what is told is where the name begins.
 */
function original({ file, line, column }: Spot): Spot {
  try {
    const head = line === 1 ? wrapper.length : 0
    const { source, map } = mapOf(file)
    const found = map.findEntry(line - 1, column - 1 - head)
    if ('originalLine' in found) {
      const before = (source.split('\n')[found.originalLine] ?? '').slice(0, found.originalColumn + 1)
      const [call = ''] = /[\w$.]*[(<]$/.exec(before) ?? []
      return { file, line: found.originalLine + 1, column: before.length - Math.max(0, call.length - 1) }
    }
  } catch {
    // The line is right without a map.
  }
  return { file, line, column }
}

/** For a name that nothing has, the engine tells where what it is part of begins: the name is on that line, further on. */
function atName(spot: Spot, { name, message }: Error): Spot {
  const [, unknown = ''] = /^([\w$]+) is not defined|^Cannot access '([\w$]+)'/.exec(message)?.filter(Boolean) ?? []
  if (name !== 'ReferenceError' || unknown === '') return spot
  const line = sourceOf(spot.file).split('\n')[spot.line - 1] ?? ''
  const found = new RegExp(`(?<![\\w$.])${literalPattern(unknown)}(?![\\w$])`, 'g')
  found.lastIndex = spot.column - 1
  const index = found.exec(line)?.index
  return index === undefined ? spot : { ...spot, column: index + 1 }
}

/** What is not there is no file of the user's own, and has no better place. */
function sourceOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Many faults may lie in one file. */
function mapOf(file: string): { readonly source: string; readonly map: SourceMap } {
  const source = readFileSync(file, 'utf8')
  if (last?.file === file && last.source === source) return last
  const [, map = ''] = /sourceMappingURL=data:application\/json;[^,]*,(\S+)\s*$/.exec(transpiled(file, source)) ?? []
  last = { file, source, map: new SourceMap(JSON.parse(Buffer.from(map, 'base64').toString())) }
  return last
}

let last: { readonly file: string; readonly source: string; readonly map: SourceMap } | undefined

const wrapper = '(async function (exports, require, module, __filename, __dirname, jitiImport, jitiESMResolve) { '
