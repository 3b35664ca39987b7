import * as v from 'valibot'
import { bytesOf } from '../../lib/core/content.ts'
import { contentFact, each } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import type { Operation } from '../../lib/core/operation.ts'
import { isBelow, join, parentOf } from '../../lib/core/paths.ts'
import { defineTask } from '../../lib/core/task.ts'
import { trialScript } from '../../lib/remote/posix/nginx.ts'
import { notAFile } from '../support/attributes.ts'
import { defineData } from '../support/define-data.ts'
import { hostPath, listOf, wordOf } from '../support/schema.ts'
import { site, siteFile } from './site.ts'

const options = v.pipe(
  v.strictObject({
    /** What nginx shall serve: each a file of its own. */
    sites: listOf(site, 'sites, as proxySite() makes one'),
    /** Folder that nginx.conf includes, below its own folder. Default: /etc/nginx/conf.d. */
    folder: v.optional(hostPath),
    /** Default: /etc/nginx/nginx.conf. */
    conf: v.optional(hostPath),
    /** Names of files in the folder that shall not be there. */
    absent: v.optional(listOf(siteFile, 'names of files')),
    /** `absent`: the files of these sites shall not be there either. Default: `present`. */
    state: v.optional(wordOf('present', 'absent')),
  }),
  v.check(
    ({ folder = defaultFolder, conf = defaultConf }) => isBelow(folder, parentOf(conf)),
    ({ input: { folder = defaultFolder, conf = defaultConf } }) =>
      `its folder ${folder} is not below that of ${conf}: name one that is, for nginx tests both in a copy`,
  ),
  v.check(
    (args) => twice(args).length === 0,
    ({ input }) => `it names ${twice(input).join(', ')} twice: give each file once, in sites or in absent`,
  ),
)
export type NginxSites = v.InferInput<typeof options>

const twice = ({
  sites,
  absent = [],
}: {
  readonly sites: readonly { file: string }[]
  readonly absent?: readonly string[] | undefined
}) => {
  const names = [...sites.map(({ file }) => file), ...absent]
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))]
}

/**
 * Files of nginx's configuration. Before one of them is replaced, nginx itself tests the whole configuration as it will
 * be, in a copy: a failing test ends the step with nginx's own words, and the old files stay. Follow it by
 * `service({ name: 'nginx', reload: true, inputs: nginxInputs(…) })`.
 *
 * @example nginxSites({ sites: [proxySite({ name: 'app', hostname: 'app.example.com', servers: [{ address: '10.0.0.11', port: 8080 }] })] })
 */
export const nginxSites = defineTask('nginxSites', {
  options,
  title: (args) => {
    const { sites, absent } = wanted(args)
    return `configure nginx: ${[...sites.map(({ file }) => file), ...absent.map((file) => `no ${file}`)].join(', ')}`
  },
  reads: ({ sites, absent = [], folder = defaultFolder }) => ({
    files: each([...sites.map(({ file }) => file), ...absent], (file) => contentFact(join(folder, file))),
  }),
  plan: (args, { files }) => {
    const { sites, absent, folder, conf } = wanted(args)
    const operations: Operation[] = []
    for (const { file, text } of sites) {
      const at = files.get(file)
      const path = join(folder, file)
      if (at && at.type !== 'file' && at.type !== 'absent') return notAFile(path, at)
      if (at?.type === 'file' && Buffer.from(bytesOf(at.content)).toString() === text) continue
      operations.push({ op: 'write', path, content: { text } })
    }
    for (const file of absent) {
      const path = join(folder, file)
      const at = files.get(file)
      if (at?.type === 'directory') return refuse(`${path} is a directory`, 'name a file')
      if (at && at.type !== 'absent') operations.push({ op: 'remove', path })
    }
    if (operations.length === 0) return []
    return [
      { op: 'run', script: trialScript({ sites, absent, folder, conf }), effects: {}, undo: 'files' },
      ...operations,
    ]
  },
})

/** What shall be there in the end, and what shall not. */
const wanted = ({ sites, absent = [], folder = defaultFolder, conf = defaultConf, state }: NginxSites) =>
  state === 'absent'
    ? { sites: [], absent: [...sites.map(({ file }) => file), ...absent], folder, conf }
    : { sites, absent, folder, conf }

const defaultFolder = '/etc/nginx/conf.d'
const defaultConf = '/etc/nginx/nginx.conf'

/**
 * All that nginx reads of these sites: what a change of makes a reload needful.
 *
 * @example service({ name: 'nginx', reload: true, inputs: nginxInputs({ sites }) })
 */
export const nginxInputs = defineData('nginxInputs', options, (args): string[] => {
  const { sites, folder, conf } = wanted(args)
  return [conf, ...sites.flatMap(({ file, reads }) => [join(folder, file), ...reads])]
})
