import * as v from 'valibot'
import type { DigestAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { digestFact, type Fact, pathFact } from '../../lib/core/fact.ts'
import { attributesOf } from '../../lib/core/operation.ts'
import { defineTask } from '../../lib/core/task.ts'
import { fetchScript } from '../../lib/remote/posix/fetch.ts'
import { attributeChanges, cannotWrite } from '../support/attributes.ts'
import { noSuchOwner, type OwnerReads, ownerFacts } from '../support/owners.ts'
import { fileRemoval } from '../support/removal.ts'
import { hostPath, mode, ownerOf, seconds, text, wordOf } from '../support/schema.ts'

const webAddress: v.GenericSchema<string> = v.pipe(
  text('the URL of a file'),
  v.check(
    (url) => /^https?:\/\/./i.test(url) && URL.canParse(url),
    ({ input }) =>
      `${JSON.stringify(input)} is no http or https URL: give one, or use file() for a file of this machine`,
  ),
)

const sha256: v.GenericSchema<string> = v.pipe(
  text('the SHA-256 of the file, in hexadecimal'),
  v.check(
    (digest) => /^[0-9a-f]{64}$/i.test(digest),
    ({ input }) => `${JSON.stringify(input)} is no SHA-256: give the 64 hexadecimal digits that sha256sum prints`,
  ),
  v.transform((digest) => digest.toLowerCase()),
)

const options = v.strictObject({
  /** What to fetch, by HTTP or HTTPS. */
  url: webAddress,
  /** Where it shall be on the host; a link there is followed to the real file. */
  path: hostPath,
  /** Hexadecimal SHA-256 of the bytes. What has another is never put in place. */
  sha256,
  /** Permission bits, as in 0o640. Default: as it is; a new file 0o644. */
  mode: v.optional(mode),
  /** Name or number of the user that it shall belong to. Default: as it is; of a new one whoever runs this. */
  owner: v.optional(ownerOf('user')),
  /** Name or number of its group. Default: as it is; of a new one that of its user. */
  group: v.optional(ownerOf('group')),
  /**
   * Who fetches it. `controller`: this machine does, once, into its cache, and sends it: for hosts with no way out.
   * Default: the host, by curl, wget or python3.
   */
  via: v.optional(wordOf('host', 'controller')),
  /** Seconds that the host may take. Default: 600. */
  timeout: v.optional(seconds),
  /** `absent`: no file shall be there, whatever is in it. Default: `present`. */
  state: v.optional(wordOf('present', 'absent')),
})
export type Download = v.InferInput<typeof options>

/**
 * A file from the web, known by its SHA-256: it is fetched only where the file on the host has another, and put in place
 * in one step.
 *
 * @example download({ url: 'https://repo1.maven.org/…/mysql-connector-java-5.1.49.jar', path: '/opt/driver.jar', sha256: '5bba9ff5…' })
 */
export const download = defineTask('download', {
  options,
  title: ({ url, path, state }) => (state === 'absent' ? `remove ${path}` : `download ${url} to ${path}`),
  reads: (args): { link: Fact<PathAnswer>; at?: Fact<DigestAnswer> } & OwnerReads => ({
    link: pathFact(args.path),
    ...(args.state === 'absent' ? {} : { at: digestFact(args.path) }),
    ...ownerFacts(args),
  }),
  plan: (args, { at, link, ...owners }) => {
    if (at === undefined) return fileRemoval(args.path, link)
    const { url, path, sha256, via = 'host', timeout = 600 } = args
    const no = cannotWrite(path, at) ?? noSuchOwner(path, args, owners)
    if (no) return no
    if (at.type === 'file' && at.sha256 === sha256) return attributeChanges(path, args, at)
    const kept = at.type === 'file' ? attributesOf(at) : { mode: 0o644 }
    const attributes = { ...kept, ...attributesOf(args) }
    return [
      {
        op: 'run',
        script: fetchScript({ url, sha256, path: at.real, attributes, timeout, uploaded: via === 'controller' }),
        ...(via === 'controller' ? { uploads: [{ file: url, sha256 }] } : {}),
        undo: 'files',
        effects:
          link.type === 'symlink' ? { unknown: [path] } : { makes: [{ type: 'file', path, sha256, ...attributes }] },
      },
    ]
  },
})
