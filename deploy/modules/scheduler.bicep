// Durable Task Scheduler with the task hub of host.json: where the histories are, for a trust that has outgrown Azure Storage (ADR 6).
@minLength(3)
@maxLength(64)
param name string
param location string
param tags object
param principalId string
param clientId string

// Durable Task Data Contributor: starts instances, raises events, takes up work.
var dataContributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402'

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: 'Consumption' }
    // An empty list lets nobody in. The app has no fixed address; there are no keys, and whoever comes shows Entra ID who it is.
    ipAllowlist: ['0.0.0.0/0']
  }

  // Named as host.json names it, so that the setting of the provider is all that changes.
  resource hub 'taskHubs' = {
    name: 'ClinicalEngagement'
  }
}

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(scheduler::hub.id, principalId, dataContributor)
  scope: scheduler::hub
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataContributor)
  }
}

output connection string = 'Endpoint=${scheduler.properties.endpoint};Authentication=ManagedIdentity;ClientID=${clientId}'
