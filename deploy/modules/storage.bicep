// The account of the Functions host: its own blobs, the queues, the task hub and the published package. Identities only, no keys.
@minLength(3)
@maxLength(24)
param name string
param location string
param tags object
param principalId string
@description('Standard_LRS, or Standard_ZRS to outlive the loss of a zone.')
param sku string
param workspaceId string
param isPrivate bool
param endpointSubnetId string
param zoneIds object

var packages = 'packages'
var roles = {
  blobs: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b' // Storage Blob Data Owner: leases and the package
  queues: '974c5e8b-45b9-4653-ba55-5f855dd0fb88' // Storage Queue Data Contributor
  tables: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3' // Storage Table Data Contributor
}

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: { defaultAction: isPrivate ? 'Deny' : 'Allow', bypass: 'AzureServices' }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: 14 }
      containerDeleteRetentionPolicy: { enabled: true, days: 14 }
    }

    resource container 'containers' = {
      name: packages
      properties: { publicAccess: 'None' }
    }
  }

  resource queues 'queueServices' = {
    name: 'default'
  }
}

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in items(roles): {
    name: guid(account.id, principalId, role.value)
    scope: account
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
    }
  }
]

// Deletions and numbers only: each read of a queue would be a line.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: account::queues
  properties: { workspaceId: workspaceId, logs: [{ category: 'StorageDelete', enabled: true }], metrics: [{ category: 'Transaction', enabled: true }] }
}

module endpoints 'endpoint.bicep' = [
  for group in ['blob', 'queue', 'table']: if (isPrivate) {
    name: '${name}-${group}'
    params: {
      name: '${name}-${group}'
      location: location
      tags: tags
      subnetId: endpointSubnetId
      targetId: account.id
      group: group
      zoneId: zoneIds[?group] ?? ''
    }
  }
]

output name string = account.name
output id string = account.id
output packagesUrl string = '${account.properties.primaryEndpoints.blob}${packages}'
