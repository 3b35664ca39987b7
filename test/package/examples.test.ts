import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { blocksOf } from '../docs/blocks.ts'
import { commandIn, installedIn, installPacked, npm, type Packed, runIn } from '../support/packed.ts'

const test = suite<{ packed: Packed }>('what others make with the package')
test.before((context) => {
  context.packed = installPacked()
})
test.after(({ packed }) => packed.remove())

/** What a project would install for its own tests is taken from here. */
function withCompiler(folder: string): string {
  symlinkSync(resolve('node_modules/@types'), join(folder, 'node_modules/@types'))
  return resolve('node_modules/.bin/tsc')
}

/** Runs tests by Node's own runner. */
function tested(cwd: string, ...files: readonly string[]): void {
  const PATH = `${join(cwd, 'node_modules/.bin')}:${process.env.PATH}`
  const { code, out, err } = runIn(cwd, [process.execPath, '--test', ...files], { PATH })
  assert.is(code, 0, out + err)
  assert.match(out, /^# pass [1-9]|^ℹ pass [1-9]/m)
}

test('a product in a package of its own: its tests, and a playbook that uses it', ({ packed }) => {
  const product = join(dirname(packed.folder), 'tomcat')
  cpSync(join(installedIn(packed.folder), 'docs/examples/tomcat'), product, { recursive: true })
  npm(product, 'install', '--no-audit', '--no-fund', '--no-save', packed.tarball)
  const compiled = spawnSync(withCompiler(product), ['-p', '.'], { cwd: product, encoding: 'utf8' })
  assert.is(compiled.status, 0, compiled.stdout)
  tested(product, 'dist/test/tomcat.test.js')
  npm(product, 'pack', '--pack-destination', packed.folder)
  const [tarball = ''] = readdirSync(packed.folder).filter((name) => /^runbook-tomcat-.*\.tgz$/.test(name))
  npm(packed.folder, 'install', '--no-audit', '--no-fund', `./${tarball}`)
  const [shop] = blocksOf('docs/examples/tomcat/README.md').filter(({ file }) => file === 'playbooks/shop.ts')
  const home = join(packed.folder, 'tomcat')
  mkdirSync(join(home, 'conf'), { recursive: true })
  mkdirSync(join(home, 'bin'))
  const connector = '<Connector port="8080" protocol="HTTP/1.1"/>'
  writeFileSync(join(home, 'conf/server.xml'), `<Server port="8005"><Service>${connector}</Service></Server>\n`)
  writeFileSync(join(packed.folder, 'playbooks/shop.ts'), shop?.text ?? '')
  const words = ['apply', 'hosts.ts', 'shop', '--set', `home=${home}`, '--output', 'lines']
  const applied = () =>
    runIn(packed.folder, [process.execPath, commandIn(packed.folder), ...words], { RUNBOOK_SECRET_WORDS: 'x' })
  const { code, out, err } = applied()
  assert.is(code, 0, out + err)
  assert.match(readFileSync(join(home, 'conf/server.xml'), 'utf8'), '<Connector port="8081"')
  assert.match(readFileSync(join(home, 'bin/setenv.sh'), 'utf8'), '-Xmx512m')
  assert.match(applied().out, 'nothing had to be changed')
})

test('the page on writing and testing a task: its files compile, and its tests pass', ({ packed: { folder } }) => {
  const files = blocksOf('docs/how-to/own-task.md').filter(({ file }) => file !== undefined)
  for (const { file = '', text } of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const compilerOptions = { target: 'es2023', lib: ['es2023'], module: 'nodenext', strict: true, types: ['node'] }
  const more = { rewriteRelativeImportExtensions: true, rootDir: '.', outDir: 'built' }
  const told = { compilerOptions: { ...compilerOptions, ...more }, include: ['tasks'] }
  writeFileSync(join(folder, 'tsconfig.tasks.json'), JSON.stringify(told))
  const args = ['-p', 'tsconfig.tasks.json']
  const compiled = spawnSync(withCompiler(folder), args, { cwd: folder, encoding: 'utf8' })
  assert.is(compiled.status, 0, compiled.stdout)
  tested(folder, 'built/tasks/marker.test.js', 'built/tasks/static-site.test.js')
})

test.run()
