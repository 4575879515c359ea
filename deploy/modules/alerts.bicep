// What somebody has to look at, and the workbook that shows it. The measures are those of EngagementMetrics and GraphMetrics; a test holds the two together.
param name string
param location string
param tags object
param insightsId string
param databaseId string
@description('Who is told.')
param address string

// Gauges are read every five minutes; a counter is summed. Severity: 1 people wait for something that does not come, 2 today, 3 this week.
var rules = [
  {
    key: 'stuck'
    measure: 'engagement.effects.stuck'
    // The least of the half hour: what has only just come to its turn is not stuck.
    how: 'min(valueMin)'
    severity: 1
    says: 'Something that an engagement decided on has not been done for a day. The portal shows it at the project, under what happened.'
  }
  {
    key: 'uncertain-send'
    measure: 'engagement.effects.uncertain'
    how: 'max(valueMax)'
    severity: 2
    says: 'It is not certain whether a mail went out, and the lead has not said so yet. The lead has a task for it.'
  }
  {
    key: 'dead-letter'
    measure: 'engagement.requests.dead'
    how: 'max(valueMax)'
    severity: 1
    says: 'A request could not be begun, or a notification of Microsoft 365 not be acted on. An administrator sees it under Failed messages, and can try it again.'
  }
  {
    key: 'graph-refusing'
    measure: 'engagement.graph.refused'
    how: 'sum(valueSum)'
    severity: 1
    says: 'Microsoft 365 refuses what the app asks for: a permission, a scope or a mailbox has changed. Run the check of deploy/README.md.'
  }
  {
    key: 'overdue-tasks'
    measure: 'engagement.tasks.overdue'
    how: 'max(valueMax)'
    severity: 3
    says: 'Tasks of leads are a week past their day. The programme office sees whose.'
  }
]

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'engagement'
    enabled: true
    emailReceivers: [{ name: 'operators', emailAddress: address, useCommonAlertSchema: true }]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${name}-${rule.key}'
    location: location
    tags: tags
    properties: {
      displayName: '${name}: ${rule.key}'
      description: rule.says
      severity: rule.severity
      enabled: true
      scopes: [insightsId]
      evaluationFrequency: 'PT15M'
      windowSize: 'PT30M'
      criteria: {
        allOf: [
          {
            query: 'customMetrics | where name == "${rule.measure}" | summarize value = ${rule.how}'
            metricMeasureColumn: 'value'
            timeAggregation: 'Maximum'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      autoMitigate: true
      actions: { actionGroups: [group.id] }
    }
  }
]

// The measures are read by a timer: when none arrives, no timer runs, and nothing else does either.
resource silent 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: '${name}-silent'
  location: location
  tags: tags
  properties: {
    displayName: '${name}: silent'
    description: 'Nothing was measured for half an hour: the app does not run, or its telemetry does not arrive.'
    severity: 0
    enabled: true
    scopes: [insightsId]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT30M'
    criteria: {
      allOf: [
        {
          query: 'customMetrics | where name == "engagement.effects.stuck"'
          timeAggregation: 'Count'
          operator: 'LessThan'
          threshold: 1
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    autoMitigate: true
    actions: { actionGroups: [group.id] }
  }
}

resource full 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-database-full'
  location: 'global'
  tags: tags
  properties: {
    description: 'The database has used more than 85% of its storage.'
    severity: 2
    enabled: true
    scopes: [databaseId]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT1H'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'storage'
          metricName: 'storage_percent'
          timeAggregation: 'Average'
          operator: 'GreaterThan'
          threshold: 85
        }
      ]
    }
    actions: [{ actionGroupId: group.id }]
  }
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, name, 'workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Clinical Engagement (${name})'
    category: 'workbook'
    version: '1.0'
    sourceId: insightsId
    serializedData: loadTextContent('../workbook.json')
  }
}
