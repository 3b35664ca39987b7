import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { zipOf } from './archives.ts'
import { needs } from './debian.ts'

/** Password of both keystores, as in every pack. */
const storePassword = 'wso2carbon'

/** The JVM of this machine: one that no version of the product supports, so a test has to accept it. */
export function testJava(): { readonly home: string; readonly accept: readonly number[] } {
  needs(['default-jdk-headless'])
  const home = dirname(dirname(execFileSync('readlink', ['-f', '/usr/bin/java'], { encoding: 'utf8' }).trim()))
  const major = /^JAVA_VERSION="(\d+)/m.exec(readFileSync(join(home, 'release'), 'utf8'))?.[1]
  return { home, accept: [Number(major)] }
}

/**
 * Files of a home that can be started, by path: the demo's pack with a server in it that reads the configuration and
 * behaves by it (standin/Standin.java), and keystores.
 */
export function standinFiles(): Readonly<Record<string, Buffer>> {
  const made = artefacts()
  return {
    ...below(sourceFolder('inventory/demo/pack'), ''),
    'bin/wso2server.sh': readFileSync(join(sourceFolder('test/support/standin'), 'wso2server.sh')),
    'bin/standin.jar': readFileSync(join(made, 'standin.jar')),
    'bin/version.txt': Buffer.from('WSO2 Identity Server v5.4.1\n'),
    'repository/resources/security/wso2carbon.jks': readFileSync(join(made, 'wso2carbon.jks')),
    'repository/resources/security/client-truststore.jks': readFileSync(join(made, 'client-truststore.jks')),
  }
}

/** The same of 7.2.0: the server makes the files that are here from its deployment.toml. */
export const standinFiles7 = (): Readonly<Record<string, Buffer>> => {
  const files = standinFiles()
  const carbon = 'repository/conf/carbon.xml'
  const version = files[carbon]?.toString('latin1').replace('<Version>5.4.1<', '<Version>7.2.0<') ?? ''
  return {
    ...files,
    [carbon]: Buffer.from(version, 'latin1'),
    'repository/resources/security/client-truststore.p12':
      files['repository/resources/security/client-truststore.jks'] ?? Buffer.alloc(0),
    'repository/conf/deployment.toml': readFileSync(
      join(sourceFolder('inventory/demo/pack-7.2.0'), 'repository/conf/deployment.toml'),
    ),
  }
}

/** Unpacks it. */
export function plantHome(home: string, files = standinFiles()): void {
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), bytes, { mode: path.endsWith('.sh') ? 0o755 : 0o644 })
  }
  mkdirSync(join(home, 'repository/components/lib'), { recursive: true })
}

/** The process of a home's server, by its pid file; undefined when none runs. */
export function serverOf(home: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(home, 'wso2carbon.pid'), 'utf8'))
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(`-Dcarbon.home=${home}\0`) ? pid : undefined
  } catch {
    return undefined
  }
}

export const serverLog = (home: string): string => readFileSync(join(home, 'repository/logs/wso2carbon.log'), 'utf8')

/** Ends the server of a home, where one runs. */
export async function endServer(home: string, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  const pid = serverOf(home)
  if (pid === undefined) return
  process.kill(pid, signal)
  while (serverOf(home) === pid) await new Promise((resolve) => setTimeout(resolve, 50))
}

/** So many port offsets at which nothing listens, and as many member ports. */
export async function freeOffsets(
  count: number,
): Promise<readonly { readonly offset: number; readonly member: number }[]> {
  const found: { offset: number; member: number }[] = []
  for (let at = 10_000 + (process.pid % 400) * 10; found.length < count; at += 7) {
    const ports = [9443 + at, 9763 + at, 4000 + at]
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) found.push({ offset: at, member: 4000 + at })
  }
  return found
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, () => server.close(() => resolve(true)))
  })

function below(folder: string, prefix: string): Record<string, Buffer> {
  return Object.assign(
    {},
    ...readdirSync(folder, { withFileTypes: true }).map((entry) => {
      const [from, to] = [join(folder, entry.name), prefix + entry.name]
      if (entry.isFile()) return { [to]: readFileSync(from) }
      return to.endsWith('.war') ? { [to]: zipOf(below(from, '')) } : below(from, `${to}/`)
    }),
  )
}

/** Compiled server and keystores, made once per machine for these sources: each costs a start of a JVM or two. */
function artefacts(): string {
  needs(['default-jdk-headless'])
  const source = join(sourceFolder('test/support/standin'), 'Standin.java')
  const digest = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16)
  const folder = join(tmpdir(), `runbook-standin-${process.getuid?.()}-${digest}`)
  if (existsSync(folder)) return folder
  const making = mkdtempSync(`${folder}.`)
  execFileSync('javac', ['-d', join(making, 'classes'), source])
  const classes = readdirSync(join(making, 'classes'))
  writeFileSync(
    join(making, 'standin.jar'),
    zipOf(Object.fromEntries(classes.map((name) => [name, readFileSync(join(making, 'classes', name))]))),
  )
  const store = (name: string) => ['-keystore', join(making, name), '-storetype', 'JKS', '-storepass', storePassword]
  const quiet = { stdio: 'pipe' } as const
  const names = ['-dname', 'CN=localhost', '-ext', 'SAN=dns:localhost', '-validity', '3650']
  const key = ['-alias', 'wso2carbon', '-keyalg', 'RSA', '-keysize', '2048', '-keypass', storePassword]
  execFileSync('keytool', ['-genkeypair', ...store('wso2carbon.jks'), ...key, ...names], quiet)
  const exported = execFileSync(
    'keytool',
    ['-exportcert', '-rfc', ...store('wso2carbon.jks'), '-alias', 'wso2carbon'],
    quiet,
  )
  const trust = ['-importcert', '-noprompt', '-alias', 'wso2carbon', ...store('client-truststore.jks')]
  execFileSync('keytool', trust, { ...quiet, input: exported })
  try {
    renameSync(making, folder)
  } catch {
    // Another test process was faster.
    rmSync(making, { recursive: true, force: true })
  }
  return folder
}

/** Sources are not compiled: they are found from wherever the compiled tests are. */
function sourceFolder(path: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, path))) return join(folder, path)
    if (folder === dirname(folder)) throw new Error(`${path} is not above the compiled tests`)
  }
}
