using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ClinicalEngagement.Domain.Tests")]
