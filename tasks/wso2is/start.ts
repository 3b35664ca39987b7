import type { Resource } from '../../lib/core/resource.ts'
import { file } from '../file.ts'
import { service } from '../service.ts'
import { symlink } from '../symlink.ts'
import type { Member } from './clustering.ts'
import { serverInputs } from './inputs.ts'
import { type Java, javaVersion } from './java.ts'
import { httpsPortOf, portsFree } from './ports.ts'
import type { IdentityServer, Version } from './product.ts'
import { serverCommands } from './start-script.ts'

export interface ServerStart extends IdentityServer {
  /** That of the product, which decides on what JVMs it runs. */
  readonly version: Version
  /** Added to the ports of HTTP and HTTPS, as in carbon.xml. */
  readonly offset: number
  /** This node in the cluster. */
  readonly self: Member
  /** The JVM. Default: the one that `java` on the path is of. */
  readonly java?: Java | undefined
  /** A systemd unit that runs the server, as `serverUnit` makes it. Default: the product's own script, `bin/wso2server.sh`. */
  readonly unit?: string | undefined
  /** Seconds until the server must be healthy. Default: 300. */
  readonly timeout?: number | undefined
  /** Files that it reads, beside those that these tasks change: a keystore of your own. */
  readonly inputs?: readonly string[] | undefined
}

/**
 * A server that runs with the configuration that is there now (guide: "Starting up and verifying product nodes"): on a JVM
 * that it supports, on ports that nobody else holds, and healthy: its log says so and its console answers. It is restarted
 * when what it had read at its last healthy start differs. Nodes on an empty database must not start at once: give the
 * play `serial: 1`.
 *
 * @example play('start', inventory.group('is'), (host) => startServer(settings(host, inventory)), { serial: 1 })
 */
export const startServer = ({ timeout = 300, inputs = [], ...args }: ServerStart): Resource[] => {
  const { home, version, offset, self, java, unit } = args
  return [
    javaVersion({ version, java }),
    portsFree({ home, offset, self }),
    service({
      title: `run the server of ${home}`,
      name: unit ?? 'wso2server.sh',
      stamp: `${home}/wso2carbon.started`,
      inputs: [...serverInputs({ home }), ...inputs],
      // The start itself waits until the server is healthy, and a stop until it has ended.
      timeout: timeout + 30,
      commands: serverCommands({ home, httpsPort: httpsPortOf(offset), java, unit, timeout }),
    }),
  ]
}

/**
 * A server that is stopped; one that does not run is left alone.
 *
 * @example stopServer({ home: '/opt/wso2is-5.4.1', offset: 0 })
 */
export const stopServer = ({
  home,
  offset,
  unit,
  timeout = 120,
}: Pick<ServerStart, 'home' | 'offset' | 'unit'> & {
  /** Seconds until it must have ended. Default: 120. */
  readonly timeout?: number | undefined
}): Resource =>
  service({
    title: `stop the server of ${home}`,
    name: unit ?? 'wso2server.sh',
    state: 'stopped',
    timeout: timeout + 30,
    commands: serverCommands({ home, httpsPort: httpsPortOf(offset), unit, timeout }),
  })

export interface ServerUnit extends IdentityServer {
  /** Name of the unit, without `.service`. */
  readonly unit: string
  /** Whom the server runs as; the home must be theirs. */
  readonly user: string
  /** The folder of the JVM on the host. */
  readonly java: { readonly home: string }
}

/**
 * A systemd unit that runs the server in the foreground and starts it with the host.
 *
 * @example serverUnit({ unit: 'wso2is', home, user: 'wso2', java: { home: '/usr/lib/jvm/java-8-openjdk-amd64' } })
 */
export const serverUnit = ({ unit, home, user, java }: ServerUnit): Resource[] => [
  file({ path: `/etc/systemd/system/${unit}.service`, text: unitText(home, user, java.home), mode: 0o644 }),
  symlink({
    path: `/etc/systemd/system/multi-user.target.wants/${unit}.service`,
    target: `/etc/systemd/system/${unit}.service`,
    title: `start ${unit} with the host`,
  }),
]

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
