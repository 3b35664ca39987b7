import { comment } from './comment.ts'

/** Clients whose script comes by standard input, the password in it. 127: there is none on the host. */
export type Client = 'sqlplus' | 'db2'

const options: Readonly<Record<Client, string>> = { sqlplus: '-S -L /nolog', db2: '-x -t' }

/** Starts a client. The title tells what it is asked. */
export const startClient = (client: Client, title: string): string =>
  `${comment(title)}\ncommand -v ${client} >/dev/null || exit 127\nexec ${client} ${options[client]}`

/** Where no client can be given a password so. */
export const noClient = (title: string): string => `${comment(title)}\nexit 127`
