import { defineTask } from '../../../lib/core/task.ts'
import { xml } from '../../edits/xml.ts'
import { conf, ofProductUntil } from '../product.ts'
import { datasource } from './datasource.ts'

const options = ofProductUntil('5.8.0', {
  /** That of the shared registry. */
  datasource,
})

const instance = 'sharedregistry'

/**
 * The configuration and governance registries mounted from the shared database (guide: "Mounting the registry"). The
 * instance's URL is only a name: nothing listens there.
 *
 * @example mountRegistry({ home, version, datasource: identityDatasource(db) })
 */
export const mountRegistry = defineTask('mountRegistry', {
  options,
  tasks: ({ home, datasource: { jndi, database } }) =>
    xml({
      title: `mount the registry from ${jndi}`,
      path: conf(home, 'registry.xml'),
      edits: [
        xml.ensure(
          '/wso2registry',
          `dbConfig[@name="${instance}"]`,
          xml.element('dbConfig', { name: instance }, [xml.element('dataSource', {}, [jndi])]),
          {
            position: { after: 'dbConfig[@name="wso2registry"]' },
          },
        ),
        xml.ensure('/wso2registry', `remoteInstance[id="${instance}"]`, remoteInstance(database.id), {
          position: { after: `dbConfig[@name="${instance}"]` },
        }),
        xml.ensure('/wso2registry', mountKey('config'), mount('config'), {
          position: { after: `remoteInstance[id="${instance}"]` },
        }),
        xml.ensure('/wso2registry', mountKey('governance'), mount('governance'), {
          position: { after: mountKey('config') },
        }),
        xml.text('/wso2registry/versionResourcesOnChange', 'false'),
      ],
    }),
})

const remoteInstance = (cacheId: string) =>
  xml.element('remoteInstance', { url: 'https://localhost:9443/registry' }, [
    xml.element('id', {}, [instance]),
    xml.element('dbConfig', {}, [instance]),
    xml.element('readOnly', {}, ['false']),
    xml.element('registryRoot', {}, ['/']),
    xml.element('enableCache', {}, ['true']),
    xml.element('cacheId', {}, [cacheId]),
  ])

const mountKey = (part: string) => `mount[@path="/_system/${part}"]`

const mount = (part: string) =>
  xml.element('mount', { path: `/_system/${part}`, overwrite: 'true' }, [
    xml.element('instanceId', {}, [instance]),
    xml.element('targetPath', {}, [`/_system/${part}`]),
  ])
