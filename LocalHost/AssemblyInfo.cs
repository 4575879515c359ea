using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ClinicalEngagement.LocalHost.Tests")]
[assembly: InternalsVisibleTo("ClinicalEngagement.Benchmarks")]
