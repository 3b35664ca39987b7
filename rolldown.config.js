import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { defineConfig } from 'rolldown'
import license from 'rollup-plugin-license'
import { keptCode } from './rolldown.code.js'

// What is published: the doors and the command that package.json names, which share chunks, so that each module is there
// once however it is reached. What is no dependency of the package is inside, with its licence.
const { bin, dependencies, exports, version } = JSON.parse(readFileSync('package.json', 'utf8'))

const built = [...Object.values(exports).map((door) => door.default ?? ''), ...Object.values(bin)]
const entries = built.flatMap((path) => {
  const [, name] = /^(?:\.\/)?dist\/(.*)\.js$/.exec(path) ?? []
  if (name === undefined) return []
  if (!name.endsWith('/*')) return [name]
  const folder = name.slice(0, -2)
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'))
  return files.map((file) => `${folder}/${file.slice(0, -3)}`)
})
// What loads the large chunks is found by its name.
entries.push('lib/cache/kept-code')

// Own modules that are loaded together anyway: one file is found, read and linked faster than a hundred.
const command = importedBy(['lib/cli/main.ts', 'lib/cache/kept-code.ts'])
command.delete('lib/cli/main.ts')
const ofEveryRun = ['lib/cli/execute.ts', 'lib/index.ts', 'tasks/index.ts']
const everyRun = importedBy([...ofEveryRun])

// Packages that are loaded with their first use, by `require`: each is a file of CommonJS.
const late = sourcesIn(['lib', 'tasks']).flatMap((source) =>
  [...source.matchAll(/^(?:export )?const .* latePackage<.*>\('(.*)'\)$/gm)].map(([, name]) => name),
)

// One for both builds: the second writes down what has gone into either.
const licences = license({
  thirdParty: { output: [{ file: 'dist/LICENSES.txt' }, { file: 'dist/sbom.cdx.json', template: sbom }] },
})
const minify = { compress: false, mangle: false, codegen: true }

const latePackages = {
  input: Object.fromEntries(late.map((name) => [name, name])),
  platform: 'node',
  resolve: { mainFields: ['main'] },
  plugins: [licences],
  output: {
    dir: 'dist',
    format: 'cjs',
    entryFileNames: 'chunks/[name].cjs',
    chunkFileNames: 'chunks/[name]-[hash].cjs',
    minify,
  },
}

const doors = {
  input: Object.fromEntries(entries.map((name) => [name, `${name}.ts`])),
  platform: 'node',
  // Some packages have a form for bundlers beside one that only Node understands.
  resolve: { mainFields: ['module', 'main'] },
  // Native parts are looked for at run time, and done without.
  external: [...Object.keys(dependencies).map((name) => new RegExp(`^${name}(/|$)`)), 'cpu-features', /\.node$/],
  plugins: [
    licences,
    { name: 'late-packages', transform: foundBeside },
    { name: 'own-maps', generateBundle: ownMapsOnly },
    keptCode(['run', 'packages', 'ssh2'], '../lib/cache/kept-code.js'),
    { name: 'own-types', writeBundle: reachedTypesOnly },
  ],
  output: {
    dir: 'dist',
    chunkFileNames: 'chunks/[name]-[hash].js',
    codeSplitting: {
      groups: [
        { name: (id, graph) => togetherOf(id, graph) ?? packageOf(id), test: /node_modules/ },
        { name: 'command', test: (id) => command.has(relative('.', id)) },
        { name: 'run', test: (id) => everyRun.has(relative('.', id)) },
      ],
    },
    minify,
    sourcemap: true,
    sourcemapExcludeSources: true,
  },
}

export default defineConfig([latePackages, doors])

/** Where a package that is loaded late is in what is published. */
function foundBeside(code, id) {
  if (!id.endsWith('/lib/packages/late-package.ts')) return undefined
  const found = code.replace('load(name)', "load('./' + name + '.cjs')")
  if (found === code) throw new Error(`${id} does not say load(name)`)
  return found
}

/** The texts of all modules in folders. */
function sourcesIn(folders) {
  const paths = folders.flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)))
  return paths.filter((path) => path.endsWith('.ts')).map((path) => readFileSync(path, 'utf8'))
}

/** The packages that are loaded with the same files of ours, of every run or of every connection, are one chunk. */
function togetherOf(id, graph) {
  reached ??= Object.entries({ packages: ofEveryRun, ssh2: ['lib/transport/client-over.ts'] }).map(([name, files]) => {
    const found = new Set()
    for (const queue = files.map((file) => resolve(file)); queue.length > 0; ) {
      const one = queue.pop()
      if (found.has(one)) continue
      found.add(one)
      queue.push(...(graph.getModuleInfo(one)?.importedIds ?? []))
    }
    return [name, found]
  })
  return reached.find(([, found]) => found.has(id))?.[0]
}
let reached

/** The package that a module is of: each other one is a chunk of its own, loaded where it is used. */
function packageOf(id) {
  if (encryption.test(id)) return 'age-encryption'
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id) ?? []
  return name?.replace('/', '-').replace('@', '')
}

/** These files, and all of ours that are loaded with them. */
function importedBy(queue) {
  const found = new Set()
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (found.has(file)) continue
    found.add(file)
    const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export)(?! type) [^']*from '(\.[^']+)'/gm)
    for (const [, from] of imports) queue.push(join(dirname(file), from))
  }
  return found
}

/** With what only it needs, also of a package that others have in another version: it is loaded where a file is encrypted. */
const encryption = /\/node_modules\/(age-encryption|@noble\/(ciphers|curves|post-quantum)|@scure)\//

/** What is inside the package, and what is installed beside it, as CycloneDX: a list of parts that scanners read. */
function sbom(bundled) {
  const beside = withTheirs(Object.keys(dependencies))
  const purl = ({ name, version }) => `pkg:npm/${name.replace('@', '%40')}@${version}`
  const part = (type, one, license) => ({
    type,
    'bom-ref': purl(one),
    name: one.name,
    version: one.version,
    purl: purl(one),
    licenses: [/[ (]/.test(license) ? { expression: license } : { license: { id: license } }],
  })
  const parts = [...bundled, ...beside].sort((a, b) => (purl(a) < purl(b) ? -1 : 1))
  const whole = { name: 'runbook', version }
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: part('application', whole, 'Apache-2.0') },
    components: parts.map((one) => part('library', one, one.license ?? 'NOASSERTION')),
    dependencies: [{ ref: purl(whole), dependsOn: parts.map(purl) }],
  }
  return `${JSON.stringify(document, undefined, 1)}\n`
}

/** What packages are, and those that are installed because of them. */
const withTheirs = (names) =>
  names.flatMap((name) => {
    const one = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'))
    return [one, ...withTheirs(Object.keys(one.dependencies ?? {}))]
  })

/** Where an error of another package stands is told by its name; the places of our own code are told by our files. */
function ownMapsOnly(_, bundle) {
  for (const [name, file] of Object.entries(bundle)) {
    if (file.type !== 'chunk' || file.moduleIds.some((id) => !id.includes('node_modules'))) continue
    delete bundle[`${name}.map`]
    file.code = file.code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n')
  }
}

/** Declarations that no door leads to are of use to nobody. */
function reachedTypesOnly() {
  const reached = new Set()
  const queue = entries.map((name) => `dist/${name}.d.ts`)
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (reached.has(file) || !existsSync(file)) continue
    reached.add(file)
    for (const [, from, other] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'|import\("(\.[^"]+)"\)/g))
      queue.push(join(dirname(file), (from ?? other).replace(/\.ts$/, '.d.ts')))
  }
  for (const room of ['lib', 'tasks', 'playbooks'])
    for (const name of readdirSync(`dist/${room}`, { recursive: true }))
      if (name.endsWith('.d.ts') && !reached.has(`dist/${room}/${name}`)) rmSync(`dist/${room}/${name}`)
}
