namespace ClinicalEngagement.GraphSimulator.Tests;

internal sealed class ContractCheck(HttpMessageHandler inner) : DelegatingHandler(inner);
