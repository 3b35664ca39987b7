import { test } from 'node:test'
import { trySituation } from 'runbook/testing'
import { tomcatHeap, tomcatPorts } from '../index.ts'

const server = (attributes: string) => `<?xml version="1.0" encoding="UTF-8"?>
<Server port="8005" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <!-- <Connector port="8443" protocol="HTTP/1.1"/> -->
    <Connector ${attributes} protocol="HTTP/1.1" connectionTimeout="20000"/>
  </Service>
</Server>
`

test('ports, and the names that browsers see', () =>
  trySituation({
    before: { 'conf/server.xml': server('port="8080"') },
    resources: ({ at }) => tomcatPorts({ home: at(''), http: 8081, proxy: { name: 'shop.example.com', port: 443 } }),
    operations: ['write conf/server.xml'],
    after: {
      'conf/server.xml': server('port="8081"')
        .replace('8005', '-1')
        .replace('"20000"', '"20000" proxyName="shop.example.com" proxyPort="443"'),
    },
  }))

test('ports of a server that is not there', () =>
  trySituation({ resources: ({ at }) => tomcatPorts({ home: at(''), http: 8081 }), refused: /server\.xml/ }))

const heap = '# The memory of the JVM, by tomcatHeap.\nCATALINA_OPTS="-Xms256m -Xmx256m"\n'

test('memory where none is said', () =>
  trySituation({
    before: { 'bin/catalina.sh': '' },
    resources: ({ at }) => tomcatHeap({ home: at(''), megabytes: 256 }),
    operations: ['write bin/setenv.sh'],
    after: { 'bin/setenv.sh': heap },
  }))

test('memory that is right', () =>
  trySituation({
    before: { 'bin/setenv.sh': heap },
    resources: ({ at }) => tomcatHeap({ home: at(''), megabytes: 256 }),
    operations: [],
    statuses: ['ok'],
  }))

test('memory that is no longer said', () =>
  trySituation({
    before: { 'bin/setenv.sh': heap },
    resources: ({ at }) => tomcatHeap({ home: at(''), megabytes: 256, state: 'absent' }),
    operations: ['remove bin/setenv.sh'],
    after: { 'bin/setenv.sh': 'absent' },
  }))

test("somebody else's settings", () =>
  trySituation({
    before: { 'bin/setenv.sh': 'CATALINA_OPTS=-Dx=y\n' },
    resources: ({ at }) => tomcatHeap({ home: at(''), megabytes: 256 }),
    refused: /setenv\.sh is not of tomcatHeap/,
  }))
