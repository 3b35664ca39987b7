import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Attributes } from '../../lib/core/answers.ts'
import pattern1, { type Pattern1 } from '../../playbooks/pattern1.ts'
import { needs } from '../support/debian.ts'
import { differences, predicted, runHere, what } from '../support/e2e-engine.ts'
import { fetchTree, inventoryOf, sendTree, zipTree } from '../support/e2e-tree.ts'
import { startHosts, type TestHost } from '../support/hosts.ts'
import { stockFolder, stockHome } from '../support/stock.ts'
import { optionSets } from './option-sets.ts'
import { driver, pattern1Inventory, stockVersions } from './pattern1-inventory.ts'

/** The dry run is exact over ssh too, and what a file was besides its bytes, it stays: owner, mode, extended attributes. */
interface Context {
  host: TestHost
  stop(): Promise<void>
}

const test = suite<Context>('the dry run is exact over ssh')
const scratch = mkdtempSync(join(tmpdir(), 'runbook-exact-'))
const jar = join(scratch, driver.name)
test.before(async (context) => {
  needs(['zip'])
  writeFileSync(jar, driver.bytes)
  const { hosts, stop } = await startHosts(1)
  await hosts[0]?.run('useradd wso2; chmod 700 /srv; mkdir /srv/bare')
  Object.assign(context, { host: hosts[0], stop })
})
test.after(async ({ stop }) => {
  rmSync(scratch, { recursive: true })
  await stop()
})

test('there is a host', async ({ host }) => assert.is((await host.run('true')).code, 0))
if (stockVersions.length === 0) console.log(`no stock files in ${stockFolder}: set RUNBOOK_STOCK to test against them`)

const chosen = [
  'PostgreSQL, and a registry database of its own',
  'Active Directory',
  'RemoteIpValve, other proxy ports and names',
]

for (const version of stockVersions) {
  const stock = stockHome(version) ?? ''

  for (const { name, vars } of optionSets.filter((options) => chosen.includes(options.name))) {
    test(`${version}: ${name}`, async ({ host }) => {
      const home = '/srv/is'
      await host.run(`rm -rf ${home}`)
      await sendTree(host, stock, home)
      await host.run(
        `cd ${home}; chown -R wso2:daemon .; find . -type f -exec chmod 640 {} + -exec setfattr -n user.note -v kept {} +`,
      )
      const attributes = await host.run(look(home))
      const before = inventoryOf(stock)
      await exact(host, { ...vars, version, home }, before)
      const known = (text: string) => text.split('\n').filter((line) => !line.includes('repository/components'))
      assert.equal(known((await host.run(look(home))).stdout), known(attributes.stdout))
    })
  }

  test(`${version}: a bare host`, async ({ host }) => {
    const home = `/srv/bare/${version}`
    const pack = zipTree(stock, scratch, `wso2is-${version}`)
    const war = 'repository/deployment/server/webapps/shindig.war'
    const before = new Map([...inventoryOf(stock), [war, 'packed']])
    await exact(host, { version, home, pack }, before, [war])
  })
}

const look = (home: string): string =>
  `cd ${home}; find . -type f -printf '%m %u %g %p\\n' | sort; find . -type f | sort | xargs getfattr -n user.note`

async function exact(
  host: TestHost,
  vars: Partial<Pattern1> & { readonly version: '5.4.1' | '5.7.0'; readonly home: string },
  before: ReadonlyMap<string, string>,
  besides: readonly string[] = [],
): Promise<void> {
  const base = pattern1Inventory([{ spec: () => host.spec({ user: 'deploy' }) }], { ...vars, driver: jar })
  const spec = { ...base, become: true }
  const dry = await runHere(spec, pattern1, true)
  const applied = await runHere(spec, pattern1, false)
  for (const { title, status, reason } of [...dry.steps, ...applied.steps])
    assert.ok(['ok', 'changed'].includes(status), `${title}: ${status} ${reason}`)
  const wanted = new Map(before)
  const shapes = [...predicted(dry, 'is1')].filter(([path]) => path.startsWith(`${vars.home}/`))
  assert.ok(shapes.length >= 14, 'all the files of the guide')
  for (const [path, shape] of shapes) wanted.set(path.slice(vars.home.length + 1), what(shape))
  const found = inventoryOf(await fetchTree(host, vars.home, mkdtempSync(join(scratch, 'found-'))))
  assert.equal(differences(found, wanted), besides)
  const modes = await host.run(`stat -c '%n %a %U %G' ${shapes.map(([path]) => path).join(' ')}`)
  const told = shapes.map(([path, node]) => {
    const { mode, owner, group }: Attributes = node.type === 'file' || node.type === 'directory' ? node : {}
    return [path, mode?.toString(8), owner, group]
  })
  for (const [at, line] of modes.stdout.trim().split('\n').entries()) {
    const [path, ...words] = line.split(' ')
    for (const [index, word] of words.entries()) assert.ok([undefined, word].includes(told[at]?.[index + 1]), path)
  }
}

test.run()
