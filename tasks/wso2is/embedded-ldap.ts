import { xml } from '../xml.ts'
import { conf, type IdentityServer } from './product.ts'

/**
 * No embedded LDAP server. The guide turns it off on the second node only; with a user store of its own no node needs it.
 *
 * @example disableEmbeddedLdap({ home: '/opt/wso2is-5.4.1' })
 */
export const disableEmbeddedLdap = ({ home }: IdentityServer) =>
  xml({
    title: 'disable the embedded LDAP',
    path: conf(home, 'identity/embedded-ldap.xml'),
    edits: [xml.text('/EmbeddedLDAPConfig/EmbeddedLDAP/Property[@name="enable"]', 'false')],
  })
