import * as v from 'valibot'
import type { CommandAnswer, DigestAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { digestOf } from '../../lib/core/content.ts'
import { digestFact, type Fact, pathFact, standing } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import type { Planned } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import { attributeChanges, cannotWrite } from '../support/attributes.ts'
import { presentOrAbsent } from '../support/present-or-absent.ts'
import { hostPath, text, wordOf } from '../support/schema.ts'
import { validated, validates } from '../support/validation.ts'
import { userFact, userName } from './account/accounts.ts'
import { schedule } from './cron/schedule.ts'

const script: v.GenericSchema<string> = v.pipe(
  text('a line for the shell'),
  v.check((line) => !/[\r\n]/.test(line), 'it has more than one line: put it into a script, and run that'),
  v.check(
    (line) => !/\\[\\%]/.test(line),
    'crons differ in what they make of a backslash before a backslash or a percent sign: put it into a script, and run that (a percent sign alone is escaped for you)',
  ),
)

const variables: v.GenericSchema<Readonly<Record<string, string>>> = v.record(
  v.pipe(
    v.string(),
    v.regex(/^[A-Za-z_]\w*$/, ({ input }) => `${input} is no name of a variable`),
  ),
  v.pipe(
    v.string(({ received }) => `it is ${received}: give a text`),
    v.check(
      (value) => quoted(value) !== undefined,
      'cron cannot set such a value: give it one line, and one kind of quotes',
    ),
  ),
)

const options = presentOrAbsent(
  {
    /** Name of the job, and of its file: letters, digits, `-` and `_`, for cron passes over all others. */
    name: v.pipe(
      text('a name'),
      v.regex(/^[\w-]+$/, ({ input }) => `cron passes over a file called ${input}: use letters, digits, - and _ only`),
    ) as v.GenericSchema<string>,
    /** Default: present. `absent` takes the job away; then its name is enough. */
    state: v.optional(wordOf('present', 'absent')),
    /** Default: /etc/cron.d. */
    folder: v.optional(hostPath),
  },
  {
    /** Five fields as in a crontab (minute, hour, day, month, weekday), or `@daily`, `@reboot` … In the host's time zone. */
    schedule,
    /** One line for the shell. */
    script,
    /** As whom. Default: root. */
    user: v.optional(userName),
    /** Variables for the job, such as `PATH` or `MAILTO`. They can be read by every user of the host: no secrets. */
    env: v.optional(variables),
    ...validates,
  },
)
export type Cron = v.InferInput<typeof options>
type Job = Exclude<Cron, { state: 'absent' }>

/**
 * A job of cron in a file of its own.
 *
 * @example cron({ name: 'wso2-logs', schedule: '15 3 * * *', user: 'wso2', script: 'find /opt/wso2is/repository/logs -mtime +30 -delete' })
 * @example cron({ name: 'wso2-logs', state: 'absent' })
 */
export const cron = defineTask('cron', {
  options,
  title: (args) =>
    args.state === 'absent' ? `remove the job ${args.name} of cron` : `run ${args.name} by cron at ${args.schedule}`,
  reads: (args): { at?: Fact<DigestAnswer>; gone?: Fact<PathAnswer>; user?: Fact<CommandAnswer> } =>
    args.state === 'absent'
      ? { gone: pathFact(pathOf(args)) }
      : { at: digestFact(pathOf(args)), user: standing(userFact(args.user ?? 'root')) },
  plan: (args, { at, gone, user }) => {
    if (args.state === 'absent') return gone ? removing(args, gone) : []
    return at && user ? validated(writing(args, at, user), args.validate) : []
  },
})

const pathOf = ({ name, folder = '/etc/cron.d' }: Pick<Cron, 'name' | 'folder'>): string => `${folder}/${name}`

function removing(args: Cron, at: PathAnswer): Planned {
  const path = pathOf(args)
  if (at.type === 'absent') return []
  if (at.type === 'file' || at.type === 'symlink') return [{ op: 'remove', path }]
  return refuse(
    `${path} is a ${at.type === 'other' ? at.what : at.type}`,
    'look what it is, and remove it with absent()',
  )
}

function writing(args: Job, at: DigestAnswer, user: CommandAnswer): Planned {
  const path = pathOf(args)
  if (at.type === 'absent' && at.parent !== 'directory')
    return refuse(`the folder of ${path} is not there`, 'install cron before, with packages()')
  const no = cannotWrite(path, at)
  if (no) return no
  // Of a user whom it does not know cron passes over the whole file without a word.
  if (user.status !== 0) return refuse(`there is no user ${args.user ?? 'root'}`, 'make them before, with user()')
  const content = { text: crontab(args) }
  const wanted = { mode: 0o644, owner: 'root', group: 'root' }
  if (at.type === 'file' && at.sha256 === digestOf(content)) return attributeChanges(path, wanted, at)
  return [{ op: 'write', path, content, ...wanted }]
}

/** In a crontab a percent sign ends the command, unless it is escaped. */
function crontab({ name, schedule, script, user = 'root', env = {} }: Job): string {
  const lines = Object.entries(env).map(([key, value]) => `${key}=${quoted(value)}\n`)
  return `# ${name}: written by runbook\n${lines.join('')}${schedule} ${user} ${script.replace(/%/g, '\\%')}\n`
}

/** Cron knows no escapes: what holds one kind of quotes stands in the other, what holds both in none. */
function quoted(value: string): string | undefined {
  if (/[\r\n\0]/.test(value)) return undefined
  if (!value.includes('"')) return `"${value}"`
  if (!value.includes("'")) return `'${value}'`
  return /^[^\s'"].*\S$/.test(value) ? value : undefined
}
