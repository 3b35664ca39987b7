import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { newProject, type Project } from '../cli/command.ts'
import { generator } from '../edit/random.ts'
import { hostileHost } from './hostile/host.ts'
import { unprintable } from './printable.ts'
import type { Progress } from './progress.ts'

/** What a host does in place of what it was asked, and those that only a limit of a minute or more ends. */
const deeds = [
  'exit',
  'half',
  'endless lines',
  'endless line',
  'endless marks',
  'endless records',
  'negative lengths',
  'huge lengths',
  'lengths that are none',
  'lengths beside',
  'another nonce',
  'repeated',
  'escapes',
  'escapes and an end',
  'crafted',
  'lies',
]
const slow = ['silence', 'half and silence']

interface Phase {
  readonly name: string
  readonly words: readonly string[]
  /** A run that was carried out before, so that there is a journal. */
  readonly before?: true
  /** Something waits there without a limit of its own: what says nothing is ended by the limit of the run. */
  readonly unlimited?: true
}

const apply = (name: string): string[] => [
  'apply',
  'bad.ts',
  `./${name}.ts`,
  '--lock-timeout',
  '3s',
  '--timeout',
  '90s',
]
const phases: readonly Phase[] = [
  ...['greeting', 'opening', 'probe', 'confirm', 'lock', 'journal', 'end'].map((name) => ({ name, words: apply('p') })),
  { name: 'apply', words: apply('p'), unlimited: true },
  { name: 'live', words: apply('live'), unlimited: true },
  { name: 'detached', words: apply('detached'), unlimited: true },
  { name: 'list', words: ['history', 'bad.ts'], before: true },
  { name: 'list', words: ['history', 'bad.ts', '--output', 'json'], before: true },
  { name: 'list', words: ['rollback', 'bad.ts', '--diff'], before: true },
  { name: 'probe', words: ['rollback', 'bad.ts', '--diff'], before: true },
  { name: 'apply', words: ['rollback', 'bad.ts', '--timeout', '90s'], before: true, unlimited: true },
  { name: 'unlock', words: ['unlock', 'bad.ts', 'a', '--yes'] },
]

/** Each phase with each deed; what is slow comes last. */
export const hostileCases = [...deeds, ...slow].flatMap((deed) => phases.map((phase) => ({ phase, deed })))

const reports = ['-v', '--diff', '--output', 'lines', '--output', 'json=run.json', '--output', 'tree=run.tree']
/** Bytes: as much as one answer may have, and what the program needs. */
const mostMemory = 900 * 2 ** 20
/** What the tree does on a terminal: it hides the cursor, and goes back over what it has drawn. */
const esc = String.fromCharCode(27)
const ownMoves = new RegExp(`${esc}\\[\\?25[lh]|${esc}\\[\\d+A\\r${esc}\\[J`, 'g')
/** Milliseconds, many times what the limits of all questions of such a run come to. */
const longest = 15 * 60_000

/**
 * Whole commands against a host that does one thing wrong, in one phase: each ends, and is no success unless the host is as
 * described; nothing of what the host says is run, or written but in reports, or fills the memory, and all that is printed can be.
 */
export async function tryHostile(runs: number, seed: number, progress: Progress, until?: AbortSignal) {
  const found = { succeeded: 0, failed: 0, mostMemory: 0, of: runs }
  const random = generator(seed)
  const queue = runs >= hostileCases.length ? [...hostileCases] : picked(runs, random)
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined && !until?.aborted; next = queue.shift()) {
      progress({ phase: next.phase.name, words: next.phase.words.join(' '), deed: next.deed })
      const { code, memory } = await tryOne(next.phase, next.deed)
      found[code === 0 ? 'succeeded' : 'failed']++
      found.mostMemory = Math.max(found.mostMemory, memory)
    }
  }
  await Promise.all(Array.from({ length: 6 }, worker))
  return found
}

/** Different phases, and nothing slow. */
function picked(runs: number, random: (below: number) => number) {
  return Array.from({ length: runs }, (_, at) => ({
    phase: phases[(at * 3) % phases.length] ?? (phases[0] as Phase),
    deed: deeds[random(deeds.length)] ?? '',
  }))
}

async function tryOne(phase: Phase, deed: string): Promise<{ code: number | null; memory: number }> {
  const host = mkdtempSync(join(tmpdir(), 'runbook-hostile-'))
  const at = (name: string) => join(host, name)
  const project = newProject(files(host, [phase.name, deed]))
  for (const name of ['home', 'tmp']) mkdirSync(join(project.folder, name), { mode: 0o700 })
  writeFileSync(at('f'), 'old\n'.repeat(40))
  const env = {
    HOME: join(project.folder, 'home'),
    TMPDIR: join(project.folder, 'tmp'),
    XDG_CACHE_HOME: join(project.folder, 'home'),
    NODE_COMPILE_CACHE: '',
    RUNBOOK_JOURNAL: at('journal'),
    RUNBOOK_LOCKS: host,
  }
  const what = `${phase.words.join(' ')}, ${phase.name}: ${deed}`
  try {
    if (phase.before) assert.is((await project.run(['apply', 'good.ts', './p.ts'], { env })).code, 0)
    const before = new Set(readdirSync(project.folder))
    const more = phase.words[0] === 'apply' || phase.words[0] === 'rollback' ? reports : []
    const { code, out, err, memory } = await watched(project, [...phase.words, ...more], env)
    assert.ok(code !== null, `${what}: it did not end`)
    assert.ok(memory < mostMemory, `${what}: ${memory} bytes of memory`)
    const texts = [out, err, ...['run.json', 'run.tree'].map((name) => textOf(join(project.folder, name)))]
    for (const text of texts.map((one) => one.replace(ownMoves, ''))) {
      const [bad] = unprintable.exec(text) ?? []
      assert.ok(
        bad === undefined,
        `${what}: it prints ${JSON.stringify(bad)} in ${JSON.stringify(text.slice(0, 2000))}`,
      )
      assert.ok(
        !/TypeError|RangeError|ReferenceError|uncaught|ERR_/.test(text),
        `${what}: a fault of its own: ${text.slice(-2000)}`,
      )
    }
    if (code === 0)
      assert.ok(isDone(phase, host, deed), `${what}: success, and the host is not as described: ${out}${err}`)
    const made = readdirSync(project.folder).filter((name) => !before.has(name) && !/^run\.(json|tree)$/.test(name))
    made.push(...['home', 'tmp'].flatMap((name) => below(join(project.folder, name))))
    assert.ok(made.length === 0, `${what}: files on this machine: ${made.slice(0, 5).join(', ')}`)
    return { code, memory }
  } finally {
    project.remove()
    rmSync(host, { recursive: true, force: true })
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

function isDone({ words }: Phase, host: string, deed: string): boolean {
  if (words[0] !== 'apply') return true
  // What it says of its journal and of who acts there is told, and believed: it is what a plan would do.
  if (deed === 'crafted' || deed === 'lies') return true
  return existsSync(join(host, 'd/g')) && textOf(join(host, 'f')).includes('last')
}

const textOf = (path: string): string => {
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

function files(host: string, words: readonly string[]): Record<string, string> {
  const program = join(host, 'host.cjs')
  writeFileSync(program, hostileHost)
  const hosts = (argv: readonly string[]) =>
    `import { defineInventory, shell } from 'runbook'\nexport default defineInventory({ hosts: { a: { connect: shell(${JSON.stringify(argv)}) } } })\n`
  const plays = (more: string) => `import { command, directory, file, lines, play, playbook } from 'runbook'
import * as v from 'valibot'
export default playbook('p', { vars: v.object({}), plays: (inventory) => [play('p', inventory.hosts, () => [
  ${more}
  directory({ path: '${host}/d' }),
  file({ path: '${host}/d/g', text: 'new\\n', mode: 0o600 }),
  lines({ path: '${host}/f', edits: [lines.ensure('last')] }),
])] })
`
  return {
    'good.ts': hosts(['sh']),
    'bad.ts': hosts([process.execPath, program, ...words]),
    'p.ts': plays(''),
    'live.ts': plays(`command({ script: 'for n in 1 2 3; do echo $n; sleep 1; done', unless: 'test -e ${host}/d' }),`),
    'detached.ts': plays(
      `command({ script: 'echo one; sleep 1', unless: 'test -e ${host}/d', detached: { within: '5s' } }),`,
    ),
  }
}
