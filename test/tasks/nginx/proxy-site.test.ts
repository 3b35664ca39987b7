import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { UsageError } from '../../../lib/core/failure.ts'
import { directive, proxySite, render } from '../../../tasks/nginx/index.ts'

const servers = [
  { address: '10.0.0.11', port: 8080 },
  { address: 'fd00::1', port: 8081 },
]
const plain = { name: 'app', hostname: 'app.example.com', servers }
const pair = { certificate: '/etc/nginx/ssl/app.crt', key: '/etc/nginx/ssl/app.key' }
const test = suite('proxySite')

test('plain HTTP to servers with ports of their own', () => {
  const { file, text, listen, reads } = proxySite(plain)
  assert.is(file, 'app.conf')
  assert.equal(listen, { port: 80 })
  assert.equal(reads, [])
  assert.match(text, /upstream app \{\n {4}server 10\.0\.0\.11:8080;\n {4}server \[fd00::1\]:8081;\n {4}ip_hash;/)
  assert.match(text, /listen 80;\n {4}server_name app\.example\.com;\n {4}location \/ \{/)
  assert.match(text, /proxy_pass http:\/\/app;/)
})

test('with a certificate, by TLS to servers that speak it', () => {
  const { text, listen, reads } = proxySite({ ...plain, ...pair, protocol: 'https' })
  assert.equal(listen, { port: 443 })
  assert.equal(reads, [pair.certificate, pair.key])
  assert.match(text, /listen 443 ssl;/)
  assert.match(text, /proxy_pass https:\/\/app;/)
})

test('what else is to stand in the server, and the cookie of a session', () => {
  const { text } = proxySite({ ...plain, sticky: 'learn', directives: [directive('access_log', 'off')] })
  assert.match(text, /\n {4}access_log off;\n\}\n$/)
  assert.match(text, /sticky learn .* zone=app_sessions:1m;/)
  assert.not.match(text, /ip_hash/)
})

test('half a pair, and a word that nginx would take apart', () => {
  const refused = (more: object, message: RegExp) =>
    assert.throws(
      () => proxySite({ ...plain, ...more }),
      (error: unknown) => error instanceof UsageError && message.test(error.message),
    )
  refused({ certificate: pair.certificate }, /one of certificate and key: give both, or neither/)
  refused({ name: 'my app' }, /"my app" is no such word/)
})

test('what nginx would take apart is quoted', () => {
  assert.is(
    render([directive('root', '/srv/a b', '', 'x;y', 'a"b\\', '$host')]),
    'root "/srv/a b" "" "x;y" "a\\"b\\\\" $host;\n',
  )
})

test.run()
