import { readFileSync } from 'node:fs'
import { makePack } from '../../../inventory/demo/make-pack.ts'
import { identityServerHome, jdbcDriver } from '../../../tasks/wso2is/index.ts'
import { type Places, tryInTurn } from '../../support/situations.ts'

const top = 'wso2is-5.4.1'
const pack = await makePack('inventory/demo/pack', top)
const carbon = 'is/repository/conf/carbon.xml'
const text = readFileSync('inventory/demo/pack/repository/conf/carbon.xml')

const gone =
  (more = {}) =>
  ({ at, given }: Places) =>
    identityServerHome({ home: at('is'), pack: given('is.zip'), version: '5.4.1', state: 'absent', ...more })

tryInTurn('identityServerHome, the inverse', [
  {
    name: 'what came out of the pack may be somebody’s by now: the word that allows it is named',
    before: { [carbon]: Buffer.concat([text, Buffer.from('<!-- edited -->')]), 'is/bin/wso2server.sh': 'x' },
    given: { 'is.zip': pack },
    resources: gone(),
    refused: /is holds .*, which may have been changed since .*is\.zip brought it: say recursive: true/,
  },
  {
    name: 'what its server wrote is somebody’s: the word that allows it is named',
    before: { [carbon]: text, 'is/repository/logs/wso2carbon.log': 'x' },
    given: { 'is.zip': pack },
    resources: gone(),
    refused: /is holds what .*is\.zip did not bring: .*: say recursive: true to remove all below it/,
  },
  {
    name: 'with that word, and without the pack',
    before: { [carbon]: text, 'is/repository/logs/wso2carbon.log': 'x', other: 'x' },
    resources: gone({ recursive: true }),
    operations: ['remove is'],
    after: { is: 'absent', other: 'x' },
  },
  {
    name: 'not there',
    given: { 'is.zip': pack },
    resources: gone({ recursive: true }),
    operations: [],
  },
  {
    name: 'a home that was not unpacked here stays',
    before: { [carbon]: text },
    resources: ({ at }) => identityServerHome({ home: at('is'), version: '5.4.1', state: 'absent', recursive: true }),
    operations: [],
    after: { [carbon]: text },
  },
  {
    name: 'another version',
    before: { [carbon]: text, 'is/repository/logs/x': 'x' },
    resources: gone({ version: '5.7.0', recursive: true }),
    refused: /is is version 5\.4\.1, not 5\.7\.0/,
  },
  {
    name: 'another folder by a slip',
    before: { 'is/precious': 'x' },
    resources: gone({ recursive: true }),
    refused: /is holds no Identity Server \(no repository\/conf\/carbon\.xml\): remove it by hand if you mean it/,
  },
])

tryInTurn('identityServerHome', [
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

tryInTurn('jdbcDriver', [
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
  {
    name: 'the inverse: the jar goes, the libraries stay',
    before: { 'is/repository/components/lib/db.jar': 'jar', 'is/repository/components/lib/other.jar': 'x' },
    resources: ({ at, given }) =>
      jdbcDriver({ home: at('is'), version: '5.4.1', driver: given('db.jar'), state: 'absent' }),
    operations: ['remove is/repository/components/lib/db.jar'],
    after: { 'is/repository/components/lib/db.jar': 'absent', 'is/repository/components/lib/other.jar': 'x' },
  },
  {
    name: 'the inverse, where nothing is',
    resources: ({ at, given }) =>
      jdbcDriver({ home: at('is'), version: '5.4.1', driver: given('db.jar'), state: 'absent' }),
    operations: [],
  },
])
