import * as v from 'valibot'
import type { CommandAnswer, DigestAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { digestOf } from '../../lib/core/content.ts'
import { commandFact, digestFact, type Fact, followedFact, pathFact } from '../../lib/core/fact.ts'
import { isRefusal, refuse } from '../../lib/core/failure.ts'
import { parentOf } from '../../lib/core/paths.ts'
import { defineTask } from '../../lib/core/task.ts'
import { askUnitFile, readUnitFile } from '../../lib/remote/posix/systemd-unit.ts'
import { presentOrAbsent } from '../support/present-or-absent.ts'
import { onlyRoot, whoFact } from '../support/root.ts'
import { truth, wordOf } from '../support/schema.ts'
import { pathOf, removing, writing } from './systemd/unit-changes.ts'
import { plainName, textOfUnit, unitFile, unitText } from './systemd/unit-file.ts'

export type { UnitSections } from './systemd/unit-file.ts'

const options = v.pipe(
  presentOrAbsent(
    {
      /** Its whole name, as in `app.service` or `app.socket`. */
      name: unitFile,
      /** Default: present. `absent` takes the file away; what runs is to be stopped before. */
      state: v.optional(wordOf('present', 'absent')),
      /** The name of a file beside a unit that somebody else brings: it holds what shall differ. Default: the unit itself. */
      dropIn: v.optional(plainName('the name of a drop-in')),
    },
    {
      /** Its text, or its sections: `{ Service: { ExecStart: '/opt/app/run', Environment: ['A=1', 'B=2'] } }`; a list is a line each. */
      unit: unitText,
      /** Whether it starts with the host. Default: as it is; `service` sees to that as well. */
      enabled: v.optional(truth),
    },
  ),
  v.check(
    ({ dropIn, enabled }) => dropIn === undefined || enabled === undefined,
    'a drop-in does not say whether its unit starts with the host: leave enabled out, and say it with service()',
  ),
)
export type SystemdUnit = v.InferInput<typeof options>

/**
 * A unit of systemd in /etc/systemd/system, or a drop-in of one. systemd reads it again where it has not read what is there,
 * whoever wrote that. It is started, and restarted with what it reads, by `service`: give it the file as one of `inputs`.
 *
 * @example systemdUnit({ name: 'app.service', unit: { Service: { ExecStart: '/opt/app/run', User: 'app' }, Install: { WantedBy: 'multi-user.target' } } })
 * @example systemdUnit({ name: 'nginx.service', dropIn: 'limits', unit: { Service: { LimitNOFILE: 65536 } } })
 */
export const systemdUnit = defineTask('systemdUnit', {
  options,
  title: ({ name, dropIn, state }) =>
    `${state === 'absent' ? 'remove' : 'write'} ${dropIn === undefined ? '' : `the drop-in ${dropIn} of `}${name}`,
  reads: (args): UnitReads => {
    const path = pathOf(args)
    return {
      at: args.state === 'absent' ? pathFact(path) : digestFact(path, digestOf({ text: textOfUnit(args.unit) })),
      folder: followedFact(parentOf(path)),
      // That nothing runs any more has to be true after all earlier steps.
      found: commandFact(askUnitFile(args.name), args.state === 'absent' ? undefined : []),
      who: whoFact,
    }
  },
  plan: (args, { at, folder, found: answer, who }) => {
    const found = readUnitFile(answer)
    if (found === undefined)
      return refuse(
        `systemd does not answer for ${args.name}: ${answer.output.trim()}`,
        'see what systemctl status says',
      )
    if (found.systemd === 'none') return args.state === 'absent' && at.type === 'absent' ? [] : noSystemd
    const planned = args.state === 'absent' ? removing(args, at, found) : writing(args, at, folder, found)
    const runs = !isRefusal(planned) && planned.some(({ op }) => op === 'run')
    return (runs ? onlyRoot(who, 'tell systemd') : undefined) ?? planned
  },
})

type UnitReads = {
  readonly at: Fact<PathAnswer | DigestAnswer>
  readonly folder: Fact<PathAnswer>
  readonly found: Fact<CommandAnswer>
  readonly who: Fact<CommandAnswer>
}

const noSystemd = refuse('this host has no systemd', 'run the program by what the host has, or install systemd before')
