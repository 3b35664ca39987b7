/** The tasks of Identity Server, in the order of the guide and by its sections. */
export const guideSections: readonly (readonly [section: string, tasks: readonly string[]])[] = [
  ['The product', ['identityServerHome', 'productVersion', 'packFiles']],
  ['Configuring the user store', ['jdbcDriver', 'disableEmbeddedLdap', 'primaryUserStore']],
  ['Configuring the datasources', ['createDatabases', 'schemaByHand', 'masterDatasources', 'bpsDatasource']],
  ['Mounting the registry', ['mountRegistry']],
  ['Clustering Identity Server for high availability', ['clustering', 'identityPersistence']],
  ['Changing hostnames and ports', ['catalinaServer', 'carbonServer']],
  ['Enabling artifact synchronization', ['sharedFiles']],
  ['Setting up the dashboard', ['dashboard', 'dashboardSignOn', 'dashboardSite', 'gadgetServer']],
  ['Fronting with a load balancer (Nginx)', ['clientTruststore', 'nodeKeystore']],
  ['Starting up and verifying product nodes', ['javaVersion', 'portsFree', 'serverUnit', 'startServer', 'stopServer']],
  [
    'Running the cluster',
    [
      'verifyNode',
      'verifyCluster',
      'serverIsUp',
      'clusterIsComplete',
      'datasourceWorks',
      'sharedLink',
      'consoleAnswers',
      'sessionsStick',
      'certificateLasts',
      'clocksAgree',
    ],
  ],
  ['Day two', ['dropDatabases']],
]
