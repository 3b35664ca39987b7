import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { newProject } from '../cli/command.ts'
import { generator } from '../edit/random.ts'
import { type Ended, endsWell, ownEnv, tryEach } from './hostile/ends-well.ts'
import { hostileHost } from './hostile/host.ts'
import { beginJob, isJobDone, jobOn, oneHost } from './hostile/job.ts'
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

/** Whole commands against a host that does one thing wrong, in one phase. */
export async function tryHostile(runs: number, seed: number, progress: Progress, until?: AbortSignal) {
  const random = generator(seed)
  const chosen = runs >= hostileCases.length ? hostileCases : picked(runs, random)
  return tryEach(chosen, until, ({ phase, deed }) => {
    progress({ phase: phase.name, words: phase.words.join(' '), deed })
    return tryOne(phase, deed)
  })
}

/** Different phases, and nothing slow. */
function picked(runs: number, random: (below: number) => number) {
  return Array.from({ length: runs }, (_, at) => ({
    phase: phases[(at * 3) % phases.length] ?? (phases[0] as Phase),
    deed: deeds[random(deeds.length)] ?? '',
  }))
}

async function tryOne(phase: Phase, deed: string): Promise<Ended> {
  const host = mkdtempSync(join(tmpdir(), 'runbook-hostile-'))
  const project = newProject(files(host, [phase.name, deed]))
  beginJob(host)
  try {
    if (phase.before)
      assert.is((await project.run(['apply', 'good.ts', './p.ts'], { env: ownEnv(project, host) })).code, 0)
    return await endsWell({
      what: `${phase.words.join(' ')}, ${phase.name}: ${deed}`,
      words: phase.words,
      project,
      host,
      isDone: () => isDone(phase, host, deed),
    })
  } finally {
    project.remove()
    rmSync(host, { recursive: true, force: true })
  }
}

function isDone({ words }: Phase, host: string, deed: string): boolean {
  if (words[0] !== 'apply') return true
  // What it says of its journal and of who acts there is told, and believed: it is what a plan would do.
  if (deed === 'crafted' || deed === 'lies') return true
  return isJobDone(host)
}

function files(host: string, words: readonly string[]): Record<string, string> {
  const program = join(host, 'host.cjs')
  writeFileSync(program, hostileHost)
  const hosts = (argv: readonly string[]) => oneHost(`shell(${JSON.stringify(argv)})`)
  return {
    'good.ts': hosts(['sh']),
    'bad.ts': hosts([process.execPath, program, ...words]),
    'p.ts': jobOn(host),
    'live.ts': jobOn(
      host,
      `command({ script: 'for n in 1 2 3; do echo $n; sleep 1; done', unless: 'test -e ${host}/d' }),`,
    ),
    'detached.ts': jobOn(
      host,
      `command({ script: 'echo one; sleep 1', unless: 'test -e ${host}/d', detached: { within: '5s' } }),`,
    ),
  }
}
