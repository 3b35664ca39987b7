import { readFileSync } from 'node:fs'
import { makePack } from '../../../inventory/demo/make-pack.ts'
import { identityServerHome, jdbcDriver } from '../../../tasks/wso2is/index.ts'
import { trySituations } from '../../support/situations.ts'

const top = 'wso2is-5.4.1'
const pack = await makePack('inventory/demo/pack', top)
const carbon = 'is/repository/conf/carbon.xml'
const text = readFileSync('inventory/demo/pack/repository/conf/carbon.xml')

trySituations('identityServerHome', [
  {
    name: 'unpacks the pack, with its modes and its empty folders',
    resources: ({ at, given }) => identityServerHome({ home: at('is'), pack: given('is.zip'), version: '5.4.1' }),
    given: { 'is.zip': pack },
    statuses: ['changed', 'ok'],
    after: { [carbon]: text, 'is/bin/wso2server.sh': { mode: 0o755 }, 'is/repository/components/lib': { mode: 0o755 } },
  },
  {
    name: 'leaves a home that is there as it is',
    resources: ({ at, given }) => identityServerHome({ home: at('is'), pack: given('is.zip'), version: '5.4.1' }),
    given: { 'is.zip': pack },
    before: { [carbon]: text },
    operations: [],
    after: { [carbon]: text, 'is/bin': 'absent' },
  },
  {
    name: 'needs no pack where the home is there',
    resources: ({ at }) => identityServerHome({ home: at('is'), version: '5.4.1' }),
    before: { [carbon]: text },
    operations: [],
  },
  {
    name: 'refuses another version, also while it is still in the pack',
    resources: ({ at, given }) => identityServerHome({ home: at('is'), pack: given('is.zip'), version: '5.7.0' }),
    given: { 'is.zip': pack },
    refused: /is is version 5\.4\.1, not 5\.7\.0/,
  },
  {
    name: 'refuses a folder that holds something else',
    resources: ({ at }) => identityServerHome({ home: at('is'), version: '5.4.1' }),
    before: { 'is/README': 'x' },
    refused: /holds no Identity Server/,
  },
  {
    name: 'refuses a pack that is not there',
    resources: ({ at, given }) => identityServerHome({ home: at('is'), pack: given('none.zip'), version: '5.4.1' }),
    refused: /none\.zip/,
  },
  {
    name: 'refuses a pack that is no archive',
    resources: ({ at, given }) => identityServerHome({ home: at('is'), pack: given('is.zip'), version: '5.4.1' }),
    given: { 'is.zip': 'not a zip' },
    refused: /neither a zip nor a tar:/,
  },
])

const jar = 'is/repository/components/lib/mysql-connector-java-5.1.49.jar'

trySituations('jdbcDriver', [
  {
    name: 'copies the jar into an empty folder',
    resources: ({ at, given }) =>
      jdbcDriver({ version: '5.4.1', home: at('is'), driver: given('mysql-connector-java-5.1.49.jar') }),
    given: { 'mysql-connector-java-5.1.49.jar': Uint8Array.of(0x50, 0x4b, 0, 0xff) },
    before: { 'is/repository/components/lib': { dir: true } },
    statuses: ['ok', 'changed'],
    after: { [jar]: Uint8Array.of(0x50, 0x4b, 0, 0xff) },
  },
  {
    name: 'makes the folder where an unpacker has left it out',
    resources: ({ at, given }) =>
      jdbcDriver({ version: '5.4.1', home: at('is'), driver: given('mysql-connector-java-5.1.49.jar') }),
    given: { 'mysql-connector-java-5.1.49.jar': 'jar' },
    before: { 'is/repository/components': { dir: true } },
    statuses: ['changed', 'changed'],
    after: { [jar]: 'jar' },
  },
  {
    name: 'replaces a jar of the same name with other bytes',
    resources: ({ at, given }) =>
      jdbcDriver({ version: '5.4.1', home: at('is'), driver: given('mysql-connector-java-5.1.49.jar') }),
    given: { 'mysql-connector-java-5.1.49.jar': 'new' },
    before: { [jar]: 'old' },
    operations: [`write ${jar}`],
    after: { [jar]: 'new' },
  },
  {
    name: 'refuses a jar that is not there',
    resources: ({ at, given }) => jdbcDriver({ version: '5.4.1', home: at('is'), driver: given('none.jar') }),
    before: { 'is/repository/components/lib': { dir: true } },
    refused: /none\.jar/,
  },
])
