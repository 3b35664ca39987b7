import { nginxSites, proxySite } from '../../../tasks/nginx/index.ts'
import { needs } from '../../support/debian.ts'
import { trySituations } from '../../support/situations.ts'

needs(['nginx-light'])

const quiet = 'error_log stderr;\npid /dev/null;\nevents {}\n'
const conf = `${quiet}http { access_log off; include conf.d/*.conf; }\n`
const site = proxySite({
  name: 'is_http',
  hostname: 'is.example.com',
  servers: [{ address: '127.0.0.1', port: 9764 }],
  listen: { address: '127.0.0.1', port: 1 },
  file: 'is.http.conf',
})
const sites = (at: (path: string) => string, more: Partial<Parameters<typeof nginxSites>[0]> = {}) =>
  nginxSites({ sites: [site], folder: at('nginx/conf.d'), conf: at('nginx/nginx.conf'), ...more })

trySituations('nginxSites', [
  {
    name: 'new',
    before: { 'nginx/nginx.conf': conf, 'nginx/conf.d': { dir: true } },
    resources: ({ at }) => sites(at),
    operations: ['run', 'write nginx/conf.d/is.http.conf'],
    after: { 'nginx/conf.d/is.http.conf': site.text },
  },
  {
    name: 'there',
    before: { 'nginx/nginx.conf': conf, 'nginx/conf.d/is.http.conf': site.text },
    resources: ({ at }) => sites(at),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'another in its place, and one to go',
    before: { 'nginx/nginx.conf': conf, 'nginx/conf.d/is.http.conf': 'garbage', 'nginx/conf.d/old.conf': 'garbage' },
    resources: ({ at }) => sites(at, { absent: ['old.conf'] }),
    operations: ['run', 'write nginx/conf.d/is.http.conf', 'remove nginx/conf.d/old.conf'],
  },
  {
    name: 'none more',
    before: { 'nginx/nginx.conf': conf, 'nginx/conf.d/is.http.conf': site.text },
    resources: ({ at }) => sites(at, { sites: [], absent: ['is.http.conf'] }),
    operations: ['run', 'remove nginx/conf.d/is.http.conf'],
  },
  {
    name: 'the inverse: their files go, others stay',
    before: { 'nginx/nginx.conf': conf, 'nginx/conf.d/is.http.conf': 'edited', 'nginx/conf.d/own.conf': '# ours\n' },
    resources: ({ at }) => sites(at, { state: 'absent' }),
    operations: ['run', 'remove nginx/conf.d/is.http.conf'],
    after: { 'nginx/conf.d/is.http.conf': 'absent', 'nginx/conf.d/own.conf': '# ours\n' },
  },
  {
    name: 'the inverse, where none is, and no nginx either',
    resources: ({ at }) => sites(at, { state: 'absent' }),
    operations: [],
  },
  {
    name: 'the inverse that would leave a configuration that nginx refuses',
    before: {
      'nginx/nginx.conf': conf,
      'nginx/conf.d/is.http.conf': site.text,
      'nginx/conf.d/own.conf':
        'server { listen 127.0.0.1:1; location / { proxy_pass http://is_http/x$uri; } }\nmap $is_http_connection $x { default 1; }\n',
    },
    resources: ({ at }) => sites(at, { state: 'absent' }),
    fails: true,
    statuses: ['failed'],
    reason: /unknown "is_http_connection" variable/,
    after: { 'nginx/conf.d/is.http.conf': site.text },
  },
  {
    name: 'a broken neighbour',
    before: { 'nginx/nginx.conf': conf, 'nginx/conf.d/other.conf': 'server { listen 127.0.0.1:2; sticky_cookie; }\n' },
    resources: ({ at }) => sites(at),
    fails: true,
    statuses: ['failed'],
    reason: /unknown directive "sticky_cookie" in \/.*\/host\/nginx\/conf\.d\/other\.conf:1/,
    after: { 'nginx/conf.d/is.http.conf': 'absent' },
  },
  {
    name: 'a name of an upstream twice',
    before: { 'nginx/nginx.conf': conf, 'nginx/conf.d/other.conf': 'upstream is_http { server 127.0.0.1; }\n' },
    resources: ({ at }) => sites(at),
    fails: true,
    statuses: ['failed'],
    reason: /duplicate upstream "is_http"/,
  },
  {
    name: 'a folder that nginx does not read',
    before: { 'nginx/nginx.conf': `${quiet}http {}\n`, 'nginx/conf.d': { dir: true } },
    resources: ({ at }) => sites(at),
    fails: true,
    statuses: ['failed'],
    reason: /does not include .*conf\.d\/is\.http\.conf: add include/,
  },
  {
    name: 'no nginx.conf',
    before: { 'nginx/conf.d': { dir: true } },
    resources: ({ at }) => sites(at),
    fails: true,
    statuses: ['failed'],
    reason: /nginx\.conf is not there: install nginx before/,
  },
  {
    name: 'a directory in its place',
    before: { 'nginx/nginx.conf': conf, 'nginx/conf.d/is.http.conf': { dir: true } },
    resources: ({ at }) => sites(at),
    refused: /is\.http\.conf is a directory/,
  },
])
