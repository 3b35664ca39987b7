import { dashboardSignOn } from '../../../../tasks/wso2is/index.ts'
import { editsOf } from '../edits.ts'

const carbon = (name: string) => `\${carbon.${name}}`
const stock = `${carbon('protocol')}://${carbon('host')}:${carbon('management.port')}/dashboard/acs`
const returnsTo = (url: string) => [
  `- <AssertionConsumerServiceURL>${stock}</AssertionConsumerServiceURL>`,
  `+ <AssertionConsumerServiceURL>${url}</AssertionConsumerServiceURL>`,
  `- <DefaultAssertionConsumerServiceURL>${stock}</DefaultAssertionConsumerServiceURL>`,
  `+ <DefaultAssertionConsumerServiceURL>${url}</DefaultAssertionConsumerServiceURL>`,
]

export const dashboardSignOnEdits = editsOf('dashboardSignOn', 'repository/conf/identity/sso-idp-config.xml', [
  {
    name: 'returns to the one name, and the empty sample before it stays',
    task: (home) => dashboardSignOn({ version: '5.4.1', home, hostname: 'is.example.com', port: 443 }),
    changes: returnsTo('https://is.example.com/dashboard/acs'),
  },
  {
    name: 'another port than 443 is said',
    task: (home) => dashboardSignOn({ version: '5.4.1', home, hostname: 'is.example.com', port: 8443 }),
    changes: returnsTo('https://is.example.com:8443/dashboard/acs'),
  },
  {
    name: 'refuses a file without the dashboard',
    task: (home) => dashboardSignOn({ version: '5.4.1', home, hostname: 'is.example.com', port: 443 }),
    before: (text) => text.replace('wso2.my.dashboard', 'somebody.else'),
    refused: /ServiceProvider\[Issuer="wso2\.my\.dashboard"\]/,
  },
])
