'use strict';
// Which settings no package sees [R12], and which are a package's own.

const { MapPrototypeGet, MapPrototypeSet, ObjectKeys, SafeMap, SafeSet, StringPrototypeStartsWith } = require('../../boot/primordials');

const secrets = new SafeSet();
const NAMES = ['credentialSecret', 'adminAuth', 'httpNodeAuth', 'httpAdminAuth', 'httpStaticAuth', 'https', 'contextStorage', 'storageModule',
  'functionGlobalContext', 'functionExternalModules', 'logging', 'httpAdminMiddleware', 'httpNodeMiddleware', 'httpAdminCookieOptions', 'httpServerOptions',
  'sentinel', 'users', 'nodes', 'modules', 'sessions', 'projects', 'get', 'set', 'load', 'requireHttps', 'webSocketNodeVerifyClient'];
for (let i = 0; i < NAMES.length; i++) secrets.add(NAMES[i]);

/** Never shown: passwords, keys, where data is kept, and functions of the operator's. `_credentialSecret` is where Node-RED keeps its own. */
const isSecret = (name) => typeof name !== 'string' || secrets.has(name) || StringPrototypeStartsWith(name, '_');

/** Where routes are and how to print: every package may know. */
const openToAll = new SafeSet();
const OPEN = ['httpAdminRoot', 'httpNodeRoot', 'httpRoot', 'lang', 'verbose', 'version'];
for (let i = 0; i < OPEN.length; i++) openToAll.add(OPEN[i]);
const isOpen = (name) => openToAll.has(name);

/** Settings of Node-RED and its own nodes: no package declares them, whatever its types are called, and none changes them. */
const runtimes = new SafeSet();
const RUNTIMES = ['apiMaxLength', 'autoInstallModules', 'autoInstallModulesRetry', 'available', 'coreNodesDir', 'credentialSecret', 'credentialsFile', 'debugMaxLength', 'debugStatusLength', 'debugUseColors', 'delete', 'diagnostics',
  'disableEditor', 'dnsOrder', 'editorTheme', 'envVarExcludes', 'execMaxBufferSize', 'exportGlobalContextKeys', 'externalModules', 'fileWorkingDirectory', 'flowFile', 'flowFilePretty',
  'functionTimeout', 'globalFunctionTimeout', 'httpNodeCors', 'httpAdminCors', 'httpRequestTimeout', 'httpRequestTimingLog', 'httpsRefreshInterval', 'httpStatic', 'httpStaticRoot', 'httpStaticCors', 'instanceId',
  'inboundWebSocketTimeout', 'mqttReconnectTime', 'nodeCloseTimeout', 'nodeDefaults', 'nodeMessageBufferMaxLength', 'nodesDir', 'nodesExcludes', 'nodesIncludes', 'paletteCategories', 'proxyOptions', 'readOnly',
  'runtimeFlowState', 'runtimeMetricInterval', 'runtimeState', 'runtimeSyncDelivery', 'safeMode', 'serialReconnectTime', 'settingsFile', 'socketReconnectTime', 'socketTimeout', 'swaggerUI', 'tcpMsgQueueSize',
  'telemetry', 'telemetryEnabled', 'tlsConfigDisableLocalFiles', 'uiHost', 'uiPort', 'userDir', 'webSocketKeepAliveTime', 'webSocketMaxMessageSize'];
for (let i = 0; i < RUNTIMES.length; i++) runtimes.add(RUNTIMES[i]);

/** Those are the operator's word, or what Node-RED keeps for itself: whether flows are to run at all, by which number it is known, whether it may report. */
const isRuntimes = (name) => runtimes.has(name);

/** May a package call this setting its own? */
const isDeclarable = (name) => !isSecret(name) && !isOpen(name) && !runtimes.has(name);

const declared = new SafeMap();

/** A package declared settings with one of its types. */
function declare(principal, settings) {
  const own = MapPrototypeGet(declared, principal) ?? new SafeSet();
  const keys = ObjectKeys(settings);
  for (let i = 0; i < keys.length; i++) if (isDeclarable(keys[i])) own.add(keys[i]); // eslint-disable-line sentinel/no-polymorphic-call -- a SafeSet
  MapPrototypeSet(declared, principal, own);
}

const isDeclared = (principal, name) => {
  const own = MapPrototypeGet(declared, principal);
  return own !== undefined && own.has(name); // eslint-disable-line sentinel/no-polymorphic-call -- a SafeSet
};

module.exports = { declare, isDeclarable, isDeclared, isOpen, isRuntimes, isSecret };
