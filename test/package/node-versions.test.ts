import { execFileSync } from 'node:child_process'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { appliesIn, commandIn, installPacked, type Packed, runIn } from '../support/packed.ts'

const test = suite<{ packed: Packed }>('the package on each version of Node.js')
test.before((context) => {
  context.packed = installPacked()
})
test.after(({ packed }) => packed.remove())

for (const version of ['20.19', '22', '24', '26'])
  test(version, ({ packed: { folder } }) => {
    const print = `node -p process.execPath`
    const node = execFileSync('npx', ['--yes', '--package', `node@${version}`, '--call', print], { encoding: 'utf8' })
    const path = node.trim()
    assert.match(runIn(folder, [path, '--version']).out, new RegExp(`^v${version}\\.`))
    const { code, out, err } = runIn(folder, [path, commandIn(folder), 'list', 'hosts.ts'])
    assert.is(code, 0, out + err)
    assert.is(err, '', 'Node has nothing to say')
    appliesIn(folder, commandIn(folder), path)
  })

test('its types are found however modules are resolved (are the types wrong)', ({ packed: { tarball, folder } }) => {
  const look = ['npx', '--yes', '@arethetypeswrong/cli@0.18', tarball, '--profile', 'esm-only', '--format', 'ascii']
  const { code, out, err } = runIn(folder, look)
  assert.is(code, 0, out + err)
})

test.run()
