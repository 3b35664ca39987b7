import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { scratch } from '../support/shells.ts'
import { startSshd } from '../support/sshd.ts'

const sshd = await startSshd()
const test = suite('what a run loads')
test.after(() => sshd.stop())

const folder = scratch('loaded')
const { port, identity, knownHosts } = sshd
const options = JSON.stringify({ port, identity, knownHosts, config: false, agent: false })
writeFileSync(
  join(folder, 'hosts.ts'),
  `import { defineInventory, ssh } from 'runbook'
export default defineInventory({ hosts: { a: { connect: ssh('127.0.0.1', ${options}), journal: false } } })
`,
)
writeFileSync(
  join(folder, 'site.ts'),
  `import { play, playbook } from 'runbook'
import { file, xml } from 'runbook/tasks'
import * as v from 'valibot'
export default playbook('site', {
  vars: v.object({}),
  plays: (inventory) => [
    play('all', inventory.group('all'), () => [
      file({ path: '${folder}/motd', text: 'hello' }),
      xml({ path: '${folder}/a.xml', edits: [xml.text('/a/b', '1')] }),
    ]),
  ],
})
`,
)
writeFileSync(join(folder, 'motd'), 'hello')
writeFileSync(join(folder, 'a.xml'), '<a><b>1</b></a>')

/** Where the cache of a run is, and the scripts that node has loaded for it, as it says itself at its end. */
function run(...more: readonly string[]): { readonly cache: string; readonly loaded: readonly string[] } {
  const [cache, coverage] = [scratch('loaded-cache'), scratch('loaded-coverage')]
  const main = resolve('dist/lib/cli/main.js')
  const said = execFileSync('node', [main, 'apply', 'hosts.ts', 'site.ts', '--output', 'lines', ...more], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_V8_COVERAGE: coverage, XDG_CACHE_HOME: cache },
  })
  assert.match(said, /nothing had to be changed/)
  const loaded = readdirSync(coverage).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(coverage, name), 'utf8')) as { result: { url: string }[] }
    return result.flatMap(({ url }) => (url.startsWith('file:') ? fileURLToPath(url) : []))
  })
  return { cache, loaded: [...new Set(loaded)] }
}

const packageOf = (path: string): string => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? 'runbook'

test('a run over SSH with nothing to do: no package of what it does not use, and no module more than now', () => {
  const { loaded } = run()
  const packages = new Set(loaded.map(packageOf))
  const unused = [
    'zx',
    'ssh2-sftp-client',
    'tar-stream',
    'yauzl',
    'age-encryption',
    'log-update',
    'cosmiconfig',
    'js-yaml',
    'jks-js',
    'node-forge',
    'xml-js',
    'yaml',
  ]
  assert.equal(
    unused.filter((name) => packages.has(name)),
    [],
  )
  assert.ok(packages.has('ssh2') && packages.has('saxes'))
  const own = loaded.filter((path) => packageOf(path) === 'runbook')
  // Tasks, and what they say to a shell, are as many as there are tasks: in the package they stand in one file with the rest.
  const engine = own.filter((path) => !/\/dist\/(tasks|lib\/remote\/posix)\//.test(path))
  assert.ok(engine.length <= 339, `${engine.length} modules of its own beside tasks`)
  assert.ok(loaded.length - own.length <= 88, `${loaded.length - own.length} modules of packages`)
})

test('--no-cache: nothing is kept for the next run', () => {
  assert.ok(readdirSync(run().cache).length > 0)
  assert.equal(readdirSync(run('--no-cache').cache), [])
})

test.run()
