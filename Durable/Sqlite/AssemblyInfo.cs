using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ClinicalEngagement.Durable.Tests")]
