import { type Refusal, refuse } from '../../../lib/core/failure.ts'
import { isSecret, reveal, secretVariable } from '../../../lib/core/secret.ts'
import type { SqlConnection } from './sql-connection.ts'

/** A server, and as whom it is spoken to: `MySQL at 10.0.0.20:3306 as root`. */
export function placeOf({ kind, host, port, socket, user }: SqlConnection): string {
  const usual = kind === 'mysql' ? 3306 : 5432
  const at = socket ? `the socket ${socket}` : host ? `${host}:${port ?? usual}` : "the host's own socket"
  return `${kind === 'mysql' ? 'MySQL' : 'PostgreSQL'} at ${at} as ${user}`
}

/** Why a server has not answered, from what its client said. */
export function noAnswer(connection: SqlConnection, status: number, output: string): Refusal {
  const at = placeOf(connection)
  const said = output
    .split('\n')
    .filter((line) => !line.startsWith('='))
    .slice(-3)
    .join(' ')
    .slice(-2000)
    .trim()
  const packages = connection.kind === 'mysql' ? 'Debian: mariadb-client' : 'Debian: postgresql-client'
  if (status === 127) return refuse(`the client for ${at} is not on this host`, `install it (${packages})`)
  if (/ERROR 1045|ERROR 1698|authentication failed|no password supplied|role ".*" does not exist/.test(said)) {
    return refuse(`${at} is not let in (${said})`, `check the user ${connection.user} and ${passwordWords(connection)}`)
  }
  if (/ERROR (4151|3118|1820|1862)|not permitted to log in/.test(said)) {
    return refuse(`${at} may not log in (${said})`, 'have the account opened again, or its password renewed')
  }
  if (/ERROR 1130|no pg_hba.conf entry/.test(said)) {
    return refuse(`${at} is not let in from this host (${said})`, 'allow this host on the server')
  }
  if (
    /ERROR 200\d|could not connect|connection to server(?!.*FATAL)|starting up|Connection refused|could not translate/.test(
      said,
    )
  ) {
    return refuse(`${at} does not answer (${said})`, 'start the server, or correct host, port or socket')
  }
  const advice = /ERROR (1044|1142|1227)|permission denied/.test(said)
    ? `give ${connection.user} the right to read this`
    : 'mend what the server says, then run again'
  return refuse(`${at} cannot tell (${said || `status ${status}`})`, advice)
}

/** A password as whoever gives it knows it: a secret by where it is read from. */
function passwordWords({ password }: SqlConnection): string {
  if (password === undefined) return 'how the server knows them, for no password is given'
  if (!isSecret(password) || password.source.value !== undefined) return 'their password'
  return `their password, the secret ${password.name} (${password.source.file ?? secretVariable(password)})`
}

/** Why a password cannot be given to the client; undefined when it can. */
export function passwordFault(connection: SqlConnection): Refusal | undefined {
  const { kind, password, user } = connection
  const value = password === undefined ? '' : reveal(password)
  const bad = kind === 'postgresql' ? /[\r\n\0]|\s$/ : /[\r\n\0]/
  return bad.test(value)
    ? refuse(
        `the password of ${user} holds a line end or ends in a space, which the client cannot take`,
        'choose another',
      )
    : undefined
}
