import { disableEmbeddedLdap } from '../../../../tasks/wso2is/index.ts'
import { editsOf } from '../edits.ts'

const off = (text: string) => text.replace('name="enable">true<', 'name="enable">false<')

export const embeddedLdapEdits = editsOf('disableEmbeddedLdap', 'repository/conf/identity/embedded-ldap.xml', [
  {
    name: "turns the directory off and leaves Kerberos' switch alone",
    task: (home) => disableEmbeddedLdap({ version: '5.4.1', home }),
    changes: ['-    <Property name="enable">true</Property>', '+    <Property name="enable">false</Property>'],
  },
  {
    name: 'finds it off already',
    task: (home) => disableEmbeddedLdap({ version: '5.4.1', home }),
    before: off,
  },
  {
    name: 'keeps CR LF where a file has it',
    task: (home) => disableEmbeddedLdap({ version: '5.4.1', home }),
    before: (text) => text.replaceAll('\n', '\r\n'),
    changes: ['-    <Property name="enable">true</Property>\r', '+    <Property name="enable">false</Property>\r'],
  },
  {
    name: 'refuses a file that has no such switch',
    task: (home) => disableEmbeddedLdap({ version: '5.4.1', home }),
    before: (text) => text.replace('name="enable"', 'name="on"'),
    refused: /embedded-ldap\.xml: .*Property\[@name="enable"\]/,
  },
  {
    name: 'refuses a file that breaks off',
    task: (home) => disableEmbeddedLdap({ version: '5.4.1', home }),
    before: (text) => text.slice(0, -20),
    refused: /embedded-ldap\.xml: .*line 40/,
  },
])
