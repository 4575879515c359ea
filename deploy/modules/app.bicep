// The Functions app on Flex Consumption, with its settings and App Service authentication.
param name string
param location string
param tags object
param identityId string
param identityClientId string
param storageName string
param packagesUrl string
@description('The connection to Durable Task Scheduler; empty for histories in Azure Storage, as host.json has it.')
param schedulerConnection string
param insightsConnectionString string
param databaseHost string
param databaseName string
@description('The role that deploy/roles.sql makes for the identity; named as it.')
param databaseRole string
param vaultUri string
@description('Numbers of the link keys, the one that signs first. The vault holds link-key-NUMBER for each.')
@minLength(1)
param linkKeys array
@description('The app registration that people sign in with.')
param signInClientId string
@description('The https address that people use; empty for the app\'s own.')
param publicAddress string
@description('A mailbox that organises and sends for every lead; empty for each lead\'s own.')
param sharedMailbox string
@description('True where Microsoft Graph can post change notifications to the app.')
param notifications bool
@description('Numbers of the method that the trust sets, as Engagement__NAME.')
param engagementSettings object
@allowed([2048, 4096])
param instanceMemoryMb int
@minValue(1)
@maxValue(100)
param maximumInstances int
@description('Connections to the database that one instance may hold. Times maximumInstances it must stay below what the database admits: docs/scale.md.')
@minValue(4)
param databasePoolSize int
@description('Instances that answer HTTP without a cold start; 0 costs nothing while nobody comes.')
param alwaysReadyInstances int
@description('The subnet for outgoing calls, or empty.')
param subnetId string

var host = '${name}.azurewebsites.net'
var address = empty(publicAddress) ? 'https://${host}/' : publicAddress

// The host's own: storage and telemetry by the identity.
var hostSettings = {
  AzureWebJobsStorage__accountName: storageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  // Which identity, and that nothing else is tried first: looking for others costs seconds at a cold start.
  AZURE_CLIENT_ID: identityClientId
  AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential'
  // Sign-in shows Entra ID the identity instead of a client secret.
  OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID: identityClientId
}

var productSettings = {
  Storage__Provider: 'Postgres'
  Storage__ConnectionString: 'Host=${databaseHost};Database=${databaseName};Username=${databaseRole};SSL Mode=VerifyFull;Maximum Pool Size=${databasePoolSize}'
  Storage__EntraToken: 'true'
  Links__PublicAddress: address
  Graph__Credential: 'ManagedIdentity'
  Graph__ClientId: identityClientId
  Schedules__OutboxSweep: '0 * * * * *'
  Schedules__CalendarSweep: notifications ? '0 7 */6 * * *' : '0 */15 * * * *'
  Schedules__SubscriptionRenewal: '0 23 * * * *'
  Schedules__AccountSweep: '0 40 5 * * *'
  Schedules__RetentionSweep: '0 51 * * * *'
  Schedules__MeasureSweep: '0 */5 * * * *'
}

// Over host.json, which is the same in every package.
var schedulerSettings = empty(schedulerConnection)
  ? {}
  : {
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
      DURABLE_TASK_SCHEDULER_CONNECTION_STRING: schedulerConnection
    }

var mailboxSettings = empty(sharedMailbox) ? {} : { Graph__SharedMailbox: sharedMailbox }
var notificationSettings = notifications ? { Graph__NotificationAddress: '${address}api/graph/notifications' } : {}
var keyIdSettings = toObject(range(0, length(linkKeys)), i => 'Links__Keys__${i}__Id', i => string(linkKeys[i]))
var keySecretSettings = toObject(
  range(0, length(linkKeys)),
  i => 'Links__Keys__${i}__Secret',
  i => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/link-key-${linkKeys[i]})'
)

var settings = union(
  engagementSettings,
  hostSettings,
  productSettings,
  schedulerSettings,
  mailboxSettings,
  notificationSettings,
  keyIdSettings,
  keySecretSettings
)

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packagesUrl
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMb
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReadyInstances == 0 ? [] : [{ name: 'http', instanceCount: alwaysReadyInstances }]
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      http20Enabled: true
      ftpsState: 'Disabled'
      appSettings: map(items(settings), setting => { name: setting.key, value: setting.value })
    }
  }

  // Publishing asks for Entra ID as well: no user name and password of the app.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  // Anonymous requests come through: signed links and the webhook need no sign-in, and the app itself refuses the rest.
  resource authentication 'config' = {
    name: 'authsettingsV2'
    properties: {
      platform: { enabled: true }
      globalValidation: { requireAuthentication: false, unauthenticatedClientAction: 'AllowAnonymous' }
      httpSettings: { requireHttps: true }
      login: {
        tokenStore: { enabled: false }
        cookieExpiration: { convention: 'FixedTime', timeToExpiration: '08:00:00' }
      }
      identityProviders: {
        azureActiveDirectory: {
          enabled: true
          registration: {
            openIdIssuer: uri(environment().authentication.loginEndpoint, '${tenant().tenantId}/v2.0')
            clientId: signInClientId
            clientSecretSettingName: 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'
          }
          validation: { allowedAudiences: [signInClientId, 'api://${signInClientId}'] }
        }
      }
    }
  }
}

output id string = app.id
output name string = app.name
output address string = address
