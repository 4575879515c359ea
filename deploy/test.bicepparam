// The stage where a release is tried: the smallest sizes, in the open network.
using 'main.bicep'

param stage = 'test'
param organisation = readEnvironmentVariable('ENGAGEMENT_ORGANISATION', 'trust')
param signInClientId = readEnvironmentVariable('ENGAGEMENT_SIGN_IN_CLIENT_ID', '')
param databaseAdminGroupId = readEnvironmentVariable('ENGAGEMENT_DATABASE_ADMIN_GROUP_ID', '')
param databaseAdminGroupName = readEnvironmentVariable('ENGAGEMENT_DATABASE_ADMIN_GROUP_NAME', '')
param alertAddress = readEnvironmentVariable('ENGAGEMENT_ALERT_ADDRESS', '')
param sharedMailbox = readEnvironmentVariable('ENGAGEMENT_SHARED_MAILBOX', '')
param publicAddress = readEnvironmentVariable('ENGAGEMENT_PUBLIC_ADDRESS', '')
param durableTaskScheduler = bool(readEnvironmentVariable('ENGAGEMENT_DURABLE_TASK_SCHEDULER', 'false'))
param privateNetwork = false
param databaseSku = { name: 'Standard_B1ms', tier: 'Burstable' }
// The database admits 35, the most instances are 4.
param databasePoolSize = 8
param databaseBackupDays = 7
param databaseGeoRedundantBackup = false
param databaseZoneRedundant = false
param storageSku = 'Standard_LRS'
param alwaysReadyInstances = 0
param telemetryDays = 30
