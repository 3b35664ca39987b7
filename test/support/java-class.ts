import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { needs } from './debian.ts'
import { scratch } from './shells.ts'

/**
 * What a node's JVM is given to run is a class: a runtime alone compiles nothing. This makes its module from its source,
 * by `npm run java`; the module says of which source it is, and a test that it is still of this one.
 */
const folder = 'tasks/wso2is/posix'
export const javaSource = `${folder}/java/AskDirectory.java`
export const javaModule = `${folder}/ask-directory-class.ts`

export const digestOfSource = (): string => createHash('sha256').update(readFileSync(javaSource)).digest('hex')

/** The class, compiled without names of lines, for Java 7 and later; and by which JDK. */
export function compiled(): { readonly bytes: Buffer; readonly jdk: string } {
  needs(['default-jdk-headless'])
  const made = scratch('java')
  execFileSync('javac', ['-g:none', '--release', '7', '-Xlint:-options', '-d', made, javaSource], { stdio: 'pipe' })
  const names = readdirSync(made)
  if (names.length !== 1) throw new Error(`one class is sent to a host, but there are ${names.join(', ')}`)
  const jdk = /\d+/.exec(execFileSync('javac', ['-version'], { encoding: 'utf8' }))?.[0] ?? ''
  return { bytes: readFileSync(join(made, 'AskDirectory.class')), jdk }
}

/** What stands in the module. */
export function inModule(): { readonly bytes: Buffer; readonly jdk: string; readonly source: string } {
  const text = readFileSync(javaModule, 'utf8')
  const [, base64 = ''] = /`([^`]*)`/.exec(text) ?? []
  const [, jdk = '', source = ''] = /by JDK (\d+) from a source of SHA-256\n \* ([0-9a-f]{64})/.exec(text) ?? []
  return { bytes: gunzipSync(Buffer.from(base64, 'base64')), jdk, source }
}

export function makeModule(): void {
  const { bytes, jdk } = compiled()
  const lines =
    gzipSync(bytes, { level: 9 })
      .toString('base64')
      .match(/.{1,116}/g) ?? []
  writeFileSync(
    javaModule,
    `/**
 * The program that asks a directory, for a JVM: java/AskDirectory.java, compiled by JDK ${jdk} from a source of SHA-256
 * ${digestOfSource()}, then gzip and base64. \`npm run java\` makes it.
 */
export const askDirectoryClass = \`
${lines.join('\n')}
\`
`,
  )
}
