// The store. Passwords are switched off: people and the app sign in with Entra ID. The app's own role is made by deploy/roles.sql.
param name string
param location string
param tags object
param database string
@description('Such as Standard_B1ms (tier Burstable) or Standard_D2ds_v5 (tier GeneralPurpose).')
param skuName string
@allowed(['Burstable', 'GeneralPurpose', 'MemoryOptimized'])
param skuTier string
param storageGb int
@minValue(7)
@maxValue(35)
param backupDays int
@description('Backups in the paired region too. Can not be changed later.')
param geoRedundantBackup bool
@description('A second server in another zone that takes over by itself. Not in the tier Burstable.')
param zoneRedundant bool
param adminGroupId string
param adminGroupName string
param workspaceId string
param isPrivate bool
param endpointSubnetId string
param zoneIds object

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: skuName, tier: skuTier }
  properties: {
    version: '17'
    createMode: 'Default'
    authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled', tenantId: tenant().tenantId }
    storage: { storageSizeGB: storageGb, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: backupDays, geoRedundantBackup: geoRedundantBackup ? 'Enabled' : 'Disabled' }
    highAvailability: { mode: zoneRedundant ? 'ZoneRedundant' : 'Disabled' }
    // Sunday at three, when nobody waits for an answer.
    maintenanceWindow: { customWindow: 'Enabled', dayOfWeek: 0, startHour: 3, startMinute: 0 }
    network: { publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled' }
  }

  resource store 'databases' = {
    name: database
    properties: { charset: 'UTF8', collation: 'en_US.utf8' }
  }
}

resource administrators 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2024-08-01' = {
  parent: server
  name: adminGroupId
  properties: { principalName: adminGroupName, principalType: 'Group', tenantId: tenant().tenantId }
  // Two changes of a server at once are refused.
  dependsOn: [server::store]
}

// Whatever is in Azure may knock; who has no token of this tenant stays out. With privateNetwork nobody outside even reaches it.
resource azure 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules@2024-08-01' = if (!isPrivate) {
  parent: server
  name: 'azure-services'
  properties: { startIpAddress: '0.0.0.0', endIpAddress: '0.0.0.0' }
  dependsOn: [administrators]
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: server
  // Metrics alone: the server's log may quote a statement with somebody's words in it.
  properties: { workspaceId: workspaceId, metrics: [{ category: 'AllMetrics', enabled: true }] }
  dependsOn: [administrators]
}

module endpoint 'endpoint.bicep' = if (isPrivate) {
  name: '${name}-postgresql'
  params: {
    name: '${name}-postgresql'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    targetId: server.id
    group: 'postgresqlServer'
    zoneId: zoneIds.?postgresqlServer ?? ''
  }
  dependsOn: [administrators]
}

output id string = server.id
output host string = server.properties.fullyQualifiedDomainName
