import { dashboardSite } from '../../../../tasks/wso2is/index.ts'
import { type Edit, editsOf } from '../edits.ts'

const changes = [
  '-        "proxyHost" : "",',
  '-        "proxyHTTPSPort" : "",',
  '+        "proxyHost" : "is.example.com",',
  '+        "proxyHTTPSPort" : "443",',
]

export const dashboardSiteEdits = (['dashboard', 'portal'] as const).map((app) => {
  const task: Edit['task'] = (home) =>
    dashboardSite({ home, version: '5.4.1', app, hostname: 'is.example.com', port: 443 })
  return editsOf(`dashboardSite ${app}`, `repository/deployment/server/jaggeryapps/${app}/conf/site.json`, [
    { name: 'fills in the proxy; the file still has no line end at its end', task, changes },
    {
      name: 'keys of later versions stay',
      task,
      before: (text) => text.replace(/\}$/, ',    "service" : { "serviceOrigin" : "https://x" }\n}'),
      changes,
    },
    {
      name: 'a number becomes the text that the application reads',
      task,
      before: (text) =>
        text.replace('"proxyHTTPSPort" : ""', '"proxyHTTPSPort" : 443').replace('""', '"is.example.com"'),
      changes: ['-        "proxyHTTPSPort" : 443,', '+        "proxyHTTPSPort" : "443",'],
    },
    {
      name: "refuses the guide's sample, which lacks a comma",
      task,
      before: (text) => text.replace('"proxyHost" : "",', '"proxyHost" : ""'),
      refused: /site\.json: .*line 3/,
    },
  ])
})
