// The stage that people work with: survives the loss of a zone, restores from the paired region, closed to the open network.
using 'main.bicep'

param stage = 'live'
param organisation = readEnvironmentVariable('ENGAGEMENT_ORGANISATION', 'trust')
param signInClientId = readEnvironmentVariable('ENGAGEMENT_SIGN_IN_CLIENT_ID', '')
param databaseAdminGroupId = readEnvironmentVariable('ENGAGEMENT_DATABASE_ADMIN_GROUP_ID', '')
param databaseAdminGroupName = readEnvironmentVariable('ENGAGEMENT_DATABASE_ADMIN_GROUP_NAME', '')
param alertAddress = readEnvironmentVariable('ENGAGEMENT_ALERT_ADDRESS', '')
param sharedMailbox = readEnvironmentVariable('ENGAGEMENT_SHARED_MAILBOX', '')
param publicAddress = readEnvironmentVariable('ENGAGEMENT_PUBLIC_ADDRESS', '')
param durableTaskScheduler = bool(readEnvironmentVariable('ENGAGEMENT_DURABLE_TASK_SCHEDULER', 'false'))
param privateNetwork = true
param databaseSku = { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' }
param databasePoolSize = 20
param databaseBackupDays = 35
param databaseGeoRedundantBackup = true
param databaseZoneRedundant = true
param storageSku = 'Standard_ZRS'
param alwaysReadyInstances = 1
param telemetryDays = 90
