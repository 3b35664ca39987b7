import { carbonServer, fileVersions, type Version } from '../../../../tasks/wso2is/index.ts'
import { type Edit, editsOf } from '../edits.ts'

const file = 'repository/conf/carbon.xml'
const names = { hostname: 'is.example.com', managementHostname: 'mgt.example.com' }
const server = (version: Version, offset = 0) => ({
  task: (home: string) => carbonServer({ home, version, ...names, offset }),
})

const namesChanged = [
  '-    <HostName>localhost</HostName>',
  '+    <HostName>is.example.com</HostName>',
  '-    <MgtHostName>localhost</MgtHostName>',
  '+    <MgtHostName>mgt.example.com</MgtHostName>',
]
const offsetChanged = ['-        <Offset>0</Offset>', '+        <Offset>2</Offset>']
const cacheAdded = ['+        <ForceLocalCache>true</ForceLocalCache>']

/** The cache as the packs from 5.6.0 on have it. */
const stockCache = (value: boolean) => (text: string) =>
  text.replace(
    '    </Cache>',
    `        <!-- local -->\n        <ForceLocalCache>${value}</ForceLocalCache>\n    </Cache>`,
  )

const readsForceLocalCache = (version: Version) => ['5.6.0', '5.7.0', '5.8.0'].includes(version)

export const carbonServerEdits = editsOf('carbonServer', file, [
  ...fileVersions.map(
    (version): Edit => ({
      name: `${version} ${readsForceLocalCache(version) ? 'is told' : 'is not told'} to cache locally`,
      ...server(version),
      changes: [...namesChanged, ...(readsForceLocalCache(version) ? cacheAdded : [])],
    }),
  ),
  ...(['5.6.0', '5.7.0'] as const).map(
    (version): Edit => ({
      name: `${version} has the switch, set to false`,
      ...server(version),
      before: stockCache(false),
      changes: [
        ...namesChanged,
        '-        <ForceLocalCache>false</ForceLocalCache>',
        '+        <ForceLocalCache>true</ForceLocalCache>',
      ],
    }),
  ),
  {
    name: '5.8.0 has the switch, set to true',
    ...server('5.8.0'),
    before: stockCache(true),
    changes: namesChanged,
  },
  {
    name: '5.4.1 keeps a switch that somebody has added: nothing reads it',
    ...server('5.4.1'),
    before: stockCache(false),
    changes: namesChanged,
  },
  {
    name: 'the second node on a machine moves its ports',
    ...server('5.4.1', 2),
    changes: [...namesChanged, ...offsetChanged],
  },
  {
    name: 'a moved node moves back',
    ...server('5.4.1'),
    before: (text) => text.replace('<Offset>0<', '<Offset>7<'),
    changes: [...namesChanged, '-        <Offset>7</Offset>', '+        <Offset>0</Offset>'],
  },
  {
    name: 'all is as it shall be',
    ...server('5.7.0'),
    before: (text) =>
      stockCache(true)(text)
        .replace('<HostName>localhost', '<HostName>is.example.com')
        .replace('<MgtHostName>localhost', '<MgtHostName>mgt.example.com'),
  },
  {
    name: 'an empty host name is filled',
    ...server('5.4.1'),
    before: (text) => text.replace('<HostName>localhost</HostName>', '<HostName/>'),
    changes: ['-    <HostName/>', '+    <HostName>is.example.com</HostName>', ...namesChanged.slice(2)],
  },
])
