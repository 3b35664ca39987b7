import { bytesOf } from '../../lib/core/content.ts'
import { type ContentAnswer, contentFact, type Fact } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import type { Operation } from '../../lib/core/operation.ts'
import { join } from '../../lib/core/paths.ts'
import { defineTask } from '../../lib/core/task.ts'
import { notAFile } from '../support/attributes.ts'
import type { Site } from './sites.ts'
import { trialScript } from './trial.ts'

export interface NginxSites {
  /** What nginx shall serve: each a file of its own. */
  readonly sites: readonly Site[]
  /** Folder that nginx.conf includes. Default: /etc/nginx/conf.d. */
  readonly folder?: string
  /** Default: /etc/nginx/nginx.conf. */
  readonly conf?: string
  /** Names of files in the folder that shall not be there. */
  readonly absent?: readonly string[]
}

/**
 * Files of nginx's configuration. Before one of them is replaced, nginx itself tests the whole configuration as it will
 * be, in a copy: a failing test ends the step with nginx's own words, and the old files stay. Follow it by
 * `service({ name: 'nginx', reload: true, inputs: nginxInputs(…) })`.
 *
 * @example nginxSites({ sites: [httpSite({ hostname, nodes }), httpsSite({ hostname, nodes, certificate, key })] })
 */
export const nginxSites = defineTask('nginxSites', {
  title: ({ sites, absent = [] }: NginxSites) =>
    `configure nginx: ${[...sites.map(({ file }) => file), ...absent.map((file) => `no ${file}`)].join(', ')}`,
  reads: ({ sites, absent = [], folder = defaultFolder }) =>
    Object.fromEntries(
      [...sites.map(({ file }) => file), ...absent].map((file) => [`at ${file}`, contentFact(join(folder, file))]),
    ) as Record<`at ${string}`, Fact<ContentAnswer>>,
  plan: ({ sites, absent = [], folder = defaultFolder, conf = defaultConf }, found) => {
    const operations: Operation[] = []
    for (const { file, text } of sites) {
      const at = found[`at ${file}`]
      const path = join(folder, file)
      if (at && at.type !== 'file' && at.type !== 'absent') return notAFile(path, at)
      if (at?.type === 'file' && Buffer.from(bytesOf(at.content)).toString() === text) continue
      operations.push({ op: 'write', path, content: { text } })
    }
    for (const file of absent) {
      const path = join(folder, file)
      const at = found[`at ${file}`]
      if (at?.type === 'directory') return refuse(`${path} is a directory`, 'name a file')
      if (at && at.type !== 'absent') operations.push({ op: 'remove', path })
    }
    if (operations.length === 0) return []
    return [{ op: 'run', script: trialScript({ sites, absent, folder, conf }), effects: {} }, ...operations]
  },
})

const defaultFolder = '/etc/nginx/conf.d'
const defaultConf = '/etc/nginx/nginx.conf'

/**
 * All that nginx reads of these sites: what a change of makes a reload needful.
 *
 * @example service({ name: 'nginx', reload: true, inputs: nginxInputs({ sites }) })
 */
export const nginxInputs = ({ sites, folder = defaultFolder, conf = defaultConf }: NginxSites): string[] => [
  conf,
  ...sites.flatMap(({ file, reads }) => [join(folder, file), ...reads]),
]
