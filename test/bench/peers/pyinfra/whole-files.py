"""whole-files.py HOME FOLDER: the job's XML files as they shall be, edited here, for peers that cannot edit XML."""
import os
import sys

from lxml import etree

home, folder = sys.argv[1:]
CARBON = {"c": "http://wso2.org/projects/carbon/carbon.xml"}
# File, XPath, attribute or None, value: the same list is in ansible/site.yml and in job/site.ts.
EDITS = [
    ("carbon.xml", "/c:Server/c:HostName", None, "is.bench.test"),
    ("carbon.xml", "/c:Server/c:MgtHostName", None, "mgt.bench.test"),
    ("axis2/axis2.xml", "/axisconfig/clustering", "enable", "true"),
    ("axis2/axis2.xml", "/axisconfig/clustering/parameter[@name='membershipScheme']", None, "wka"),
    ("user-mgt.xml", "/UserManager/Realm/Configuration/Property[@name='dataSource']", None, "jdbc/WSO2UMDB"),
    ("identity/identity.xml", "/c:Server/c:JDBCPersistenceManager/c:DataSource/c:Name", None, "jdbc/WSO2IdentityDS"),
    ("tomcat/catalina-server.xml", "/Server/Service/Connector[@port='9443']", "proxyPort", "443"),
    ("registry.xml", "/wso2registry/indexingConfiguration/startIndexing", None, "true"),
    ("identity/embedded-ldap.xml", "//EmbeddedLDAP/Property[@name='enable']", None, "false"),
    ("identity/sso-idp-config.xml", "//*[local-name()='AssertionConsumerServiceURL']", None, "https://is.bench.test/dashboard/acs"),
    ("identity/application-authentication.xml", "//*[local-name()='AuthenticationEndpointURL']", None, "https://is.bench.test/authenticationendpoint/login.do"),
    ("bps.xml", "//*[local-name()='DataSource']", "name", "bpsdb"),
]
trees = {}
for path, xpath, attribute, value in EDITS:
    if path not in trees:
        trees[path] = etree.parse(os.path.join(home, "repository/conf", path))
    (node,) = trees[path].xpath(xpath, namespaces=CARBON)
    if attribute:
        node.set(attribute, value)
    else:
        node.text = value
for path, tree in trees.items():
    tree.write(os.path.join(folder, os.path.basename(path)), xml_declaration=True, encoding="UTF-8")
