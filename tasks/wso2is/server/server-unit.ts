import * as v from 'valibot'
import { defineCheck } from '../../../lib/core/check.ts'
import { commandFact } from '../../../lib/core/fact.ts'
import { refuse } from '../../../lib/core/failure.ts'
import { defineTask } from '../../../lib/core/task.ts'
import { askUnit, readUnit } from '../../../lib/remote/posix/unit.ts'
import { file } from '../../files/file.ts'
import { owned } from '../../files/owned.ts'
import { symlink } from '../../files/symlink.ts'
import { hostPath, listOf, objectOf, text, wordOf } from '../../support/schema.ts'
import { accountNumber, userName } from '../../system/account/accounts.ts'
import { user as account } from '../../system/user.ts'
import { ofProduct } from '../product.ts'
import { serverInputs } from './server-inputs.ts'

export const unitName: v.GenericSchema<string> = v.pipe(
  text('the name of a systemd unit, without .service'),
  v.check(
    (name) => /^[\w:.@-]+$/.test(name) && !name.endsWith('.service'),
    ({ input }) => `${JSON.stringify(input)} is no name of a unit: write it without a folder and without .service`,
  ),
)

const options = ofProduct({
  /** Name of the unit, without `.service`. */
  unit: unitName,
  /** Whom the server runs as. A user who is not there is made, and the home is given to them. */
  user: userName,
  /** The number of the user, when one is made. Nodes that share files need the same. Default: the next free one. */
  uid: v.optional(accountNumber),
  /** The JVM. */
  java: objectOf('a JVM, { home }', {
    /** Its folder on the host. */
    home: hostPath,
  }),
  /** Files of the home that the user has to read, beside those that these tasks change: a keystore of your own. */
  inputs: v.optional(listOf(hostPath, 'files of the host')),
  /** Folders outside the home that the user has to write to, such as those on a share. Default: none. */
  writes: v.optional(listOf(hostPath, 'folders of the host')),
  /** `absent`: no such unit; the user stays, and what is theirs. Default: `present`. */
  state: v.optional(wordOf('present', 'absent')),
})
export type ServerUnit = v.InferInput<typeof options>

/**
 * A systemd unit that runs the server in the foreground and starts it with the host, and the user that it runs as, to whom
 * the home belongs.
 *
 * @example serverUnit({ unit: 'wso2is', home, version, user: 'wso2', java: { home: '/usr/lib/jvm/java-8-openjdk-amd64' } })
 */
export const serverUnit = defineTask('serverUnit', {
  options,
  tasks: ({ unit, home, version, user, uid, java, inputs = [], writes = [], state = 'present' }) => {
    const path = `/etc/systemd/system/${unit}.service`
    const made = [
      file({ path, text: unitText(home, user, java.home), mode: 0o644, state }),
      symlink({
        path: `/etc/systemd/system/multi-user.target.wants/${unit}.service`,
        target: path,
        title: `${state === 'absent' ? 'do not start' : 'start'} ${unit} with the host`,
        state,
      }),
    ]
    if (state === 'absent') return made.reverse()
    const files = [...serverInputs({ home, version }), ...serverWrites(home), ...inputs]
    return [
      account({ name: user, uid, system: true }),
      ...made,
      owned({ path: home, user, files }),
      ...writes.map((folder) => owned({ path: folder, user })),
    ]
  },
})

/** Where a server that was started by somebody else may have left what its user cannot write to. */
const serverWrites = (home: string): string[] =>
  ['repository/components/lib', 'repository/database', 'repository/logs', 'repository/logs/wso2carbon.log', 'tmp'].map(
    (path) => `${home}/${path}`,
  )

/** In a unit a `%` begins a specifier, and a path with spaces is quoted. A JVM that is told to end gives 143. */
const unitText = (home: string, user: string, java: string): string => {
  const word = (text: string) => `"${text.replace(/[\\"]/g, '\\$&').replace(/%/g, '%%')}"`
  return `[Unit]
Description=WSO2 Identity Server in ${home.replace(/%/g, '%%')}
Wants=network-online.target
After=network-online.target remote-fs.target

[Service]
User=${user}
Environment=${word(`JAVA_HOME=${java}`)}
ExecStart=/bin/sh ${word(`${home}/bin/wso2server.sh`)} run
SuccessExitStatus=143
TimeoutStopSec=120
LimitNOFILE=65536

[Install]
WantedBy=multi-user.target
`
}

/** A unit of one's own is there, and runs as somebody to whom the home belongs. */
export const unitFits = defineCheck('unitFits', {
  options: ofProduct({ unit: unitName }),
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
