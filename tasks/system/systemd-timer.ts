import * as v from 'valibot'
import { defineTask } from '../../lib/core/task.ts'
import { presentOrAbsent } from '../support/present-or-absent.ts'
import { line, truth, wordOf } from '../support/schema.ts'
import { userName } from './account/accounts.ts'
import { service } from './service.ts'
import { plainName, type UnitSections } from './systemd/unit-file.ts'
import { systemdUnit } from './systemd-unit.ts'

const options = presentOrAbsent(
  {
    /** The name of both units, without `.timer`. */
    name: plainName('the name of a timer'),
    /** Default: present. `absent` stops the timer and takes both units away. */
    state: v.optional(wordOf('present', 'absent')),
  },
  {
    /** When, as systemd writes it: `daily`, `Mon..Fri 03:15`, `*-*-01 00:00`. `systemd-analyze calendar` shows what one means. */
    schedule: line('a time as systemd writes it, as in daily or Mon..Fri 03:15'),
    /** One line for the shell. */
    script: line('a line for the shell'),
    /** As whom. Default: root. */
    user: v.optional(userName),
    /** What it is for, as systemctl shows it. Default: its name. */
    description: v.optional(line('a description')),
    /** Run at the next start what the host has slept through. Default: true. */
    persistent: v.optional(truth),
    /** Spread over this time, as in `10min`, so that not all hosts begin at once. Default: no. */
    spread: v.optional(line('a span of time, as in 10min')),
  },
)
export type SystemdTimer = v.InferInput<typeof options>

/**
 * A job that systemd starts at its times: a service of its own, and the timer, which runs from then on and with each start of
 * the host. What the job says is in the journal: `journalctl -u NAME`.
 *
 * @example systemdTimer({ name: 'backup', schedule: '03:15', user: 'backup', script: '/usr/local/bin/backup --all', spread: '10min' })
 * @example systemdTimer({ name: 'backup', state: 'absent' })
 */
export const systemdTimer = defineTask('systemdTimer', {
  options,
  tasks: (args) => {
    const { name } = args
    const [job, timer] = [`${name}.service`, `${name}.timer`]
    if (args.state === 'absent')
      return [
        service({ name: timer, state: 'stopped' }),
        systemdUnit({ name: timer, state: 'absent' }),
        systemdUnit({ name: job, state: 'absent' }),
      ]
    return [
      systemdUnit({ name: job, unit: jobOf(args) }),
      systemdUnit({ name: timer, unit: timerOf(args) }),
      service({ name: timer, inputs: [`/etc/systemd/system/${timer}`] }),
    ]
  },
})

type Wanted = Exclude<SystemdTimer, { state: 'absent' }>

const jobOf = ({ name, script, user, description = name }: Wanted): UnitSections => ({
  Unit: { Description: escaped(description) },
  Service: {
    Type: 'oneshot',
    ...(user === undefined ? {} : { User: user }),
    ExecStart: `/bin/sh -c ${quoted(script)}`,
  },
})

const timerOf = ({ name, schedule, description = name, persistent = true, spread }: Wanted): UnitSections => ({
  Unit: { Description: `${escaped(description)}: when it is run` },
  Timer: {
    OnCalendar: schedule,
    Persistent: persistent ? 'true' : 'false',
    ...(spread === undefined ? {} : { RandomizedDelaySec: spread }),
  },
  Install: { WantedBy: 'timers.target' },
})

/** In a unit a percent sign begins a specifier. */
const escaped = (text: string): string => text.replaceAll('%', '%%')

/** A word of a command line, in which systemd would fill in variables. */
const quoted = (script: string): string => `"${escaped(script).replace(/[\\"]/g, '\\$&').replaceAll('$', '$$$$')}"`
