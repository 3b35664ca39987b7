import { clustering, type Member } from '../../../../tasks/wso2is/index.ts'
import { editsOf } from '../edits.ts'

const node = (self: Member, members: readonly Member[]) => (home: string) =>
  clustering({ version: '5.4.1', home, domain: 'wso2.is.domain', self, members })

const at = (host: string, port = 4000): Member => ({ host, port })

/** Lines of axis2.xml end with CR LF, inserted ones too. */
const crlf = (...lines: string[]) => lines.map((line) => `${line}\r`)

const common = crlf(
  '-                enable="false">',
  '+                enable="true">',
  '-        <parameter name="membershipScheme">multicast</parameter>',
  '+        <parameter name="membershipScheme">wka</parameter>',
  '-        <parameter name="domain">wso2.carbon.domain</parameter>',
  '+        <parameter name="domain">wso2.is.domain</parameter>',
)
const host = (name: string) =>
  crlf(
    '-        <parameter name="localMemberHost">127.0.0.1</parameter>',
    `+        <parameter name="localMemberHost">${name}</parameter>`,
  )
const port = (number: number) =>
  crlf(
    '-        <parameter name="localMemberPort">4000</parameter>',
    `+        <parameter name="localMemberPort">${number}</parameter>`,
  )
const memberAdded = (name: string, number: number) =>
  crlf(
    '+            <member>',
    `+                <hostName>${name}</hostName>`,
    `+                <port>${number}</port>`,
    '+            </member>',
  )

export const clusteringEdits = editsOf('clustering', 'repository/conf/axis2/axis2.xml', [
  {
    name: 'two machines replace the loopback member, and group management stays off',
    task: node(at('10.0.0.11'), [at('10.0.0.11'), at('10.0.0.12')]),
    changes: [
      ...common,
      ...host('10.0.0.11'),
      ...crlf('-                <hostName>127.0.0.1</hostName>', '+                <hostName>10.0.0.11</hostName>'),
      ...memberAdded('10.0.0.12', 4000),
    ],
  },
  {
    name: 'the second node of one machine has a port of its own',
    task: node(at('127.0.0.1', 4001), [at('127.0.0.1'), at('127.0.0.1', 4001)]),
    changes: [...common, ...port(4001), ...memberAdded('127.0.0.1', 4001)],
  },
  {
    name: 'a range stands for all members',
    task: node(at('10.0.0.12'), [at('10.0.0.11-14')]),
    changes: [
      ...common,
      ...host('10.0.0.12'),
      ...crlf('-                <hostName>127.0.0.1</hostName>', '+                <hostName>10.0.0.11-14</hostName>'),
    ],
  },
  {
    name: 'a cluster loses a member',
    task: node(at('127.0.0.1'), [at('127.0.0.1')]),
    before: (text) =>
      text.replace(
        '        </members>',
        [
          '            <member>',
          '                <hostName>10.0.0.99</hostName>',
          '                <port>4000</port>',
          '            </member>',
          '        </members>',
        ].join('\r\n'),
      ),
    changes: [
      ...common,
      ...crlf(
        '-            <member>',
        '-                <hostName>10.0.0.99</hostName>',
        '-                <port>4000</port>',
        '-            </member>',
      ),
    ],
  },
  {
    name: 'refuses a file without a member list',
    task: node(at('10.0.0.11'), [at('10.0.0.11')]),
    before: (text) => text.replace(/<members>[\s\S]*<\/members>/, ''),
    refused: /clustering\/members/,
  },
])
