import * as v from 'valibot'
import { defineCheck } from '../../../lib/core/check.ts'
import { contentFact } from '../../../lib/core/fact.ts'
import { isRefusal, refuse } from '../../../lib/core/failure.ts'
import { defineTask } from '../../../lib/core/task.ts'
import { editXml, type XmlEdit } from '../../../lib/edit/xml/index.ts'
import { editsOf } from '../../edits/support/edits.ts'
import { xml } from '../../edits/xml.ts'
import { hostName, hostPath, line, listOf, someOf } from '../../support/schema.ts'
import { clusteringEdits, member } from '../configuration/clustering.ts'
import { type Datasource, datasource } from '../configuration/datasource.ts'
import { conf, ofProduct } from '../product.ts'
import { offset } from '../server/ports.ts'

const options = ofProduct({
  /** The name by which clients reach the cluster. */
  hostname: hostName,
  /** Added to every port of the server. */
  offset,
  /** The name of the cluster. */
  domain: line('the name of the cluster'),
  /** This node in the cluster. */
  self: member,
  /** All members, as deployment.toml has them. */
  members: someOf(member, 'the members of the cluster'),
  /** The data sources that the server shall have, with the names that it gives them. */
  datasources: listOf(datasource, 'data sources'),
})
export type RenderedConfiguration = v.InferInput<typeof options>

/**
 * What a server has made of deployment.toml at its start is what was meant: members of the cluster, names, data sources. Such
 * a file that is not as it should be is told, and never edited, for the next start would undo it.
 *
 * @example renderedConfiguration({ home, version: '7.2.0', hostname, offset: 0, domain, self, members, datasources })
 */
export const renderedConfiguration = defineTask('renderedConfiguration', {
  options,
  tasks: ({ home, hostname, offset, datasources, ...cluster }) => [
    madeOf({ path: conf(home, 'axis2/axis2.xml'), edits: clusteringEdits(cluster) }),
    madeOf({
      path: conf(home, 'carbon.xml'),
      edits: [xml.text('/Server/HostName', hostname), xml.text('/Server/Ports/Offset', String(offset))],
    }),
    ...files(datasources).map(([file, sources]) =>
      madeOf({ path: conf(home, `datasources/${file}-datasources.xml`), edits: sources.flatMap(sourceEdits) }),
    ),
  ],
})

/** Business processes have a file of their own. */
const files = (datasources: readonly Datasource[]): [string, Datasource[]][] => {
  const isOfProcesses = ({ name }: Datasource) => name === 'BPS_DS'
  const all: [string, Datasource[]][] = [
    ['master', datasources.filter((one) => !isOfProcesses(one))],
    ['bps', datasources.filter(isOfProcesses)],
  ]
  return all.filter(([, sources]) => sources.length > 0)
}

function sourceEdits({ name, jndi, database }: Datasource): XmlEdit[] {
  const at = `/datasources-configuration/datasources/datasource[name="${name}"]`
  return [
    xml.text(`${at}/jndiConfig/name`, jndi),
    xml.text(`${at}/definition/configuration/url`, database.url),
    xml.text(`${at}/definition/configuration/username`, database.user),
    xml.text(`${at}/definition/configuration/driverClassName`, database.driverClass),
  ]
}

const madeOf = defineCheck('madeOfDeploymentToml', {
  options: v.strictObject({ path: hostPath, edits: editsOf<XmlEdit>('XML') }),
  title: ({ path }) => `${path} says what deployment.toml does`,
  reads: ({ path }) => ({ at: contentFact(path) }),
  check: ({ path, edits }, { at }) => {
    const advice =
      'restart the server, which makes the file anew; if it stays so, look in its log for what it says of deployment.toml'
    if (at.type !== 'file') return refuse(`${path} is ${at.type === 'absent' ? 'not there' : at.type}`, advice)
    for (const edit of edits) {
      const made = editXml(at.content, [edit])
      if (isRefusal(made)) return refuse(`${path}: ${made.refusal}`, advice)
      if (made.changes.length > 0) return refuse(`${path} says something else at ${edit.path}`, advice)
    }
    return `it says all of ${edits.length} things as meant`
  },
})
