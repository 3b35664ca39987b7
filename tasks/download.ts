import { digestFact, pathFact } from '../lib/core/fact.ts'
import { refuse } from '../lib/core/failure.ts'
import { attributesOf } from '../lib/core/operation.ts'
import { defineTask } from '../lib/core/task.ts'
import { attributeChanges, cannotWrite } from './support/attributes.ts'
import { fetchScript } from './support/fetch-script.ts'

export interface Download {
  /** What to fetch, by HTTP or HTTPS. */
  readonly url: string
  /** Where it shall be on the host; a link there is followed to the real file. */
  readonly path: string
  /** Hexadecimal SHA-256 of the bytes. What has another is never put in place. */
  readonly sha256: string
  /** Permission bits, as in 0o640. Default: as it is; a new file 0o644. */
  readonly mode?: number
  /** Name of the user that it shall belong to. Default: as it is; of a new one whoever runs this. */
  readonly owner?: string
  /** Name of its group. Default: as it is; of a new one that of its user. */
  readonly group?: string
  /**
   * Who fetches it. `controller`: this machine does, once, into its cache, and sends it: for hosts with no way out.
   * Default: the host, by curl, wget or python3.
   */
  readonly via?: 'host' | 'controller'
  /** Seconds that the host may take. Default: 600. */
  readonly timeout?: number
}

/**
 * A file from the web, known by its SHA-256: it is fetched only where the file on the host has another, and put in place
 * in one step.
 *
 * @example download({ url: 'https://repo1.maven.org/…/mysql-connector-java-5.1.49.jar', path: '/opt/driver.jar', sha256: '5bba9ff5…' })
 */
export const download = defineTask('download', {
  title: ({ url, path }: Download) => `download ${url} to ${path}`,
  reads: ({ path }) => ({ at: digestFact(path), link: pathFact(path) }),
  plan: (args, { at, link }) => {
    const { url, path, via = 'host', timeout = 600 } = args
    const sha256 = args.sha256.toLowerCase()
    if (!/^[0-9a-f]{64}$/.test(sha256))
      return refuse(`${args.sha256} is no SHA-256`, 'give the 64 hexadecimal digits that sha256sum prints')
    if (!/^https?:\/\//.test(url))
      return refuse(`${url} is no http or https URL`, 'use file() for a file of this machine')
    const no = cannotWrite(path, at)
    if (no) return no
    if (at.type === 'file' && at.sha256 === sha256) return attributeChanges(path, args, at)
    const kept = at.type === 'file' ? attributesOf(at) : { mode: 0o644 }
    const attributes = { ...kept, ...attributesOf(args) }
    return [
      {
        op: 'run',
        script: fetchScript({ url, sha256, path: at.real, attributes, timeout, uploaded: via === 'controller' }),
        ...(via === 'controller' ? { uploads: [{ file: url, sha256 }] } : {}),
        effects:
          link.type === 'symlink' ? { unknown: [path] } : { makes: [{ type: 'file', path, sha256, ...attributes }] },
      },
    ]
  },
})
