import type { Resource } from '../../lib/core/resource.ts'
import type { Jvm } from '../../lib/remote/posix/java.ts'
import { type JavaServer, serverCommands } from '../../lib/remote/posix/java-start.ts'
import { basename } from '../support/basename.ts'
import { service } from '../system/service.ts'

export interface JavaServerRun {
  readonly server: JavaServer
  /** Of its page. */
  readonly httpsPort: number
  readonly java?: Jvm | undefined
  /** The systemd unit that runs it. Default: its own script. */
  readonly unit?: string | undefined
  /** Seconds until it must be healthy, or have ended. */
  readonly timeout: number
}

/**
 * A Java server that runs and is healthy, by its log and its page. It is started anew when one of the files that it reads
 * differs from what it was at its last healthy start, of which the stamp is the record.
 */
export const javaServer = (run: JavaServerRun, stamp: string, inputs: readonly string[]): Resource =>
  service({ ...common(run), title: `run the server of ${run.server.home}`, stamp, inputs })

/** A Java server that does not run. */
export const stoppedServer = (run: JavaServerRun): Resource =>
  service({ ...common(run), title: `stop the server of ${run.server.home}`, state: 'stopped' })

const common = (run: JavaServerRun) => ({
  name: run.unit ?? basename(run.server.launcher),
  // The start itself waits until the server is healthy, and a stop until it has ended.
  timeout: run.timeout + 30,
  commands: serverCommands(run),
})
