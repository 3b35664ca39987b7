import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { HostSummary, StepEvent } from '../../lib/core/event.ts'
import type { InventorySpec } from '../../lib/core/inventory-spec.ts'

/** A run of the built command, in a process of its own. */
export interface Ran {
  readonly status: number | null
  readonly out: string
  readonly err: string
  /** What `--output json` said, else nothing. */
  readonly steps: readonly StepLine[]
  readonly hosts: Readonly<Record<string, HostSummary>>
}

export type StepLine = Pick<StepEvent, 'host' | 'play' | 'task' | 'title' | 'status' | 'reason'> & { diff?: string }

/** A folder with an inventory and playbooks, from which the command is run as a user runs it. */
export interface Bench {
  readonly folder: string
  /** Writes a file of the folder and gives its path. */
  write(name: string, content: string | Uint8Array): string
  inventory(spec: InventorySpec<object>, name?: string): string
  /** `runbook ARGS…`; secrets are given by RUNBOOK_SECRET_*. */
  run(...args: readonly string[]): Promise<Ran>
  /** The same, still running. */
  start(...args: readonly string[]): { readonly pid: number; readonly ended: Promise<Ran> }
  remove(): void
}

export const secretValue = 'p&w<"\'d>]]>$1'

/** `program` is the command: the one that was built, unless another is given. */
export function bench(program = main): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-e2e-'))
  const write = (name: string, content: string | Uint8Array) => {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
    return path
  }
  const start = (...args: readonly string[]) => command(program, folder, args)
  return {
    folder,
    write,
    inventory: (spec, name = 'inventory.ts') => write(name, inventoryCode(spec)),
    run: (...args) => start(...args).ended,
    start,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

const main = fileURLToPath(new URL('../../lib/cli/main.js', import.meta.url))

function command(program: string, cwd: string, args: readonly string[]) {
  const env = {
    ...process.env,
    HOME: cwd,
    SSH_AUTH_SOCK: '',
    RUNBOOK_SECRET_DB: secretValue,
    RUNBOOK_SECRET_LOGIN: login,
  }
  const child = spawn(process.execPath, [program, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const status = new Promise<number | null>((resolve) => child.on('close', resolve))
  const ended = Promise.all([status, text(child.stdout), text(child.stderr)]).then(
    ([status, out, err]): Ran => ({ status, out, err, ...readJson(out) }),
  )
  return { pid: child.pid ?? 0, ended }
}

/** The password of users that have one. */
export const login = 'correct horse'

function readJson(out: string): Pick<Ran, 'steps' | 'hosts'> {
  const lines = out
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
  return { steps: lines.filter(({ type }) => type === 'step'), hosts: lines.at(-1)?.hosts ?? {} }
}

/** An inventory is data all through: only its secrets are calls. */
const inventoryCode = (spec: InventorySpec<object>): string =>
  `import { defineInventory, secret } from 'runbook'\nexport default defineInventory(${JSON.stringify(spec, null, 2).replace(/"\[secret (\w+)\]"/g, "secret('$1')")})\n`

/** How many steps of all hosts ended in each way: `{ ok: 3, changed: 1 }`. */
export function counts({ steps }: Ran): Record<string, number> {
  const found: Record<string, number> = {}
  for (const { status } of steps) found[status] = (found[status] ?? 0) + 1
  return found
}

/** What a failed assertion should show of a run. */
export const told = ({ status, steps, err, out }: Ran): string =>
  steps.length === 0
    ? `status ${status}\n${out}${err}`
    : [`status ${status}`, err, ...steps.filter(isTrouble).map(({ diff, ...step }) => JSON.stringify(step))].join('\n')

const isTrouble = ({ status }: StepLine) => !['ok', 'changed', 'skipped'].includes(status)
