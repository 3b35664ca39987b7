import * as v from 'valibot'
import { defineTask } from '../../lib/core/task.ts'
import { file } from '../file.ts'
import { service } from '../service.ts'
import { hostPath, listOf, objectOf, seconds, text } from '../support/schema.ts'
import { symlink } from '../symlink.ts'
import { member } from './clustering.ts'
import { serverInputs } from './inputs.ts'
import { java, javaVersion } from './java.ts'
import { httpsPortOf, offset, portsFree } from './ports.ts'
import { ofProduct } from './product.ts'
import { serverCommands } from './start-script.ts'

const unitName: v.GenericSchema<string> = v.pipe(
  text('the name of a systemd unit, without .service'),
  v.check(
    (name) => /^[\w:.@-]+$/.test(name) && !name.endsWith('.service'),
    ({ input }) => `${JSON.stringify(input)} is no name of a unit: write it without a folder and without .service`,
  ),
)

const options = ofProduct({
  /** Added to the ports of HTTP and HTTPS, as in carbon.xml. */
  offset,
  /** This node in the cluster. */
  self: member,
  /** The JVM. Default: the one that `java` on the path is of. */
  java: v.optional(java),
  /** A systemd unit that runs the server, as `serverUnit` makes it. Default: the product's own script, `bin/wso2server.sh`. */
  unit: v.optional(unitName),
  /** Seconds until the server must be healthy. Default: 300. */
  timeout: v.optional(seconds),
  /** Files that it reads, beside those that these tasks change: a keystore of your own. */
  inputs: v.optional(listOf(hostPath, 'files of the host')),
})
export type ServerStart = v.InferInput<typeof options>

/**
 * A server that runs with the configuration that is there now (guide: "Starting up and verifying product nodes"): on a JVM
 * that it supports, on ports that nobody else holds, and healthy: its log says so and its console answers. It is restarted
 * when what it had read at its last healthy start differs. Nodes on an empty database must not start at once: give the
 * play `serial: 1`.
 *
 * @example play('start', inventory.group('is'), (host) => startServer(settings(host, inventory)), { serial: 1 })
 */
export const startServer = defineTask('startServer', {
  options,
  tasks: ({ home, version, offset, self, java, unit, timeout = 300, inputs = [] }) => [
    javaVersion({ version, java }),
    portsFree({ home, version, offset, self }),
    service({
      title: `run the server of ${home}`,
      name: unit ?? 'wso2server.sh',
      stamp: `${home}/wso2carbon.started`,
      inputs: [...serverInputs({ home, version }), ...inputs],
      // The start itself waits until the server is healthy, and a stop until it has ended.
      timeout: timeout + 30,
      commands: serverCommands({ home, httpsPort: httpsPortOf(offset), java, unit, timeout }),
    }),
  ],
})

const stopOptions = ofProduct({
  /** Added to the ports of HTTP and HTTPS, as in carbon.xml. */
  offset,
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
  tasks: ({ home, offset, unit, timeout = 120 }) =>
    service({
      title: `stop the server of ${home}`,
      name: unit ?? 'wso2server.sh',
      state: 'stopped',
      timeout: timeout + 30,
      commands: serverCommands({ home, httpsPort: httpsPortOf(offset), unit, timeout }),
    }),
})

const unitOptions = ofProduct({
  /** Name of the unit, without `.service`. */
  unit: unitName,
  /** Whom the server runs as; the home must be theirs. */
  user: text('the name of a user'),
  /** The JVM. */
  java: objectOf('a JVM, { home }', {
    /** Its folder on the host. */
    home: hostPath,
  }),
})
export type ServerUnit = v.InferInput<typeof unitOptions>

/**
 * A systemd unit that runs the server in the foreground and starts it with the host.
 *
 * @example serverUnit({ unit: 'wso2is', home, user: 'wso2', java: { home: '/usr/lib/jvm/java-8-openjdk-amd64' } })
 */
export const serverUnit = defineTask('serverUnit', {
  options: unitOptions,
  tasks: ({ unit, home, user, java }) => [
    file({ path: `/etc/systemd/system/${unit}.service`, text: unitText(home, user, java.home), mode: 0o644 }),
    symlink({
      path: `/etc/systemd/system/multi-user.target.wants/${unit}.service`,
      target: `/etc/systemd/system/${unit}.service`,
      title: `start ${unit} with the host`,
    }),
  ],
})

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
