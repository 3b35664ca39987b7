import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'

const test = suite('README')
const readme = readFileSync('README.md', 'utf8')

test('its playbook is the one that the tests run', () => {
  const [, shown] = /```ts\n([\s\S]*?)```/.exec(readme) ?? []
  assert.is(shown, readFileSync('test/fixtures/custom-playbook.ts', 'utf8'))
})

test('its npm commands are scripts of the package', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
  for (const [, name] of readme.matchAll(/npm run ([a-z]+)/g)) assert.ok(scripts[name ?? ''], name)
  assert.ok(scripts.test)
})

test('what `npm link` puts on the PATH can still be started after another build', () => {
  const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as { bin: { runbook: string } }
  if (existsSync(bin.runbook)) accessSync(bin.runbook, constants.X_OK)
})

test.run()
