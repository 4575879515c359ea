using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ClinicalEngagement.Functions.Tests")]
