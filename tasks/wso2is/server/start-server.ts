import * as v from 'valibot'
import { defineTask } from '../../../lib/core/task.ts'
import { javaServer, stoppedServer } from '../../java/java-server.ts'
import { unitFits, unitName } from '../../java/java-unit.ts'
import { java, javaVersion } from '../../java/java-version.ts'
import { hostPath, listOf, seconds, wordOf } from '../../support/schema.ts'
import { accountNumber, userName } from '../../system/account/accounts.ts'
import { member } from '../configuration/clustering.ts'
import { ofProduct } from '../product.ts'
import { releaseOf } from '../versions/releases.ts'
import { javaFor } from './java-for.ts'
import { httpsPortOf, offset, portsFree } from './ports.ts'
import { serverInputs } from './server-inputs.ts'
import { serverOf } from './server-of.ts'
import { serverUnit } from './server-unit.ts'

const entries = {
  /** Added to the ports of HTTP and HTTPS, as in carbon.xml. */
  offset,
  /** This node in the cluster. */
  self: member,
  /** The JVM. Default: the one that `java` on the path is of. */
  java: v.optional(java),
  /** The systemd unit that runs the server. Default: the product's own script, `bin/wso2server.sh`. */
  unit: v.optional(unitName),
  /** Whom the unit runs it as: `serverUnit` makes both, and gives them the home. Default: the unit is there and fits. */
  user: v.optional(userName),
  /** The number of the user, when one is made. Nodes that share files need the same. Default: the next free one. */
  uid: v.optional(accountNumber),
  /** Folders outside the home that the user has to write to, such as those on a share. Default: none. */
  writes: v.optional(listOf(hostPath, 'folders of the host')),
  /** Seconds until the server must be healthy. Default: 300. */
  timeout: v.optional(seconds),
  /** Files that it reads, beside those that these tasks change: a keystore of your own. */
  inputs: v.optional(listOf(hostPath, 'files of the host')),
  /** `absent`: it shall not run, and the unit that was made for it shall not be there. Default: `present`. */
  state: v.optional(wordOf('present', 'absent')),
}
const options = v.pipe(
  ofProduct(entries),
  v.check(
    ({ unit, user }) => user === undefined || unit !== undefined,
    'it has user, but no unit that would run as them: name the unit, or leave user out',
  ),
  v.check(
    ({ user, uid, writes }) => user !== undefined || (uid === undefined && writes === undefined),
    'it has uid or writes, but no user whose they are: give user, or leave them out',
  ),
  v.check(
    ({ user, java }) => user === undefined || java?.home !== undefined,
    'it has no java.home, which a unit needs: name the folder of the JVM',
  ),
)
export type ServerStart = v.InferInput<typeof options>

/**
 * A server that runs with the configuration that is there now (guide: "Starting up and verifying product nodes"): on a JVM
 * that it supports, on ports that nobody else holds, and healthy: its log says so and its console answers. It is restarted
 * when what it had read at its last healthy start differs. Nodes on an empty database must not start at once: give the
 * play `serial: 1`. With `user` a bare host gets the unit, the user and what they need to own.
 *
 * @example play('start', inventory.group('is'), (host) => startServer(settings(host, inventory)), { serial: 1 })
 */
export const startServer = defineTask('startServer', {
  options,
  tasks: ({ home, version, offset, self, java, unit, user, uid, writes, timeout = 300, inputs = [], state }) => {
    const server =
      unit !== undefined && user !== undefined && java?.home !== undefined
        ? serverUnit({ home, version, unit, user, uid, java: { home: java.home }, inputs, writes, state })
        : []
    if (state === 'absent') return [stopServer({ home, version, offset, java, unit, timeout }), server]
    return [
      javaVersion({ program: `Identity Server ${version}`, runsOn: javaFor(version), java }),
      portsFree({ home, version, offset, self }),
      unit !== undefined && user === undefined ? unitFits({ home, unit }) : server,
      javaServer(
        { server: serverOf(home, releaseOf(version).page), httpsPort: httpsPortOf(offset), java, unit, timeout },
        `${home}/wso2carbon.started`,
        [...serverInputs({ home, version }), ...inputs],
      ),
    ]
  },
})

const stopOptions = ofProduct({
  /** Added to the ports of HTTP and HTTPS, as in carbon.xml. */
  offset,
  /** The JVM that a rollback starts it with again. Default: the one that `java` on the path is of. */
  java: v.optional(java),
  /** The systemd unit that runs the server. Default: the product's own script, `bin/wso2server.sh`. */
  unit: v.optional(unitName),
  /** Seconds until it must have ended. Default: 120. */
  timeout: v.optional(seconds),
})

/**
 * A server that is stopped; one that does not run is left alone.
 *
 * @example stopServer({ home: '/opt/wso2is-5.4.1', version: '5.4.1', offset: 0 })
 */
export const stopServer = defineTask('stopServer', {
  options: stopOptions,
  tasks: ({ home, version, offset, java, unit, timeout = 120 }) =>
    stoppedServer({
      server: serverOf(home, releaseOf(version).page),
      httpsPort: httpsPortOf(offset),
      java,
      unit,
      timeout,
    }),
})
