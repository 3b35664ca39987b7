import type { Client, SFTPWrapper } from 'ssh2'
import type { SshSettings } from './ssh-settings.ts'

/** An authenticated connection: one for commands and files. */
export interface SshClient {
  readonly settings: SshSettings
  readonly client: Client
  /** Settles when the connection is gone, with the reason unless `end` was called. */
  readonly closed: Promise<Error | undefined>
  /** Programs that are being ended, which takes the connection: it is not closed before them. */
  readonly endings: Set<Promise<void>>
  end(reason?: Error): Promise<void>
}

/** The parts of ssh2-sftp-client that are used, some of which its types do not know. */
export interface FileClient {
  client: Client
  sftp: SFTPWrapper | undefined
  delete(path: string, absentIsFine: boolean): Promise<string>
}
