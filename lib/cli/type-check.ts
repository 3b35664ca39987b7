import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { commandLine } from '../remote/posix/quote.ts'
import { startProcess } from '../transport/process.ts'
import { packageRoot, publicDoors } from './installation.ts'
import type { Trust } from './trust.ts'
import { shown } from './where.ts'

/** Faults of types, as `file:line:column: words`; `note` says why types were not looked at, where they were not. */
export interface TypeFaults {
  readonly faults: readonly string[]
  readonly note?: string
}

/**
 * What the TypeScript of the user's project, where nobody else may write there, else of this package, says of files. It has no programming interface any more,
 * so its command is run; nothing is written beside the user's files.
 */
export async function typeFaults(files: readonly string[], trust: Trust): Promise<TypeFaults> {
  const [first] = files
  if (first === undefined) return { faults: [], note: 'types are not checked: there is no TypeScript file' }
  const own = compilerFor(dirname(first))
  const compiler = own !== undefined && trust.fault(own) === undefined ? own : compilerFor(packageRoot)
  if (compiler === undefined)
    return { faults: [], note: 'types are not checked: there is no TypeScript here; npm install --save-dev typescript' }
  const folder = mkdtempSync(join(tmpdir(), 'runbook-types-'))
  try {
    const project = join(folder, 'tsconfig.json')
    writeFileSync(project, JSON.stringify(settings(files, first)))
    const words = [process.execPath, compiler, '--noEmit', '--pretty', 'false', '-p', project]
    const channel = await startProcess(commandLine(words), { label: 'the TypeScript compiler' })
    channel.stdin.end()
    const [said, { code }] = await Promise.all([text(channel.stdout), channel.exit, text(channel.stderr)])
    if (code === 0) return { faults: [] }
    const faults = faultsIn(said, process.cwd())
    return faults.length > 0 ? { faults } : { faults: [`types cannot be checked: ${said.trim()}`] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function compilerFor(folder: string): string | undefined {
  try {
    const file = createRequire(join(folder, 'x.js')).resolve('typescript/package.json')
    const { bin } = JSON.parse(readFileSync(file, 'utf8'))
    return join(dirname(file), typeof bin === 'string' ? bin : bin.tsc)
  } catch {
    return undefined
  }
}

/** As the files are run: types alone are erased, and `runbook` is this instance of it. */
function settings(files: readonly string[], first: string) {
  const doors = Object.fromEntries(publicDoors.map(({ name, types }) => [name, [types]]))
  const schemas = createRequire(import.meta.url)
    .resolve('valibot')
    .replace(/[^/\\]*$/, 'index.d.mts')
  return {
    compilerOptions: {
      ...{ target: 'es2023', lib: ['es2023'], module: 'esnext', moduleResolution: 'bundler', strict: true },
      ...{ allowImportingTsExtensions: true, skipLibCheck: true, noEmit: true, types: nodeTypes(first) },
      typeRoots: [join(dirname(first), 'node_modules/@types'), join(packageRoot, 'node_modules/@types')],
      paths: { ...doors, valibot: [existsSync(schemas) ? schemas : 'valibot'] },
    },
    files,
  }
}

const nodeTypes = (first: string): string[] =>
  [dirname(first), packageRoot].some((folder) => existsSync(join(folder, 'node_modules/@types/node'))) ? ['node'] : []

/** Lines that begin with a place; what is indented below one belongs to it. */
function faultsIn(output: string, folder: string): string[] {
  const faults: string[] = []
  for (const line of output.split('\n')) {
    const [, file, row, column, words] = /^(.+?)\((\d+),(\d+)\): error TS\d+: (.*)$/.exec(line) ?? []
    if (file !== undefined) faults.push(`${shown(resolve(folder, file))}:${row}:${column}: ${words}`)
    else if (/^\s+\S/.test(line) && faults.length > 0) faults.push(`${faults.pop()} ${line.trim()}`)
  }
  return faults
}
