import { defineTask } from '../../../lib/core/task.ts'
import { xml } from '../../edits/xml.ts'
import { conf, ofProductUntil } from '../product.ts'

/**
 * No embedded LDAP server. The guide turns it off on the second node only; with a user store of its own no node needs it.
 *
 * @example disableEmbeddedLdap({ home: '/opt/wso2is-5.4.1', version: '5.4.1' })
 */
export const disableEmbeddedLdap = defineTask('disableEmbeddedLdap', {
  options: ofProductUntil('5.10.0', {}),
  tasks: ({ home }) =>
    xml({
      title: 'disable the embedded LDAP',
      path: conf(home, 'identity/embedded-ldap.xml'),
      edits: [xml.text('/EmbeddedLDAPConfig/EmbeddedLDAP/Property[@name="enable"]', 'false')],
    }),
})
