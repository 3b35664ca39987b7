import { readFileSync } from 'node:fs'

/** A part of the sources that has one purpose. */
export interface Room {
  /** The folder, or the one file. */
  readonly at: string
  /** The rooms that its files may import, beside their own. */
  readonly mayImport: readonly string[]
  /** Modules of Node and of npm. */
  readonly packages: readonly string[]
  /** No clock, no environment, no network, no process, nothing printed. */
  readonly pure?: true
  /** Tasks of one product, which needs only its own folder: what it has to say to a shell is in `posix` there. */
  readonly product?: true
}

const general = ['core', 'edit', 'read', 'remote/posix']

const roomsWithARow: Readonly<Record<string, Room>> = {
  core: { at: 'lib/core/', mayImport: [], packages: ['node:crypto'], pure: true },
  packages: { at: 'lib/packages/', mayImport: [], packages: ['node:module'] },
  edit: {
    at: 'lib/edit/',
    mayImport: ['core', 'packages'],
    packages: ['diff', 'jsonc-parser', 'saxes', 'toml-eslint-parser', 'xml-js', 'yaml'],
    pure: true,
  },
  read: { at: 'lib/read/', mayImport: ['core', 'packages'], packages: ['jks-js', 'node:crypto'], pure: true },
  remote: { at: 'lib/remote/', mayImport: ['core'], packages: [], pure: true },
  'remote/posix': { at: 'lib/remote/posix/', mayImport: ['core', 'remote'], packages: ['node:zlib'], pure: true },
  cache: {
    at: 'lib/cache/',
    mayImport: [],
    packages: [
      ...['node:crypto', 'node:fs', 'node:module', 'node:os', 'node:path', 'node:url'],
      // What V8 has compiled is kept.
      ...['node:v8', 'node:vm'],
    ],
  },
  controller: {
    at: 'lib/controller/',
    mayImport: ['core', 'transport'],
    packages: [
      ...['node:crypto', 'node:fs', 'node:fs/promises', 'node:os', 'node:path', 'node:stream', 'node:stream/consumers'],
      ...['node:stream/promises', 'node:stream/web', 'node:util', 'node:zlib', 'tar-stream', 'yauzl'],
    ],
  },
  session: {
    at: 'lib/session/',
    mayImport: ['core', 'remote', 'transport'],
    packages: ['node:crypto', 'node:stream/promises'],
  },
  engine: {
    at: 'lib/engine/',
    mayImport: ['core', 'edit', 'remote', 'controller', 'session', 'transport'],
    packages: ['node:crypto', 'node:events', 'node:stream', 'listr2'],
  },
  transport: {
    at: 'lib/transport/',
    mayImport: ['cache', 'core', 'remote', 'remote/posix (dialect)', 'remote/posix (quoting)'],
    packages: [
      ...['node:child_process', 'node:crypto', 'node:fs', 'node:fs/promises', 'node:net', 'node:os', 'node:path'],
      ...['node:stream', 'node:stream/promises', 'ssh2', 'ssh2-sftp-client', 'zx'],
    ],
  },
  report: { at: 'lib/report/', mayImport: ['core'], packages: ['node:crypto', 'node:util', 'listr2'] },
  cli: {
    at: 'lib/cli/',
    mayImport: ['cache', 'core', 'edit', 'read', 'remote/posix (quoting)', 'engine', 'transport', 'report'],
    packages: [
      ...[
        'node:crypto',
        'node:fs',
        'node:fs/promises',
        'node:module',
        'node:os',
        'node:path',
        'node:readline/promises',
        'node:stream/consumers',
        'node:tty',
        'node:url',
      ],
      ...['age-encryption', 'commander', 'cosmiconfig', 'jiti', 'valibot', 'yaml'],
    ],
  },
  testing: {
    at: 'lib/testing/',
    mayImport: ['core', 'engine'],
    packages: [
      ...['node:assert/strict', 'node:child_process', 'node:crypto', 'node:fs', 'node:os', 'node:path'],
      'node:path/posix',
    ],
  },
  'runs from a program': { at: 'lib/run.ts', mayImport: ['core', 'cli'], packages: [] },
  'the public door': { at: 'lib/index.ts', mayImport: ['core', 'runs from a program', 'tasks'], packages: [] },
  tasks: { at: 'tasks/', mayImport: [...general, 'tasks/support'], packages: ['@noble/hashes', 'valibot'], pure: true },
  'tasks/support': { at: 'tasks/support/', mayImport: [...general, 'tasks'], packages: ['valibot'], pure: true },
  'tasks/nginx': {
    at: 'tasks/nginx/',
    mayImport: [...general, 'tasks', 'tasks/support'],
    packages: ['valibot'],
    pure: true,
  },
  inventory: {
    at: 'inventory/',
    mayImport: ['the public door'],
    packages: ['node:fs', 'node:path', 'node:stream/consumers', 'node:url', 'valibot', 'yazl'],
  },
  'docs/examples': { at: 'docs/examples/', mayImport: ['the public door'], packages: ['node:test', 'valibot'] },
  docs: {
    at: 'docs/',
    mayImport: ['playbooks'],
    packages: ['node:fs', 'node:path', 'node:url', 'marked', 'minisearch', 'typescript'],
  },
}

const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly exports: object }

/** The rooms of products: the doors of tasks that package.json names, but for those of a room with a row of its own. */
export const products: readonly string[] = Object.keys(exports).flatMap((door) => {
  const name = /^\.\/(tasks\/\w+)$/.exec(door)?.[1]
  return name === undefined || name in roomsWithARow ? [] : [name]
})

const ofProduct = (name: string): Room => ({
  at: `${name}/`,
  mayImport: [...general, 'tasks', 'tasks/support', 'tasks/nginx'],
  packages: ['valibot'],
  pure: true,
  product: true,
})

/** Which room may import which: ARCHITECTURE's code map says the same, of all products in one row. */
export const rooms: Readonly<Record<string, Room>> = {
  ...roomsWithARow,
  ...Object.fromEntries(products.map((name) => [name, ofProduct(name)])),
  playbooks: {
    at: 'playbooks/',
    mayImport: ['core', 'tasks', 'tasks/nginx', ...products],
    packages: ['valibot'],
    pure: true,
  },
}

/** Parts of a room that may be imported where the rest of it may not. */
export const parts: Readonly<Record<string, string>> = {
  'remote/posix (dialect)': 'lib/remote/posix/index.ts',
  'remote/posix (quoting)': 'lib/remote/posix/quote.ts',
}

/** The name of the room that a file is in: the nearest that holds it. */
export function roomOf(file: string): string | undefined {
  const holding = Object.entries(rooms).filter(([, { at }]) => file.startsWith(at))
  return holding.sort(([, a], [, b]) => b.at.length - a.at.length)[0]?.[0]
}
