import { element, ensure, text } from '../../lib/edit/xml/index.ts'
import { xml } from '../xml.ts'
import type { Datasource } from './datasource.ts'
import { conf, type IdentityServer } from './product.ts'

const instance = 'sharedregistry'

/**
 * The configuration and governance registries mounted from the shared database (guide: "Mounting the registry"). The
 * instance's URL is only a name: nothing listens there.
 *
 * @example mountRegistry({ home, datasource: identityDatasource(db) })
 */
export const mountRegistry = ({
  home,
  datasource: { jndi, database },
}: IdentityServer & {
  /** That of the shared registry. */
  readonly datasource: Datasource
}) =>
  xml({
    title: `mount the registry from ${jndi}`,
    path: conf(home, 'registry.xml'),
    edits: [
      ensure(
        '/wso2registry',
        `dbConfig[@name="${instance}"]`,
        element('dbConfig', { name: instance }, [element('dataSource', {}, [jndi])]),
        {
          position: { after: 'dbConfig[@name="wso2registry"]' },
        },
      ),
      ensure('/wso2registry', `remoteInstance[id="${instance}"]`, remoteInstance(database.id), {
        position: { after: `dbConfig[@name="${instance}"]` },
      }),
      ensure('/wso2registry', mountKey('config'), mount('config'), {
        position: { after: `remoteInstance[id="${instance}"]` },
      }),
      ensure('/wso2registry', mountKey('governance'), mount('governance'), { position: { after: mountKey('config') } }),
      text('/wso2registry/versionResourcesOnChange', 'false'),
    ],
  })

const remoteInstance = (cacheId: string) =>
  element('remoteInstance', { url: 'https://localhost:9443/registry' }, [
    element('id', {}, [instance]),
    element('dbConfig', {}, [instance]),
    element('readOnly', {}, ['false']),
    element('registryRoot', {}, ['/']),
    element('enableCache', {}, ['true']),
    element('cacheId', {}, [cacheId]),
  ])

const mountKey = (part: string) => `mount[@path="/_system/${part}"]`

const mount = (part: string) =>
  element('mount', { path: `/_system/${part}`, overwrite: 'true' }, [
    element('instanceId', {}, [instance]),
    element('targetPath', {}, [`/_system/${part}`]),
  ])
