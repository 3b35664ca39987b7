import { digestOf } from '../lib/core/content.ts'
import { digestFact } from '../lib/core/fact.ts'
import { type Refusal, refuse } from '../lib/core/failure.ts'
import { defineTask } from '../lib/core/task.ts'
import { attributeChanges, cannotWrite } from './support/attributes.ts'

export interface Cron {
  /** Name of the job, and of its file: letters, digits, `-` and `_`, for cron passes over all others. */
  readonly name: string
  /** Five fields as in a crontab (minute, hour, day, month, weekday), or `@daily`, `@reboot` … In the host's time zone. */
  readonly schedule: string
  /** One line for the shell. */
  readonly run: string
  /** As whom. Default: root. */
  readonly user?: string
  /** Variables for the job, such as `PATH` or `MAILTO`. They can be read by every user of the host: no secrets. */
  readonly env?: Readonly<Record<string, string>>
  /** Default: /etc/cron.d. */
  readonly folder?: string
}

/**
 * A job of cron in a file of its own. It goes with `absent({ path: '/etc/cron.d/NAME' })`.
 *
 * @example cron({ name: 'wso2-logs', schedule: '15 3 * * *', user: 'wso2', run: 'find /opt/wso2is/repository/logs -mtime +30 -delete' })
 */
export const cron = defineTask('cron', {
  title: ({ name, schedule }: Cron) => `run ${name} by cron at ${schedule}`,
  reads: (args) => ({ at: digestFact(pathOf(args)) }),
  plan: (args, { at }) => {
    const path = pathOf(args)
    const fault = faultOf(args)
    if (fault) return fault
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

function faultOf({ name, schedule, run, user = 'root', env = {} }: Cron): Refusal | undefined {
  if (!/^[\w-]+$/.test(name))
    return refuse(`cron passes over a file called ${name}`, 'use letters, digits, - and _ only')
  if (!/^(@[a-z]+|\S+( +\S+){4})$/.test(schedule))
    return refuse(
      `${schedule} is no schedule`,
      'give five fields (minute, hour, day, month, weekday) or a word such as @daily',
    )
  if (run.includes('\n')) return refuse(`the job ${name} has more than one line`, 'put it into a script, and run that')
  if (!/^[\w.-]+\$?$/.test(user)) return refuse(`${user} is no name of a user`, 'give one')
  const odd = Object.entries(env).find(([key, value]) => !/^\w+$/.test(key) || value.includes('\n'))
  return odd && refuse(`cron cannot set ${odd[0]} to this value`, 'give a name and a value on one line')
}

/** In a crontab a percent sign ends the command, unless it is escaped. */
function crontab({ name, schedule, run, user = 'root', env = {} }: Cron): string {
  const variables = Object.entries(env).map(([key, value]) => `${key}="${value}"\n`)
  return `# ${name}: written by runbook\n${variables.join('')}${schedule} ${user} ${run.replace(/%/g, '\\%')}\n`
}
