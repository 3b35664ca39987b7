import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'

interface Context {
  folder: string
  target: string
  /** Runs a user's program, in which `inventory` and `playbook` are there, and gives what it printed. */
  program(body: string): Promise<{ readonly code: number; readonly out: string; readonly err: string }>
}

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')

const test = suite<Context>('a run from a program')
test.before.each((context) => {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-program-'))
  const target = join(folder, 'target')
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules/runbook'))
  symlinkSync(join(root, 'node_modules/valibot'), join(folder, 'node_modules/valibot'))
  const program: Context['program'] = (body) => {
    writeFileSync(join(folder, 'program.mjs'), `${head(target)}\n${body}`)
    return new Promise((resolve) =>
      execFile(process.execPath, ['program.mjs'], { cwd: folder }, (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      ),
    )
  }
  Object.assign(context, { folder, target, program })
})
test.after.each(({ folder }) => rmSync(folder, { recursive: true, force: true }))

const head = (target: string) => `
import { defineInventory, directory, file, local, play, playbook, refer, run, secret } from 'runbook'
import * as v from 'valibot'
const inventory = defineInventory({
  hosts: { is1: { connect: local(), groups: ['is'] }, is2: { connect: local(), groups: ['is'] } },
  vars: { text: 'hello', password: secret('program_db') },
})
const motd = playbook('motd', {
  vars: v.object({ text: v.string(), password: v.any() }),
  plays: (inventory) => [
    play('words', inventory.group('is'), ({ name, vars }) => [
      directory({ path: '${target}' }),
      directory({ path: '${target}/' + name }),
      file({ path: '${target}/' + name + '/motd', text: vars.text + '\\n', tags: ['words'] }),
      file({ path: '${target}/' + name + '/secret', text: refer(vars.password) + '\\n' }),
    ]),
  ],
})
const settings = { inventory, playbook: motd, secrets: { program_db: 'kept to oneself' } }
`

test('the events as they come, the summary, and nothing printed', async ({ program, target }) => {
  const { code, out, err } = await program(`
const events = []
const running = run({ ...settings, mode: 'apply', set: { text: 'words of a program' }, limit: 'is1', diff: true })
for await (const event of running) events.push(event)
const { hosts, mode } = await running.summary
const again = []
for await (const event of running) again.push(event)
console.log(JSON.stringify({ events, hosts, mode, same: again.length === events.length }))`)
  assert.equal({ code, err }, { code: 0, err: '' }, out)
  const said = JSON.parse(out)
  assert.is(said.events[0].type, 'start')
  assert.equal(said.events[0].groups, { is1: ['is'] })
  assert.is(said.events.at(-1).type, 'summary')
  assert.is(said.hosts.is1.changed, 4)
  assert.equal([said.mode, said.same], ['apply', true])
  assert.match(out, '+words of a program')
  assert.not.match(out, 'kept to oneself')
  assert.is(readFileSync(join(target, 'is1/motd'), 'utf8'), 'words of a program\n')
  assert.is(readFileSync(join(target, 'is1/secret'), 'utf8'), 'kept to oneself\n')
  assert.not(existsSync(join(target, 'is2')))
})

test('a dry run changes nothing, and the summary alone will do', async ({ program, target }) => {
  const { code, out } = await program(
    `console.log(JSON.stringify((await run({ ...settings, mode: 'plan' }).summary).hosts))`,
  )
  assert.is(code, 0, out)
  assert.is(JSON.parse(out).is2.changed, 4)
  assert.not(existsSync(target))
})

test('what is wrong with the program, the inventory or the playbook is an error, before a host is asked', async ({
  program,
}) => {
  const { out } = await program(`
const told = async (work) => { try { await work() } catch (error) { console.log(error.name + ': ' + error.message) } }
await told(() => run({ ...settings, mode: 'aply', fork: 2, playbook: undefined }))
await told(() => run({ ...settings, mode: 'verify' }).summary)
await told(async () => { for await (const event of run({ ...settings, mode: 'plan', limit: 'is9' })) console.log(event) })
`)
  assert.match(out, /UsageError: run:\n {2}- mode is "aply".*\n {2}- fork is no setting of run: did you mean forks\?/)
  assert.match(out, /playbook is missing: give what playbook gives/)
  assert.match(out, /UsageError: the playbook motd has no checks/)
  assert.match(out, /UsageError: .*is9/)
  const lacking = await program(`await run({ ...settings, secrets: {}, mode: 'plan' }).summary`)
  assert.is(lacking.code, 1)
  assert.match(lacking.err, /UsageError: cannot start: secret program_db is not set/)
})

test('a program can end its run', async ({ program, target }) => {
  const { code, out } = await program(`
const running = run({ ...settings, mode: 'apply', signal: AbortSignal.abort() })
console.log(JSON.stringify((await running.summary).hosts.is1))`)
  assert.is(code, 0, out)
  assert.is(JSON.parse(out).skipped, 4)
  assert.not(existsSync(target))
})

test.run()
