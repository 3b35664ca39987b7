import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { endpointSite, httpSite, httpsSite, managementSite } from '../../../../tasks/wso2is/index.ts'

const nodes = [{ address: '10.0.0.11' }, { address: '10.0.0.12', offset: 2 }]
const plain = { hostname: 'is.example.com', nodes }
const site = { ...plain, certificate: '/etc/nginx/ssl/is.crt', key: '/etc/nginx/ssl/is.key' }
const test = suite('the sites of Identity Server')

test('nodes with their offsets', () => {
  assert.match(httpSite(plain).text, /server 10\.0\.0\.11:9763;\n {4}server 10\.0\.0\.12:9765;/)
  assert.match(httpsSite(site).text, /server 10\.0\.0\.11:9443;\n {4}server 10\.0\.0\.12:9445;/)
  assert.match(httpsSite({ ...site, nodes: [{ address: 'fd00::1' }] }).text, /server \[fd00::1\]:9443;/)
})

test('a node more is one line more', () => {
  const before = httpsSite(site).text.split('\n')
  const after = httpsSite({ ...site, nodes: [...nodes, { address: '10.0.0.13' }] }).text.split('\n')
  assert.equal(
    after.filter((line) => !before.includes(line)),
    ['    server 10.0.0.13:9443;'],
  )
})

test('what is closed is 404 before all that is handed on', () => {
  const closed = ['/api/health-check/']
  const locations = (text: string) => text.match(/location \S+ \{\n +\w+ \S+/g)?.map((one) => one.replace(/\s+/g, ' '))
  for (const { text } of [
    httpSite({ ...plain, closed }),
    httpsSite({ ...site, closed }),
    managementSite({ ...site, closed }),
  ])
    assert.ok(locations(text)?.includes('location /api/health-check/ { return 404;'), text)
  const { text } = endpointSite({ ...site, paths: ['/api/'], closed })
  assert.equal(text.match(/location \S+/g), ['location /api/', 'location /api/health-check/', 'location /'])
})

test('sticky in both editions', () => {
  assert.match(httpsSite(site).text, /ip_hash;/)
  const plus = httpsSite({ ...site, sticky: 'learn' }).text
  assert.match(
    plus,
    /sticky learn create=\$upstream_cookie_jsessionid lookup=\$cookie_jsessionid zone=is_https_sessions:1m;/,
  )
  assert.not.match(plus, /ip_hash/)
})

for (const { text, file } of [httpSite(plain), httpsSite(site), managementSite(site), endpointSite(site)]) {
  test(`${file}: web sockets, time-outs, and nothing deprecated`, () => {
    assert.match(text, /proxy_http_version 1\.1;\n +proxy_set_header Upgrade \$http_upgrade;/)
    assert.match(text, /proxy_read_timeout 5m;\n +proxy_send_timeout 5m;/)
    assert.not.match(text, /ssl on|http2|\u00a0/)
    assert.is(/listen 443 ssl;/.test(text), /ssl_certificate/.test(text))
  })
}

test('only the endpoints that are named, each with the redirects of each node', () => {
  const { text } = endpointSite({ ...site, paths: ['/oauth2/token'], listen: { port: 8443 } })
  assert.equal(text.match(/location \S+/g), ['location /oauth2/token', 'location /'])
  assert.match(
    text,
    /proxy_redirect https:\/\/10\.0\.0\.12:9445\/oauth2\/token https:\/\/is\.example\.com:8443\/oauth2\/token;/,
  )
  assert.match(text, /location \/ \{\n +return 404;/)
})

test.run()
