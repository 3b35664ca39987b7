import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const main = fileURLToPath(new URL('../../lib/cli/main.js', import.meta.url))

export interface Said {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A folder of a user's own, without node_modules, in which the command runs as the user would run it. */
export interface Project {
  readonly folder: string
  write(files: Readonly<Record<string, string>>): void
  run(
    args: readonly string[],
    options?: {
      env?: Record<string, string>
      stdout?: number
      /** A folder below, in which it is run. */
      cwd?: string
      input?: string | Buffer
      started?(child: ChildProcess): void
    },
  ): Promise<Said>
  remove(): void
}

export function newProject(files: Readonly<Record<string, string>> = {}): Project {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-cli-'))
  const write: Project['write'] = (more) => {
    for (const [name, text] of Object.entries(more)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
  }
  write(files)
  return {
    folder,
    write,
    remove: () => rmSync(folder, { recursive: true, force: true }),
    run: (args, { env = {}, stdout, cwd = '', input, started } = {}) =>
      new Promise((resolve) => {
        const child = spawn(process.execPath, [main, ...args], {
          cwd: join(folder, cwd),
          env: { ...process.env, ...env },
          stdio: [input === undefined ? 'ignore' : 'pipe', stdout ?? 'pipe', 'pipe'],
        })
        const said = { out: '', err: '' }
        child.stdout?.on('data', (chunk) => (said.out += chunk))
        child.stderr?.on('data', (chunk) => (said.err += chunk))
        child.stdin?.end(input)
        child.on('close', (code) => resolve({ code, ...said }))
        started?.(child)
      }),
  }
}
