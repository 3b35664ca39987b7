import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { main } from '../cli/command.ts'
import { needs } from '../support/debian.ts'
import { freePort } from '../support/httpd.ts'
import { type Block, blocksOf } from './blocks.ts'

needs(['nginx', 'curl'])
const test = suite<{ folder: string }>('the tutorial')

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'runbook-tutorial-'))
  // The workers of nginx are another user where root starts it.
  chmodSync(context.folder, 0o755)
  mkdirSync(join(context.folder, 'bin'))
  symlinkSync(main, join(context.folder, 'bin', 'runbook'))
})
test.after.each(({ folder }) => {
  for (const web of ['web1', 'web2']) {
    const pid = join(folder, `site/.target/${web}/nginx.pid`)
    if (existsSync(pid)) process.kill(Number(readFileSync(pid, 'utf8')))
  }
  rmSync(folder, { recursive: true, force: true })
})

const mark = '=== end of a block, status '

/** All of the page as one script: files are written, commands are run, and after each block it is said how it ended. */
const scriptOf = (blocks: readonly Block[]): string =>
  blocks
    .map(({ language, file, text }) => {
      if (language === 'sh') return `${text}\necho "${mark}$bad"; bad=0\n`
      if (language === 'text' || file === undefined) return ''
      return `mkdir -p "$(dirname ${file})"; cat >${file} <<'END OF FILE'\n${text}END OF FILE\n`
    })
    .join('')

/** What differs from run to run and from one machine to another. */
const settled = (line: string): string =>
  line.replace(/\d+-\d+-[0-9a-f]{11} \| \S+Z \| \S+@\S+ /, 'RUN | TIME | WHO ').replace(/\d+(\.\d+)? s$/, 'TIME')

test('does what it shows, from its first command to its last', async ({ folder }) => {
  const ports = [await freePort(), await freePort()] as const
  const page = readFileSync('docs/tutorial.md', 'utf8')
    .replaceAll('8181', String(ports[0]))
    .replaceAll('8182', String(ports[1]))
    .replaceAll('/home/you', folder)
  const blocks = blocksOf('docs/tutorial.md', page)
  const env = { ...process.env, PATH: `${folder}/bin:${process.env.PATH}`, RUNBOOK_JOURNAL: `${folder}/journal` }
  const { stdout, stderr } = spawnSync('bash', {
    cwd: folder,
    env,
    encoding: 'utf8',
    input: `bad=0; trap 'bad=$?' ERR\n${scriptOf(blocks)}`,
  })
  const outputs = stdout.split(new RegExp(`^${mark}`, 'm'))
  const commands = blocks.filter(({ language }) => language === 'sh')
  assert.is(outputs.length, commands.length + 1, stderr)
  for (const [at, command] of commands.entries()) {
    const where = `${command.page}:${command.line}`
    const status = outputs[at + 1]?.split('\n', 1)[0]
    assert.is(status, command.file === 'fails' ? '1' : '0', `${where}: ${outputs[at]}${stderr}`)
    const next = blocks[blocks.indexOf(command) + 1]
    if (next?.language === 'text') shows(next, (outputs[at] ?? '').split('\n').slice(at === 0 ? 0 : 1), stderr)
  }
})

/** Hosts are worked on at the same time, so only the lines of one host have an order; `…` is anything. */
function shows({ page, line, text }: Block, output: readonly string[], stderr: string): void {
  const shown = text.trimEnd().split('\n')
  const said = output.filter(Boolean).map(settled)
  for (const [at, one] of shown.entries()) {
    const [start = '', end] = settled(one).split('…')
    const found = said.some((other) =>
      end === undefined ? other === start : other.startsWith(start) && other.endsWith(end),
    )
    assert.ok(found, `${page}:${line + at} shows "${one}", which is not said:\n${output.join('\n')}${stderr}`)
  }
  if (!shown.includes('…')) assert.is(said.length, shown.length, `${page}:${line}:\n${output.join('\n')}`)
}

test.run()
