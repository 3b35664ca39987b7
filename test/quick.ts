/** Tests that need nothing but Node: no process, no connection, no package. They are run at every save. */
export const beginnings = [
  'arrows.',
  'bench/',
  'cli/exit.',
  'cli/set.',
  'cli/variables.',
  'core/',
  'docs/',
  'edit/',
  'playbooks/pattern1-topology.',
  'quick.',
  'read/',
  'readme.',
  'remote/become.',
  'report/',
  'tasks/files/mode.',
  'tasks/covered.',
  'tasks/named.',
  'tasks/nginx/proxy-site.',
  'tasks/wso2is/nginx/sites.',
  'tasks/databases/jdbc.',
  'tasks/databases/sql-account.',
  'tasks/databases/sql-tables.',
  'tasks/wso2is/lines.',
  'tasks/wso2is/options.',
  'tasks/wso2is/verify-log.',
  'transport/known-hosts.',
  'types/',
]

const exceptions = [
  ...['docs/blocks.', 'docs/capabilities.', 'docs/recipes.', 'docs/tutorial.', 'types/run.'],
  ...['edit/properties-java.', 'edit/toml/random.', 'edit/yaml/random.', 'report/html-page.'],
]

/** Whether a test file, by its path below `test`, is in the quick ring. */
export const isQuick = (file: string): boolean =>
  beginnings.some((beginning) => file.startsWith(beginning)) && !exceptions.some((one) => file.startsWith(one))
