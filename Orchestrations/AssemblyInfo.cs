using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ClinicalEngagement.Orchestrations.Tests")]
