import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { UsageError } from '../core/failure.ts'
import { check } from './check.ts'
import { execute } from './execute.ts'
import { packageRoot } from './installation.ts'
import { shown } from './where.ts'

export interface InitOptions {
  readonly example: 'web' | 'pattern1'
  readonly verbose: boolean
}

/**
 * Begins a project in a folder: an inventory, a playbook, and what an editor needs. No file is replaced. It is checked at
 * once, and what needs no other machine is planned.
 */
export async function init(folder: string, { example, verbose }: InitOptions): Promise<number> {
  const at = resolve(folder)
  const wanted = { ...exampleFiles[example](), ...commonFiles(basename(at), example) }
  const taken = Object.keys(wanted).filter((name) => !mayStay.has(name) && existsSync(join(at, name)))
  if (taken.length > 0)
    throw new UsageError(`${taken.join(', ')} in ${at}: nothing is replaced, so name another folder: runbook init DIR`)
  for (const [name, text] of Object.entries(wanted)) {
    const path = join(at, name)
    if (existsSync(path)) {
      process.stdout.write(`left as it is: ${shown(path)}\n`)
      continue
    }
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    process.stdout.write(`written: ${shown(path)}\n`)
  }
  process.chdir(at)
  if (example === 'pattern1') {
    process.stdout.write(`\nPut your addresses and files into hosts.ts, then:\n${next(folder, example)}`)
    return 0
  }
  process.stdout.write(`\n${await check('hosts.ts', example, { set: [] })}\n`)
  const status = await execute('plan', 'hosts.ts', example, { set: [], verbose, diff: false, detailedExitcode: false })
  if (status === 0) process.stdout.write(`\nThis was a dry run. Next:\n${next(folder, example)}`)
  return status
}

/** What may be there already, and is left as it is. */
const mayStay = new Set(['package.json', 'tsconfig.json', '.gitignore'])

/** What npx has run is on no path afterwards, and its name on npm is not ours yet. */
function next(folder: string, playbook: string): string {
  const runbook = process.env.npm_command === 'exec' ? 'npx runbook' : 'runbook'
  return [
    ...(folder === '.' ? [] : [`cd ${folder}`]),
    ...(hasPackage(resolve())
      ? []
      : ['npm install --save-dev TARBALL typescript @types/node   # of runbook: types for an editor']),
    `${runbook} check hosts.ts ${playbook}`,
    `${runbook} apply hosts.ts ${playbook} --dry-run --diff`,
    `${runbook} apply hosts.ts ${playbook}`,
  ]
    .map((line) => `  ${line}\n`)
    .join('')
}

function hasPackage(folder: string): boolean {
  if (existsSync(join(folder, 'node_modules/runbook'))) return true
  return dirname(folder) !== folder && hasPackage(dirname(folder))
}

const exampleFiles: Readonly<Record<InitOptions['example'], () => Readonly<Record<string, string>>>> = {
  web: () => ({ 'hosts.ts': shipped('start/hosts.ts'), 'playbooks/web.ts': shipped('start/playbooks/web.ts') }),
  pattern1: () => ({ 'hosts.ts': shipped('two-nodes.ts') }),
}

const shipped = (name: string): string => readFileSync(join(packageRoot, 'inventory', name), 'utf8')

function commonFiles(name: string, playbook: string): Readonly<Record<string, string>> {
  const scripts = {
    check: `runbook check hosts.ts ${playbook}`,
    plan: `runbook apply hosts.ts ${playbook} --dry-run --diff`,
    apply: `runbook apply hosts.ts ${playbook}`,
  }
  const project = { name: packageName(name), private: true, type: 'module', scripts }
  const compilerOptions = {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
  }
  return {
    'package.json': json(project),
    'tsconfig.json': json({ compilerOptions, include: ['**/*.ts'] }),
    '.gitignore': 'node_modules/\n.target/\n*.approval\n',
  }
}

const packageName = (folder: string): string =>
  folder
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'site'

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
