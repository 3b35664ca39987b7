import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import type { Project } from '../../cli/command.ts'
import { unprintable } from '../printable.ts'

interface Trial {
  /** What it is called where it goes wrong. */
  readonly what: string
  /** Of the command. */
  readonly words: readonly string[]
  readonly project: Project
  /** A folder for the locks and the journals of the host. */
  readonly host: string
  /** Whether the host is as described: where it is not, the command is no success. */
  isDone(): boolean
}

/** The status of a command, and the most memory that it has had. */
export interface Ended {
  readonly code: number | null
  readonly memory: number
}

/** Six at once: most of the time of each is waiting. */
export async function tryEach<Case>(
  cases: readonly Case[],
  until: AbortSignal | undefined,
  tryOne: (one: Case) => Promise<Ended>,
) {
  const found = { succeeded: 0, failed: 0, mostMemory: 0, of: cases.length }
  const queue = [...cases]
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined && !until?.aborted; next = queue.shift()) {
      const { code, memory } = await tryOne(next)
      found[code === 0 ? 'succeeded' : 'failed']++
      found.mostMemory = Math.max(found.mostMemory, memory)
    }
  }
  await Promise.all(Array.from({ length: 6 }, worker))
  return found
}

const reports = ['-v', '--diff', '--output', 'lines', '--output', 'json=run.json', '--output', 'tree=run.tree']
/** Bytes: as much as one answer may have, and what the program needs. */
const mostMemory = 900 * 2 ** 20
/** What the tree does on a terminal: it hides the cursor, and goes back over what it has drawn. */
const esc = String.fromCharCode(27)
const ownMoves = new RegExp(`${esc}\\[\\?25[lh]|${esc}\\[\\d+A\\r${esc}\\[J`, 'g')
/** Milliseconds, many times what the limits of all questions of such a run come to. */
const longest = 15 * 60_000

/**
 * A whole command against a host that does something wrong ends, and is no success unless the host is as described; nothing of what the
 * host says is run, or written but in reports, or fills the memory, and all that is printed can be.
 */
export async function endsWell({ what, words, project, host, isDone }: Trial): Promise<Ended> {
  const env = ownEnv(project, host)
  const before = new Set(readdirSync(project.folder))
  const more = words[0] === 'apply' || words[0] === 'rollback' ? reports : []
  const { code, out, err, memory } = await watched(project, [...words, ...more], env)
  assert.ok(code !== null, `${what}: it did not end`)
  assert.ok(memory < mostMemory, `${what}: ${memory} bytes of memory`)
  const texts = [out, err, ...['run.json', 'run.tree'].map((name) => textOf(join(project.folder, name)))]
  for (const text of texts.map((one) => one.replace(ownMoves, ''))) {
    const [bad] = unprintable.exec(text) ?? []
    assert.ok(bad === undefined, `${what}: it prints ${JSON.stringify(bad)} in ${JSON.stringify(text.slice(0, 2000))}`)
    assert.ok(
      !/TypeError|RangeError|ReferenceError|uncaught|ERR_/.test(text),
      `${what}: a fault of its own: ${text.slice(-2000)}`,
    )
  }
  if (code === 0) assert.ok(isDone(), `${what}: success, and the host is not as described: ${out}${err}`)
  const made = readdirSync(project.folder).filter((name) => !before.has(name) && !/^run\.(json|tree)$/.test(name))
  made.push(...['home', 'tmp'].flatMap((name) => below(join(project.folder, name))))
  assert.ok(made.length === 0, `${what}: files on this machine: ${made.slice(0, 5).join(', ')}`)
  return { code, memory }
}

/** Folders of its own for what the command keeps, on both sides. */
export function ownEnv({ folder }: Project, host: string): Record<string, string> {
  for (const name of ['home', 'tmp']) mkdirSync(join(folder, name), { mode: 0o700, recursive: true })
  return {
    HOME: join(folder, 'home'),
    TMPDIR: join(folder, 'tmp'),
    XDG_CACHE_HOME: join(folder, 'home'),
    NODE_COMPILE_CACHE: '',
    RUNBOOK_JOURNAL: join(host, 'journal'),
    RUNBOOK_LOCKS: host,
  }
}

/** The command, and the most memory that it has had. One that does not end is ended, and has no status. */
async function watched(project: Project, words: readonly string[], env: Record<string, string>) {
  let memory = 0
  let look: NodeJS.Timeout | undefined
  let late: NodeJS.Timeout | undefined
  const told = await project.run(words, {
    env,
    started: (child) => {
      look = setInterval(() => {
        const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(textOf(`/proc/${child.pid}/status`)) ?? []
        memory = Math.max(memory, Number(kilobytes) * 1024)
      }, 100)
      late = setTimeout(() => child.kill('SIGKILL'), longest)
    },
  })
  clearInterval(look)
  clearTimeout(late)
  return { ...told, memory }
}

export const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** What the loader keeps of the user's own files, and of the command's. */
const isOwn = /\.mjs$|^[0-9a-f]{8,}$/
const below = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((one) =>
    one.isFile() && !isOwn.test(one.name) ? [one.name] : [],
  )
