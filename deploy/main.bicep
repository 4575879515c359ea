// Clinical Engagement in one resource group. deploy/README.md has the steps, each with its check.
targetScope = 'resourceGroup'

@description('test or live; part of every name.')
@allowed(['test', 'live'])
param stage string

@description('A few letters for the organisation; names become engagement-ORGANISATION-STAGE.')
@minLength(2)
@maxLength(8)
param organisation string

param location string = resourceGroup().location

@description('The app registration that people sign in with.')
param signInClientId string

@description('The Entra group whose members administer the database: who runs migrations, who restores.')
param databaseAdminGroupId string
param databaseAdminGroupName string

@description('Who is told of alerts.')
param alertAddress string

@description('Private endpoints for storage, database and vault, and a network for the app. Migrations and publishing then run from inside it.')
param privateNetwork bool
param networkPrefix string = '10.90.0.0/24'

@description('Numbers of the link keys in the vault, the one that signs first.')
param linkKeys array = [1]

@description('The https address that people use; empty for the app\'s own.')
param publicAddress string = ''

@description('A mailbox that organises and sends for every lead; empty for each lead\'s own.')
param sharedMailbox string = ''

@description('True where Microsoft Graph can post change notifications to the app, as it can unless a firewall stands before it.')
param notifications bool = true

@description('Numbers of the method that the trust sets, such as { Engagement__MeetingMinutes: \'30\' }.')
param engagementSettings object = {}

@description('True: histories in Durable Task Scheduler instead of Azure Storage. The package must have been published with it: docs/adr/0006.')
param durableTaskScheduler bool = false

param databaseSku { name: string, tier: 'Burstable' | 'GeneralPurpose' | 'MemoryOptimized' }
param databaseStorageGb int = 32
param databaseBackupDays int
param databaseGeoRedundantBackup bool
param databaseZoneRedundant bool
param storageSku 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GRS' | 'Standard_GZRS'
param alwaysReadyInstances int
param maximumInstances int = 4
@description('Connections to the database for each instance.')
param databasePoolSize int
param telemetryDays int
param telemetryDailyCapGb int = 1

var name = 'engagement-${organisation}-${stage}'
// Storage accounts and vaults have names that are the world's.
var unique = uniqueString(resourceGroup().id, organisation, stage)
var tags = { product: 'clinical-engagement', stage: stage }
var database = 'engagement'

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: { name: name, location: location, tags: tags }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  name: 'network'
  params: { name: name, location: location, tags: tags, addressPrefix: networkPrefix }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    workspaceName: name
    insightsName: name
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    retentionDays: telemetryDays
    dailyCapGb: telemetryDailyCapGb
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    name: take('engage${organisation}${unique}', 24)
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    sku: storageSku
    workspaceId: monitoring.outputs.workspaceId
    isPrivate: privateNetwork
    endpointSubnetId: network.?outputs.?endpointSubnetId ?? ''
    zoneIds: network.?outputs.?zoneIds ?? {}
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: {
    name: take('eng-${organisation}-${unique}', 24)
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
    isPrivate: privateNetwork
    endpointSubnetId: network.?outputs.?endpointSubnetId ?? ''
    zoneIds: network.?outputs.?zoneIds ?? {}
  }
}

module scheduler 'modules/scheduler.bicep' = if (durableTaskScheduler) {
  name: 'scheduler'
  params: {
    name: '${name}-${unique}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    clientId: identity.outputs.clientId
  }
}

module store 'modules/database.bicep' = {
  name: 'database'
  params: {
    name: '${name}-${unique}'
    location: location
    tags: tags
    database: database
    skuName: databaseSku.name
    skuTier: databaseSku.tier
    storageGb: databaseStorageGb
    backupDays: databaseBackupDays
    geoRedundantBackup: databaseGeoRedundantBackup
    zoneRedundant: databaseZoneRedundant
    adminGroupId: databaseAdminGroupId
    adminGroupName: databaseAdminGroupName
    workspaceId: monitoring.outputs.workspaceId
    isPrivate: privateNetwork
    endpointSubnetId: network.?outputs.?endpointSubnetId ?? ''
    zoneIds: network.?outputs.?zoneIds ?? {}
  }
}

module app 'modules/app.bicep' = {
  name: 'app'
  params: {
    name: '${name}-${unique}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageName: storage.outputs.name
    packagesUrl: storage.outputs.packagesUrl
    schedulerConnection: scheduler.?outputs.?connection ?? ''
    insightsConnectionString: monitoring.outputs.connectionString
    databaseHost: store.outputs.host
    databaseName: database
    databaseRole: identity.outputs.name
    vaultUri: vault.outputs.uri
    linkKeys: linkKeys
    signInClientId: signInClientId
    publicAddress: publicAddress
    sharedMailbox: sharedMailbox
    notifications: notifications
    engagementSettings: engagementSettings
    instanceMemoryMb: 2048
    maximumInstances: maximumInstances
    databasePoolSize: databasePoolSize
    alwaysReadyInstances: alwaysReadyInstances
    subnetId: network.?outputs.?appSubnetId ?? ''
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    name: name
    location: location
    tags: tags
    insightsId: monitoring.outputs.insightsId
    databaseId: store.outputs.id
    address: alertAddress
  }
}

output app string = app.outputs.name
output address string = app.outputs.address
output identityName string = identity.outputs.name
output identityPrincipalId string = identity.outputs.principalId
output databaseHost string = store.outputs.host
output databaseName string = database
output vault string = vault.outputs.name
