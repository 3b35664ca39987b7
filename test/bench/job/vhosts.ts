export const vhosts = ['is', 'mgt', 'dashboard'] as const

/** The site of one of the job's host names. */
export const siteOf = (name: string): string =>
  `upstream ${name}.bench.test { ip_hash; server 10.77.0.11:9443; server 10.77.0.12:9443; }
server {
  listen 80;
  server_name ${name}.bench.test;
  return 301 https://$host$request_uri;
}
server {
  listen 443 ssl;
  server_name ${name}.bench.test;
  ssl_certificate /etc/nginx/ssl/server.crt;
  ssl_certificate_key /etc/nginx/ssl/server.key;
${locations.map((path) => location(path, name)).join('')}}
`

const locations = [
  '/',
  '/oauth2/token',
  '/commonauth',
  '/oauth2/authorize',
  '/authenticationendpoint/',
  '/oauth2/userinfo',
  '/samlsso',
  '/carbon',
]

const location = (path: string, name: string): string => `  location ${path} {
    proxy_set_header X-Forwarded-Host $host;
    proxy_set_header X-Forwarded-Server $host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header Host $http_host;
    proxy_read_timeout 5m;
    proxy_pass https://${name}.bench.test${path === '/' ? '' : path};
  }
`
