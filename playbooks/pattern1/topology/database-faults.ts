import type { Host } from '../../../lib/core/inventory.ts'
import { carbonJndi } from '../../../tasks/wso2is/configuration/datasource.ts'
import { jndiOf, sourcesOf } from '../settings.ts'
import type { Variables } from '../variables.ts'

export function databaseFaults(vars: Variables, nodes: readonly Host<Variables>[]): string[] {
  const roles = Object.entries(vars.databases).flatMap(([role, database]) => (database ? [{ role, database }] : []))
  const sources = sourcesOf(vars)
  const defined = [carbonJndi, ...sources.datasources.map(({ jndi }) => jndi)]
  const names = sources.datasources.map(({ jndi }) => jndi)
  return [
    ...roles
      .filter(({ database }) => database.kind === 'h2' && nodes.length > 1)
      .map(
        ({ role }) =>
          `vars.databases.${role} is H2, a file of one node: ${nodes.length} nodes cannot share it, use a database server`,
      ),
    ...(vars.driver === undefined && roles.some(({ database }) => database.kind !== 'h2')
      ? [
          `vars.driver is missing: name the ${roles.find(({ database }) => database.kind !== 'h2')?.database.kind} driver's jar`,
        ]
      : []),
    ...Object.entries(jndiOf(vars, sources))
      .filter(([, jndi]) => !defined.includes(jndi))
      .map(
        ([use, jndi]) =>
          `vars.jndi.${use} is ${jndi}, which no data source defines: take one of ${defined.join(', ')}, or define it in vars.datasources`,
      ),
    ...[...new Set(names.filter((jndi, at) => names.indexOf(jndi) !== at || jndi === carbonJndi))].map(
      (jndi) => `data source ${jndi} is defined twice: rename the one in vars.datasources`,
    ),
  ]
}
