import * as v from 'valibot'
import { defineCheck } from '../../lib/core/check.ts'
import { commandFact } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import type { Resource } from '../../lib/core/resource.ts'
import { askUnit, readUnit } from '../../lib/remote/posix/unit.ts'
import { file } from '../files/file.ts'
import { owned } from '../files/owned.ts'
import { symlink } from '../files/symlink.ts'
import { hostPath, text } from '../support/schema.ts'
import { user as account } from '../system/user.ts'

export const unitName: v.GenericSchema<string> = v.pipe(
  text('the name of a systemd unit, without .service'),
  v.check(
    (name) => /^[\w:.@-]+$/.test(name) && !name.endsWith('.service'),
    ({ input }) => `${JSON.stringify(input)} is no name of a unit: write it without a folder and without .service`,
  ),
)

export interface JavaUnit {
  /** Name of the unit, without `.service`. */
  readonly unit: string
  /** What the server is called. */
  readonly description: string
  /** What runs it in the foreground, as a unit has it: see `unitWord`. */
  readonly command: string
  /** Folder of the server. */
  readonly home: string
  /** Whom the server runs as. A user who is not there is made, and the home is given to them. */
  readonly user: string
  /** The number of the user, when one is made. Default: the next free one. */
  readonly uid?: number | undefined
  /** Folder of the JVM. */
  readonly javaHome: string
  /** Files of the home that the user has to read or write, by which it is told whose the home is. */
  readonly files: readonly string[]
  /** Folders outside the home that the user has to write to. */
  readonly writes: readonly string[]
  readonly state: 'present' | 'absent'
}

/** A systemd unit that runs a Java server and starts it with the host, and the user to whom its home belongs. */
export function javaUnit(args: JavaUnit): Resource[] {
  const { unit, home, user, uid, files, writes, state } = args
  const path = `/etc/systemd/system/${unit}.service`
  const made = [
    file({ path, text: unitText(args), mode: 0o644, state }),
    symlink({
      path: `/etc/systemd/system/multi-user.target.wants/${unit}.service`,
      target: path,
      title: `${state === 'absent' ? 'do not start' : 'start'} ${unit} with the host`,
      state,
    }),
  ]
  if (state === 'absent') return made.reverse()
  return [
    account({ name: user, uid, system: true }),
    ...made,
    owned({ path: home, user, files }),
    ...writes.map((folder) => owned({ path: folder, user })),
  ]
}

/** A word of a command: a path with spaces is quoted, and a `%` would begin a specifier. */
export const unitWord = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&').replace(/%/g, '%%')}"`

/** A JVM that is told to end gives 143. */
const unitText = ({ description, user, javaHome, command }: JavaUnit): string => `[Unit]
Description=${description.replace(/%/g, '%%')}
Wants=network-online.target
After=network-online.target remote-fs.target

[Service]
User=${user}
Environment=${unitWord(`JAVA_HOME=${javaHome}`)}
ExecStart=${command}
SuccessExitStatus=143
TimeoutStopSec=120
LimitNOFILE=65536

[Install]
WantedBy=multi-user.target
`

/** A unit of one's own is there, and runs as somebody to whom the home belongs. */
export const unitFits = defineCheck('unitFits', {
  options: v.strictObject({ unit: unitName, home: hostPath }),
  title: ({ unit }) => `find the unit ${unit}`,
  reads: ({ home, unit }) => ({ found: commandFact(askUnit(unit, home), ['/etc/systemd/system']) }),
  check: ({ home, unit }, { found }) => {
    const { loaded, user, owner } = readUnit(found)
    if (loaded === undefined)
      return refuse('this host has no systemd', "leave unit out, to have the product's own script start the server")
    if (loaded !== 'loaded')
      return refuse(`there is no unit ${unit}`, 'make it before, or give user, whom it shall run as, to have it made')
    if (user === '' || user === 'root' || user === owner) return `it runs as ${user || 'root'}`
    return refuse(
      `the unit ${unit} runs as ${user}, but ${home} belongs to ${owner || 'nobody: it is not there'}`,
      `give user: '${user}', to have it made theirs`,
    )
  },
})
