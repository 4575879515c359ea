// Holds the keys of signed links. The app reads secrets, and nothing else of it.
@minLength(3)
@maxLength(24)
param name string
param location string
param tags object
param principalId string
param workspaceId string
param isPrivate bool
param endpointSubnetId string
param zoneIds object

var secretsUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: { defaultAction: isPrivate ? 'Deny' : 'Allow', bypass: 'AzureServices' }
  }
}

resource reads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, principalId, secretsUser)
  scope: vault
  properties: { principalId: principalId, principalType: 'ServicePrincipal', roleDefinitionId: secretsUser }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: vault
  properties: { workspaceId: workspaceId, logs: [{ category: 'AuditEvent', enabled: true }] }
}

module endpoint 'endpoint.bicep' = if (isPrivate) {
  name: '${name}-vault'
  params: {
    name: '${name}-vault'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    targetId: vault.id
    group: 'vault'
    zoneId: zoneIds.?vault ?? ''
  }
}

output name string = vault.name
output uri string = vault.properties.vaultUri
