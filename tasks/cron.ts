import * as v from 'valibot'
import { digestOf } from '../lib/core/content.ts'
import { digestFact } from '../lib/core/fact.ts'
import { refuse } from '../lib/core/failure.ts'
import { defineTask } from '../lib/core/task.ts'
import { userName } from './support/accounts.ts'
import { attributeChanges, cannotWrite } from './support/attributes.ts'
import { hostPath, text } from './support/schema.ts'

const schedule: v.GenericSchema<string> = v.pipe(
  text('a schedule'),
  v.regex(
    /^(@[a-z]+|\S+( +\S+){4})$/,
    ({ input }) =>
      `${input} is no schedule: give five fields (minute, hour, day, month, weekday) or a word such as @daily`,
  ),
)

const options = v.strictObject({
  /** Name of the job, and of its file: letters, digits, `-` and `_`, for cron passes over all others. */
  name: v.pipe(
    text('a name'),
    v.regex(/^[\w-]+$/, ({ input }) => `cron passes over a file called ${input}: use letters, digits, - and _ only`),
  ) as v.GenericSchema<string>,
  /** Five fields as in a crontab (minute, hour, day, month, weekday), or `@daily`, `@reboot` … In the host's time zone. */
  schedule,
  /** One line for the shell. */
  script: v.pipe(
    text('a line for the shell'),
    v.check((script) => !/[\r\n]/.test(script), 'it has more than one line: put it into a script, and run that'),
  ) as v.GenericSchema<string>,
  /** As whom. Default: root. */
  user: v.optional(userName),
  /** Variables for the job, such as `PATH` or `MAILTO`. They can be read by every user of the host: no secrets. */
  env: v.optional(
    v.record(
      v.pipe(
        v.string(),
        v.regex(/^[A-Za-z_]\w*$/, ({ input }) => `${input} is no name of a variable`),
      ),
      v.pipe(
        v.string(({ received }) => `it is ${received}: give a text`),
        v.check((value) => !/[\r\n]/.test(value), 'it has more than one line: cron cannot set such a value'),
      ),
    ) as v.GenericSchema<Readonly<Record<string, string>>>,
  ),
  /** Default: /etc/cron.d. */
  folder: v.optional(hostPath),
})
export type Cron = v.InferInput<typeof options>

/**
 * A job of cron in a file of its own. It goes with `absent({ path: '/etc/cron.d/NAME' })`.
 *
 * @example cron({ name: 'wso2-logs', schedule: '15 3 * * *', user: 'wso2', script: 'find /opt/wso2is/repository/logs -mtime +30 -delete' })
 */
export const cron = defineTask('cron', {
  options,
  title: ({ name, schedule }) => `run ${name} by cron at ${schedule}`,
  reads: (args) => ({ at: digestFact(pathOf(args)) }),
  plan: (args, { at }) => {
    const path = pathOf(args)
    if (at.type === 'absent' && at.parent !== 'directory')
      return refuse(`the folder of ${path} is not there`, 'install cron before, with packages()')
    const no = cannotWrite(path, at)
    if (no) return no
    const content = { text: crontab(args) }
    const wanted = { mode: 0o644, owner: 'root', group: 'root' }
    if (at.type === 'file' && at.sha256 === digestOf(content)) return attributeChanges(path, wanted, at)
    return [{ op: 'write', path, content, ...wanted }]
  },
})

const pathOf = ({ name, folder = '/etc/cron.d' }: Cron): string => `${folder}/${name}`

/** In a crontab a percent sign ends the command, unless it is escaped. */
function crontab({ name, schedule, script, user = 'root', env = {} }: Cron): string {
  const variables = Object.entries(env).map(([key, value]) => `${key}="${value}"\n`)
  return `# ${name}: written by runbook\n${variables.join('')}${schedule} ${user} ${script.replace(/%/g, '\\%')}\n`
}
